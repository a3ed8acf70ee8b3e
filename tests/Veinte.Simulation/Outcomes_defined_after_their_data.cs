using CsCheck;
using Veinte.Engine.Moments;
using Veinte.Model;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>An outcome that is thought of late answers from what came before all the same.</summary>
public sealed class Outcomes_defined_after_their_data
{
    private const double Day = 24 * 60;

    private static readonly (string Id, OutcomeDefinition Outcome)[] Outcomes =
    [
        ("said", new() { Name = "Said", Kind = OutcomeKinds.Recommendation }),
        ("shown", new() { Name = "Shown", Kind = OutcomeKinds.Property, Touchpoint = "till", Property = "happy" }),
        ("back", new() { Name = "Back", Kind = OutcomeKinds.Return, WithinDays = 20, GapDays = 5 }),
        ("bought", new() { Name = "Bought again", Kind = OutcomeKinds.Return, WithinDays = 40, GapDays = 5, Intent = "buy" }),
        ("lost", new() { Name = "Lost", Kind = OutcomeKinds.Churn, WithinDays = 20, GapDays = 5 }),
    ];

    private static readonly Gen<(int Who, int What, int Value, int Day)[]> Lives = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[1, 5], Gen.Int[0, 120]).Array[1, 40]
        .Select(events => events.OrderBy(happened => happened.Item4).ToArray());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Defined_at_the_end_it_says_what_it_would_have_said_from_the_beginning(int which) => Lives.Sample(lives =>
    {
        // One partition and one outcome: months that may still end otherwise, and what is remembered of a customer, are then the same for both.
        var (early, late) = (new Trips(), new Trips());
        var (id, outcome) = Outcomes[which];
        early.Defines(id, outcome);
        for (var i = 0; i < lives.Length; i++)
        {
            Happens(early, lives[i], i);
            Happens(late, lives[i], i);
        }
        late.Defines(id, outcome);
        Assert.Equal(0, late.Of(id).Trips.Trips);
        Assert.Equal(Everything(early.Of(id).Shares), Everything(late.WithPast(id).Shares));
        Assert.Equal(lives.Length, late.Of(id).Shares.Sum(share => share.Missed));
    }, iter: 60);

    [Fact]
    public void Defined_on_the_way_no_grade_explains_two_outcomes_and_only_trips_under_way_lose_their_beginning() => Gen.Select(Lives, Gen.Int[0, 60]).Sample((lives, after) =>
    {
        var (early, late) = (new Trips(partitions: 2), new Trips(partitions: 2));
        Define(early);
        for (var i = 0; i < lives.Length; i++)
        {
            if (i == Math.Min(after, lives.Length - 1)) Define(late, lives[i].Day * Day + i + 0.5);
            Happens(early, lives[i], i);
            Happens(late, lives[i], i);
        }
        foreach (var id in (string[])["said", "shown"])
        {
            var (all, both) = (early.Of(id).Trips.Trips, late.WithPast(id).Trips.Trips);
            // Six customers: each has at most one trip under way.
            Assert.InRange(both, all - 6, all);
        }
    }, iter: 60);

    [Fact]
    public void What_a_device_met_before_its_customer_was_known_is_his_in_the_past_too()
    {
        foreach (var partitions in (int[])[1, 8])
            foreach (var (id, outcome) in Outcomes)
            {
                var (early, late) = (new Trips(partitions), new Trips(partitions));
                early.Defines(id, outcome);
                foreach (var trips in (Trips[])[early, late])
                {
                    // Every partition has met both touchpoints, and can say what they are called.
                    for (var other = 0; other < 60; other++) trips.Rates($"x{other}", other % 2 == 0 ? "desk" : "till", 3, 0);
                    trips.Rates("?phone", "desk", 2, 1);
                    trips.Rates("?phone", "till", 4, 2);
                    trips.Comes("?phone+ana", "page", 1 * Day);
                    trips.Settle();
                    trips.Comes("ana", "till", 12 * Day, "{\"happy\":true}", Intent.Buy);
                    trips.Recommends("ana", 6, 13 * Day);
                    // And every partition knows that the time for coming back is over.
                    for (var other = 0; other < 60; other++) trips.Comes($"y{other}", "page", 100 * Day);
                }
                late.Defines(id, outcome);
                Assert.Equal(early.Line(id), Trips.Line(late.WithPast(id)));
            }
    }

    [Fact]
    public void Who_comes_back_after_the_definition_has_come_back_from_a_trip_before_it()
    {
        var trips = new Trips();
        trips.Rates("ana", "desk", 5, 1 * Day);
        trips.Rates("eva", "desk", 1, 2 * Day);
        trips.Defines("back", Outcomes[2].Outcome, minute: 3 * Day);
        trips.Rates("ana", "desk", 5, 15 * Day);
        trips.Rates("ben", "desk", 3, 100 * Day);
        Assert.Equal("2 trips, 0.5: desk 2×10", Trips.Line(new([trips.PastOf("back").Share(new("back", 0, null, int.MinValue, int.MaxValue))])));
        Assert.True(trips.PastOf("back").IsSettled);
    }

    [Fact]
    public void What_was_reversed_since_is_not_in_the_past()
    {
        var trips = new Trips();
        trips.Rates("ana", "desk", 5, 1);
        trips.Comes("ana", "till", 2, "{\"happy\":true}");
        var wrong = trips.Rates("ben", "desk", 1, 3);
        trips.Comes("ben", "till", 4, "{\"happy\":true}");
        trips.Defines("shown", Outcomes[1].Outcome);
        trips.Reverses("ben", wrong);
        Assert.Equal("1 trips, 1: desk 1×20", Trips.Line(trips.WithPast("shown")));
    }

    [Fact]
    public void What_was_read_is_written_and_read_back_as_it_was()
    {
        var trips = new Trips();
        trips.Rates("ana", "desk", 4, 1);
        trips.Recommends("ana", 9, 2, journey: "Trip");
        trips.Defines("said", Outcomes[0].Outcome);
        using var stream = new MemoryStream();
        trips.PastOf("said").Write(stream);
        stream.Position = 0;
        var again = OutcomePast.ReadFrom(stream)!;
        Assert.Equal("1 trips, 9: desk 1×15", Trips.Line(new([again.Share(new("said", 0, "Trip", int.MinValue, int.MaxValue))])));
        stream.SetLength(stream.Length - 3);
        stream.Position = 0;
        Assert.Throws<EndOfStreamException>(() => OutcomePast.ReadFrom(stream));
    }

    private static void Define(Trips trips, double minute = 0)
    {
        foreach (var (id, outcome) in Outcomes) trips.Defines(id, outcome, minute: minute);
    }

    private static void Happens(Trips trips, (int Who, int What, int Value, int Day) happened, int number)
    {
        var (who, at) = ($"c{happened.Who}", happened.Day * Day + number + 1);
        switch (happened.What)
        {
            case 0: trips.Recommends(who, happened.Value * 2, at); break;
            case 1: trips.Comes(who, "till", at, happened.Value > 2 ? "{\"happy\":true}" : "{\"happy\":0}", Intent.Buy); break;
            default: trips.Rates(who, happened.What % 2 == 0 ? "desk" : "gate", happened.Value, at); break;
        }
    }

    // Counts and sums are merged in another grouping: the last places may differ.
    private static string Everything(IReadOnlyList<MomentsShare> shares) => Trips.Line(new(shares)) + string.Join(';', new MomentsMerge(shares).Months().Select(month => $"{month.Month}:{month.Trips}"));
}
