using Veinte.Model;
using Xunit;

namespace Veinte.Simulator.Tests;

public sealed class Stories_a_viewer_can_discover
{
    private static readonly List<SimulatedInteraction> HalfYear =
        [.. Aurora.Create(7, new() { Today = Periods.Today }).Between(Periods.DaysAgo(180), Periods.Today).Where(e => e.Kind == SimulatedKind.Interaction)];

    private static double MeanRating(IEnumerable<SimulatedInteraction> events) =>
        events.Where(e => e.Signals.Has(SignalSet.Rating)).Average(e => e.Signals.Rating);

    private static double MeanWaitRatio(IEnumerable<SimulatedInteraction> events) =>
        events.Where(e => e.Signals.Has(SignalSet.Wait)).Average(e => e.Signals.WaitSeconds / e.Signals.PromisedWaitSeconds);

    [Fact]
    public void Baggage_claim_in_Sevilla_gets_worse_and_nowhere_else()
    {
        var claims = HalfYear.Where(e => e.Touchpoint == "Baggage claim").ToList();
        var lately = claims.Where(e => e.At > Periods.DaysAgo(14)).ToList();
        var before = claims.Where(e => e.At < Periods.DaysAgo(50)).ToList();

        Assert.True(MeanWaitRatio(lately.Where(InSevilla)) > 1.6 * MeanWaitRatio(before.Where(InSevilla)));
        Assert.True(MeanRating(lately.Where(InSevilla)) + 0.7 < MeanRating(before.Where(InSevilla)));
        Assert.InRange(
            MeanWaitRatio(lately.Where(e => !InSevilla(e))) / MeanWaitRatio(before.Where(e => !InSevilla(e))), 0.9, 1.1);

        static bool InSevilla(SimulatedInteraction e) => e.Area == "Station Sevilla";
    }

    [Fact]
    public void The_WhatsApp_assistant_solves_more_since_its_release()
    {
        var asked = HalfYear.Where(e => e.Touchpoint == "WhatsApp assistant").ToLookup(e => e.At > Periods.DaysAgo(60));

        Assert.True(Solved(asked[true]) > Solved(asked[false]) + 0.3);

        static double Solved(IEnumerable<SimulatedInteraction> events) => events.Average(e => e.Signals.Outcome == Outcome.Success ? 1.0 : 0);
    }

    [Fact]
    public void On_the_day_of_the_storm_people_wait_and_call()
    {
        var boarding = HalfYear.Where(e => e.Touchpoint == "Boarding").ToLookup(e => e.At > Periods.DaysAgo(19) && e.At < Periods.DaysAgo(18));

        Assert.True(boarding[true].Count() > 20);
        Assert.True(boarding[true].Average(e => e.DelayMinutes!.Value) > 4 * boarding[false].Average(e => e.DelayMinutes!.Value));
        var calls = HalfYear.Where(e => e.Touchpoint == "Contact centre call").ToLookup(e => e.At > Periods.DaysAgo(19) && e.At < Periods.DaysAgo(17));
        Assert.True(MeanWaitRatio(calls[true]) > 2.5 * MeanWaitRatio(calls[false]));
    }

    [Fact]
    public void The_new_menu_tastes_better()
    {
        var meals = HalfYear.Where(e => e.Touchpoint == "Food and drink").ToLookup(e => e.At > Periods.DaysAgo(28));

        Assert.True(MeanRating(meals[true]) > MeanRating(meals[false]) + 0.3);
    }

    [Fact]
    public void One_agent_in_Bilbao_is_loved_by_everybody()
    {
        var gates = HalfYear.Where(e => e.Touchpoint == "Boarding" && e.Signals.Has(SignalSet.Rating)).GroupBy(e => e.Staff!)
            .Where(g => g.Count() >= 50).OrderByDescending(MeanRating).ToList();

        Assert.Equal("Amaia Echevarría", gates[0].Key);
        Assert.True(MeanRating(gates[0]) > MeanRating(gates[1]) + 0.15);
    }

    [Fact]
    public void Without_stories_Sevilla_is_like_everywhere_and_there_is_no_star()
    {
        var quiet = Aurora.Create(7, new() { Today = Periods.Today, Stories = false });

        Assert.DoesNotContain(quiet.Staff, member => member.Name == "Amaia Echevarría");
        var claims = quiet.Between(Periods.DaysAgo(14), Periods.Today).Where(e => e.Touchpoint == "Baggage claim").ToLookup(e => e.Area == "Station Sevilla");
        Assert.InRange(MeanWaitRatio(claims[true]) / MeanWaitRatio(claims[false]), 0.8, 1.2);
    }
}
