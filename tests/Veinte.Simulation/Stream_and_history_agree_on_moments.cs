using CsCheck;
using Veinte.Engine.Moments;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>
/// What the stream keeps of a few customers with long lives is what other code computes from journal and daybooks, with more grades than a customer's
/// memory holds and trips longer than that.
/// </summary>
public sealed class Stream_and_history_agree_on_moments
{
    private const double Day = 24 * 60;

    private static readonly OutcomeDefinition Buys = new() { Name = "Buys again", Kind = OutcomeKinds.Return, Touchpoint = "t1", GapDays = 3, WithinDays = 40 };

    private static readonly (string Id, OutcomeDefinition Outcome)[] Outcomes =
    [
        ("verdict", new() { Name = "Verdict", Kind = OutcomeKinds.Grade, Touchpoint = "verdict" }),
        ("named", new() { Name = "Verdict, one driver", Kind = OutcomeKinds.Grade, Touchpoint = "verdict", Drivers = ["t4"] }),
        ("top", new() { Name = "Top", Kind = OutcomeKinds.TopBox, Touchpoint = "verdict", WindowDays = 20 }),
        ("buys", Buys),
        ("leaves", new() { Name = "Leaves", Kind = OutcomeKinds.Churn, GapDays = 2, WithinDays = 10 }),
    ];

