using Veinte.Engine.Moments;
using Veinte.Model;
using Veinte.Simulation.Lives;
using Veinte.Simulator;

namespace Veinte.Simulation;

/// <summary>
/// The demo's airline has a truth behind it: what remains of a trip is the mean of all contacts and its worst one, and contacts hang
/// together by what passengers think of comfort, service, planning and the digital side. What the page says must be that.
/// </summary>
public sealed class What_moves_Auroras_passengers
{
    private static readonly Instant Today = Instant.From(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Comfort_and_service_on_board_are_proven_and_gate_and_flight_times_weigh_little()
    {
        var trips = new Trips(2);
        trips.Defines("back", new() { Name = "Books again", Kind = OutcomeKinds.Return, Touchpoint = "Online booking", WithinDays = 60, GapDays = 30 });
        var aurora = Aurora.Create(20, new() { PassengersPerDay = 120, Today = Today });
        foreach (var happened in aurora.Between(new(Today.UnixMicros - 150 * Instant.MicrosPerDay), Today))
        {
            if (happened.Kind != SimulatedKind.Interaction) continue;
            trips.Happens(happened);
            trips.Settle();
        }

        var view = trips.View();
        Assert.True(view.Enough);
        double ShareOf(params string[] names) => names.Average(name => view.Items.Single(item => item.Touchpoint == name).Share);
        var told = string.Join(", ", view.Items.Select(item => $"{item.Touchpoint} {item.Share:P1} {item.Rank}"));
        // Loadings of 0.8 on comfort or service against 0.75 on planning, which only two contacts share.
        Assert.True(ShareOf("In-flight service", "Cabin cleanliness", "Seat comfort") > 2 * ShareOf("Gate", "Payment"), told);
        Assert.All((string[])["In-flight service", "Cabin cleanliness", "Seat comfort", "Cabin crew"], name => Assert.Contains(view.Items, item => item.Touchpoint == name && item.Significant));
        Assert.Contains(view.Items, item => item.MomentOfTruth);
        Assert.True(view.Explained > 0.3, told);

        // Whoever books again does so by his habits, whatever he has met: nothing may be proven beyond what chance allows.
        var back = trips.View("back");
        Assert.True(back.Trips > 1_000);
        Assert.DoesNotContain(back.Items, item => item.MomentOfTruth && item.Share > 0.5);

        // Frequent flyers have trips of more contacts than are remembered of them; history, which forgets nothing, says the same.
        foreach (var outcome in (string[])[OutcomeDefinition.RecommendationId, "back"])
        {
            var agreement = trips.Agreement(outcome);
            Assert.True(agreement is { Agrees: true, Uncorrected: 0 }, $"{agreement}");
        }
    }
}
