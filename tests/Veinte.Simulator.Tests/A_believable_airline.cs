using Veinte.Model;
using Xunit;

namespace Veinte.Simulator.Tests;

public sealed class A_believable_airline
{
    private static readonly List<SimulatedInteraction> HalfYear =
        [.. Aurora.Create(7, new() { Today = Periods.Today }).Between(Periods.DaysAgo(180), Periods.Today)];

    private static IEnumerable<SimulatedInteraction> Interactions => HalfYear.Where(e => e.Kind == SimulatedKind.Interaction);

    [Fact]
    public void Six_months_of_the_default_size_are_150_to_300_thousand_interactions() =>
        Assert.InRange(Interactions.Count(), 150_000, 300_000);

    [Fact]
    public void Every_touchpoint_and_every_member_of_staff_is_met()
    {
        Assert.Equal(Aurora.TouchpointNames.Order(), Interactions.Select(e => e.Touchpoint).Distinct().Order());
        var staff = Aurora.Create(7, new() { Today = Periods.Today }).Staff.ToList();
        Assert.Distinct(staff.Select(member => member.Name));
        Assert.Equal(staff.Select(member => member.Name).Order(), Interactions.Select(e => e.Staff).OfType<string>().Distinct().Order());
        Assert.All(Interactions.Where(e => e.Staff is not null).DistinctBy(e => (e.Staff, e.Touchpoint)).Where(e => e.Touchpoint != "Food and drink"),
            e => Assert.Contains((e.Staff!, e.Area!), staff));
    }

    [Fact]
    public void Every_signal_is_on_its_scale()
    {
        Assert.All(Interactions, e =>
        {
            var s = e.Signals;
            if (s.Has(SignalSet.Rating)) Assert.InRange(s.Rating, s.RatingMin, s.RatingMax);
            if (s.Has(SignalSet.Nps)) Assert.InRange(s.Nps, 0, 10);
            if (s.Has(SignalSet.Csat)) Assert.InRange(s.Csat, 1, 5);
            if (s.Has(SignalSet.Ces)) Assert.InRange(s.Ces, 1, 7);
            if (s.Has(SignalSet.Effort)) Assert.InRange(s.Effort, 1, 7);
            if (s.Has(SignalSet.Wait)) Assert.True(s.WaitSeconds >= 0 && s.PromisedWaitSeconds > 0);
            if (s.Has(SignalSet.Revenue)) Assert.True(s.Revenue > 0 && e.Currency == "EUR");
        });
        // The tone of a text is read at the door, not told by who sends it.
        foreach (var signal in Enum.GetValues<SignalSet>().Where(signal => signal is not (SignalSet.None or SignalSet.Tone)))
            Assert.Contains(Interactions, e => e.Signals.Has(signal));
    }

    [Fact]
    public void Who_is_not_signed_in_is_a_device_and_the_device_later_gets_a_name()
    {
        Assert.All(HalfYear, e => Assert.True(e.CustomerId is not null || e.AnonymousId is not null));
        var named = HalfYear.Where(e => e.Kind is SimulatedKind.Identify or SimulatedKind.Alias).Select(e => e.AnonymousId!).ToHashSet();
        var anonymous = Interactions.Where(e => e.CustomerId is null).Select(e => e.AnonymousId!).Distinct().ToList();

        Assert.Contains(anonymous, named.Contains);
        Assert.Contains(anonymous, device => !named.Contains(device));
    }

    [Fact]
    public void Nobody_is_on_two_flights_at_once()
    {
        foreach (var trips in Interactions.Where(e => e.Touchpoint == "Boarding").GroupBy(e => e.CustomerId))
        {
            var boardings = trips.Select(e => e.At).Order().ToList();
            for (var i = 1; i < boardings.Count; i++)
                Assert.True(boardings[i].UnixMicros - boardings[i - 1].UnixMicros > Instant.MicrosPerHour, $"{trips.Key} boards at {boardings[i - 1]} and {boardings[i]}.");
        }
    }

    [Fact]
    public void People_write_in_their_own_language()
    {
        var spoken = Interactions.Where(e => e.Text is not null && e.Passenger is not null).ToList();

        Assert.Contains(spoken, e => e.Passenger!.Language == "es" && e.Text == "Reservar ha sido rápido y claro.");
        Assert.DoesNotContain(spoken, e => e.Passenger!.Language == "en" && e.Text!.Any(c => c > 127));
    }

    [Fact]
    public void Every_defect_occurs_but_rarely()
    {
        var broken = HalfYear.Where(e => e.Kind == SimulatedKind.Broken).ToList();

        Assert.Equal(Enum.GetValues<Defect>().Where(d => d != Defect.None), broken.Select(e => e.Defect).Distinct().Order());
        Assert.InRange(broken.Count / (double)HalfYear.Count, 0.001, 0.003);
        Assert.InRange(HalfYear.Count(e => e.Kind == SimulatedKind.Repeat) / (double)HalfYear.Count, 0.003, 0.005);
    }

    [Fact]
    public void Whoever_is_disappointed_early_is_harder_to_please_later()
    {
        // What carries over: passengers who rate boarding 1 or 2 rate the in-flight service of the same flight lower.
        var boarding = Interactions.Where(e => e.Touchpoint == "Boarding" && e.Signals.Has(SignalSet.Rating))
            .ToDictionary(e => (e.Trip, e.Flight), e => e.Signals.Rating);
        var pairs = Interactions.Where(e => e.Touchpoint == "In-flight service" && boarding.ContainsKey((e.Trip, e.Flight)))
            .Select(e => (Before: boarding[(e.Trip, e.Flight)], After: e.Signals.Rating)).ToList();

        Assert.True(pairs.Count > 1000);
        Assert.True(pairs.Where(p => p.Before <= 2).Average(p => p.After) + 0.4 < pairs.Where(p => p.Before >= 4).Average(p => p.After));
    }
}