    // Who, what, how long after the one before (hours), how good; how many places later it arrives; whether it is reversed (one in thirty).
    private static readonly Gen<Step[]> Life = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 9], Gen.Int[0, 30], Gen.Int[1, 5], Gen.Int[0, 7], Gen.Int[0, 29])
        .Select((who, what, after, grade, late, reversed) => new Step(who, what, after, grade, late, reversed == 0)).Array[0, 260];

    [Fact]
    public void However_long_trips_are_and_whatever_is_a_little_late() => Life.Sample(life =>
    {
        foreach (var (outcome, agreement) in Agreements(Lived(life, late: 1, reverses: false)))
            Assert.True(agreement is { Agrees: true, Uncorrected: 0 }, $"{outcome}: {agreement}");
    });

    [Fact]
    public void Where_much_is_late_and_something_is_reversed_they_do_or_it_is_told_how_often_a_trip_could_not_be_corrected() => Life.Sample(life =>
    {
        foreach (var (outcome, agreement) in Agreements(Lived(life, late: 12, reverses: true)))
            Assert.True(agreement.Agrees || agreement.Uncorrected > 0, $"{outcome}: {agreement}");
    });

    [Fact]
    public void A_restart_on_the_way_changes_nothing() => Gen.Select(Life, Gen.Int[0, 260]).Sample((life, half) =>
    {
        var (through, before) = (new Trips(2), new Trips(2));
        var lived = Arrivals(life, late: 6).ToArray();
        half = Math.Min(half, lived.Length);
        foreach (var trips in (Trips[])[through, before])
            foreach (var (id, outcome) in Outcomes) trips.Defines(id, outcome);
        Live(before, lived[..half], reverses: true);
        var after = before.Restarted();
        Live(after, lived[half..], reverses: true);
        Live(through, lived[..half], reverses: true);
        Live(through, lived[half..], reverses: true);
        for (var i = 0; i < 2; i++) Assert.Equal(through.Partitions[i].Folds.Digest(), after.Partitions[i].Folds.Digest());
    });

    [Fact]
    public void What_did_not_explain_a_full_trip_any_more_does_not_come_back_when_it_is_let_go()
    {
        var trips = new Trips();
        trips.Defines("buys", Buys);
        // Forty-eight grades, of which the third is the only one at the lounge.
        for (var i = 0; i < 48; i++) trips.Rates("ana", i < 2 ? "desk" : i == 2 ? "lounge" : "gate", 3, i);
        for (var i = 0; i < 17; i++) trips.Rates("ana", "gate", 3, 10 * Day + i);
        // One is let go by now. A late one of the first trip pushes another out of its last forty-eight, and more are let go.
        trips.Rates("ana", "gate", 3, 40.5);
        for (var i = 17; i < 24; i++) trips.Rates("ana", "gate", 3, 10 * Day + i);
        trips.Rates("ana", "t1", 4, 10 * Day + 30);
        var agreement = trips.Agreement("buys");
        Assert.True(agreement is { Trips: 2, TripsFromHistory: 2, Uncorrected: > 0 }, $"{agreement}");
    }

    [Fact]
    public void A_trip_of_more_grades_than_are_remembered_is_one_trip_that_the_last_ones_explain()
    {
        var trips = new Trips();
        trips.Defines("buys", Buys);
        for (var i = 0; i < 100; i++) trips.Rates("ana", i < 60 ? "desk" : "gate", i < 60 ? 1 : 5, i * 60);
        trips.Comes("ana", "t1", 20 * Day);
        // Of the hundred the last 48 count: eight at the desk and forty at the gate.
        Assert.Equal("1 trips, 1: desk 1×0, gate 1×20", Trips.Line(trips.Of("buys", everything: true)));
        Assert.True(trips.Agreement("buys").Agrees);
    }

    [Fact]
    public void Whoever_returns_after_more_grades_than_are_remembered_has_returned_with_all_that_his_trip_had()
    {
        var trips = new Trips();
        trips.Defines("buys", Buys);
        for (var i = 0; i < 6; i++) trips.Rates("ana", "desk", i < 3 ? 1 : 5, i);
        // Eighty visits of another trip push them out of memory; only then she buys.
        for (var i = 0; i < 80; i++) trips.Rates("ana", "gate", 3, 10 * Day + i);
        trips.Rates("ana", "t1", 4, 10 * Day + 90);
        Assert.Equal("2 trips, 0.5: desk 1×10, gate 1×10, t1 1×15", Trips.Line(trips.Of("buys", everything: true)));
        var agreement = trips.Agreement("buys");
        Assert.True(agreement is { Agrees: true, Uncorrected: 0 }, $"{agreement}");
        // What is stored has it too.
        var again = trips.Restarted();
        foreach (var each in (Trips[])[trips, again]) each.Rates("ana", "desk", 5, 11 * Day);
        Assert.Equal(trips.Partitions[0].Folds.Digest(), again.Partitions[0].Folds.Digest());
    }

    private static Trips Lived(Step[] life, int late, bool reverses)
    {
        var trips = new Trips(2);
        foreach (var (id, outcome) in Outcomes) trips.Defines(id, outcome);
        Live(trips, Arrivals(life, late), reverses);
        return trips;
    }

    private static IEnumerable<Arrival> Arrivals(Step[] life, int late)
    {
        var at = 0.0;
        return life.Select((step, i) => new Arrival(step, at += step.After * 60 + 0.5, i + (step.Late > 4 ? step.Late * late : 0), i)).ToArray().OrderBy(one => one.Place).ThenBy(one => one.Number);
    }

    private static void Live(Trips trips, IEnumerable<Arrival> arrivals, bool reverses)
    {
        foreach (var (step, at, _, number) in arrivals)
        {
            var device = $"?phone-{number / 40}";
            // Luis signs in now and then on one device after the other, and uses it without, before and after.
            var customer = step.Who == 0 ? "ana" : step.What == 2 ? $"{device}+luis" : step.What % 3 == 0 ? device : "luis";
            var posting = step.What switch
            {
                0 => trips.Recommends(customer, 2 * step.Grade, at),
                1 => trips.Rates(customer, "verdict", step.Grade, at),
                2 => trips.Comes(customer, "t1", at),
                3 when step.Grade == 3 => trips.Recommends(customer, 8, at, "t3"),
                _ => trips.Rates(customer, $"t{step.What % 5}", step.Grade, at),
            };
            // What partitions send each other is on its way a while.
            if (number % 3 == 0) trips.Settle();
            if (reverses && step.Reversed && !customer.Contains('+', StringComparison.Ordinal)) trips.Reverses(customer, posting);
        }
        trips.Settle();
    }

    private static IEnumerable<(string Outcome, MomentsAgreement)> Agreements(Trips trips) =>
        Outcomes.Select(one => one.Id).Append("recommendation").Select(outcome => (outcome, trips.Agreement(outcome)));

    private sealed record Arrival(Step Step, double At, int Place, int Number);

    private sealed record Step(int Who, int What, int After, int Grade, int Late, bool Reversed);
}
