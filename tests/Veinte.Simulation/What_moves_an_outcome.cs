using Veinte.Engine.Moments;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>From trips to moments of truth: what is proven, what is not, and what is missing.</summary>
public sealed class What_moves_an_outcome
{
    [Fact]
    public void Two_partitions_say_what_one_says()
    {
        var (one, two) = (Told(1, 900, 7), Told(2, 900, 7));
        var (a, b) = (one.View(), two.View());
        Assert.Equal(a.Trips, b.Trips);
        Assert.Equal(a.Items.Select(item => (item.Touchpoint, item.Rank, item.N, item.Asymmetry)), b.Items.Select(item => (item.Touchpoint, item.Rank, item.N, item.Asymmetry)));
        foreach (var (x, y) in a.Items.Zip(b.Items))
        {
            Assert.Equal(x.Share, y.Share, 1e-9);
            Assert.Equal(x.ShareLow!.Value, y.ShareLow!.Value, 1e-9);
        }
    }

    [Fact]
    public void What_moves_the_outcome_is_found_and_ranked_and_what_does_not_has_no_rank()
    {
        var view = Told(2, 1_500, 12).View();
        Assert.True(view.Enough);
        Assert.Equal(["desk", "gate"], view.Items.Where(item => item.Rank is not null).Select(item => item.Touchpoint));
        Assert.Contains(view.Items, item => item is { Touchpoint: "lounge", Rank: null, Significant: false });
        var desk = view.Items[0];
        Assert.True(desk.MomentOfTruth && desk.ShareLow < desk.Share && desk.Share < desk.ShareHigh);
        Assert.Equal(1, view.Items.Sum(item => item.Share), 1e-9);
        Assert.Equal(1, view.Items.Sum(item => item.ShareLmg!.Value), 1e-9);
    }

    [Fact]
    public void Few_trips_say_that_they_are_few_and_claim_nothing()
    {
        var view = Told(1, 12, 3).View();
        Assert.False(view.Enough);
        Assert.Empty(view.Items);
        Assert.Equal(MomentsAnalysis.TripsMin, view.Needed);
        Assert.All(view.TooFew, few => Assert.Equal(("few", (long)MomentsAnalysis.TripsMin), (few.Reason, few.Needed)));
    }

    [Fact]
    public void What_angers_when_it_is_bad_and_goes_without_saying_when_it_is_good_is_basic()
    {
        var trips = new Trips();
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var (bags, music) = (1 + random.Next(5), 1 + random.Next(5));
            trips.Rates($"c{i}", "bags", bags, 0);
            trips.Rates($"c{i}", "music", music, 1);
            trips.Recommends($"c{i}", Math.Clamp(6 - (bags <= 2 ? 3 : 0) + (music >= 4 ? 2 : 0) + Math.Round(random.NextDouble()), 0, 10), 2);
        }
        var items = trips.View().Items.ToDictionary(item => item.Touchpoint);
        Assert.Equal(("basic", "delight"), (items["bags"].Asymmetry, items["music"].Asymmetry));
        Assert.Equal(-3, items["bags"].Penalty!.Value, 0.25);
        Assert.Equal(2, items["music"].Reward!.Value, 0.25);
    }

    [Fact]
    public void Journeys_are_told_apart_and_compared()
    {
        var trips = new Trips(2);
        Tell(trips, 1_200, 21, "flight", first: 1.2, second: 0.2);
        Tell(trips, 1_200, 22, "care", first: 0.2, second: 1.2);
        Assert.Equal("desk", trips.View(journey: "flight").Items[0].Touchpoint);
        Assert.Equal("gate", trips.View(journey: "care").Items[0].Touchpoint);
        var changes = MomentsAnalysis.Compare(trips.Of(journey: "flight"), trips.Of(journey: "care"));
        var desk = changes.Single(change => change.Touchpoint == "desk");
        Assert.True(desk is { Difference: < -0.3, P: < 0.01 }, desk.ToString());
    }

    private static Trips Told(int partitions, int customers, int seed)
    {
        var trips = new Trips(partitions);
        Tell(trips, customers, seed, "", 0.9, 0.5);
        return trips;
    }

    // The lounge moves nothing, and a third of the customers never see it.
    private static void Tell(Trips trips, int customers, int seed, string journey, double first, double second)
    {
        var random = new Random(seed);
        for (var i = 0; i < customers; i++)
        {
            var customer = $"{journey}{seed}-{i}";
            var (desk, gate) = (1 + random.Next(5), 1 + random.Next(5));
            trips.Rates(customer, "desk", desk, i, journey);
            trips.Rates(customer, "gate", gate, i + 0.1, journey);
            if (random.Next(3) > 0) trips.Rates(customer, "lounge", 1 + random.Next(5), i + 0.2, journey);
            trips.Recommends(customer, Math.Clamp(Math.Round(5 + first * (desk - 3) + second * (gate - 3) + 3 * (random.NextDouble() - 0.5)), 0, 10), i + 0.3, journey: journey);
        }
    }
}
