using CsCheck;
using Veinte.Model;
using Xunit;

namespace Veinte.Simulator.Tests;

public sealed class Same_seed_same_story
{
    [Fact]
    public void The_same_seed_and_period_tell_the_same_events()
    {
        var once = Periods.Small().Between(Periods.DaysAgo(10), Periods.Today).ToList();
        var again = Periods.Small().Between(Periods.DaysAgo(10), Periods.Today).ToList();

        // Passengers are made anew in each airline: compared by their numbers.
        Assert.NotEmpty(once);
        Assert.Equal(once.Select(Nameless), again.Select(Nameless));
        Assert.Equal(once.Select(e => e.Passenger?.Name), again.Select(e => e.Passenger?.Name));
    }

    [Fact]
    public void Another_seed_is_another_airline()
    {
        var one = Periods.Small(1).Between(Periods.DaysAgo(2), Periods.Today).Select(Nameless);
        var other = Periods.Small(2).Between(Periods.DaysAgo(2), Periods.Today).Select(Nameless);

        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Two_neighbouring_periods_joined_are_the_whole()
    {
        var aurora = Periods.Small();
        Gen.Select(Gen.Double[0, 8], Gen.Double[0, 8], Gen.Double[0, 8]).Sample((a, b, c) =>
        {
            double[] cuts = [a, b, c];
            Array.Sort(cuts);
            var (early, middle, late) = (Periods.DaysAgo(cuts[2]), Periods.DaysAgo(cuts[1]), Periods.DaysAgo(cuts[0]));

            Assert.Equal(
                aurora.Between(early, late),
                aurora.Between(early, middle).Concat(aurora.Between(middle, late)));
        }, iter: 8);
    }

    [Fact]
    public void Events_come_in_the_order_of_their_times_and_inside_the_period()
    {
        var events = Periods.Small().Between(Periods.DaysAgo(6.4), Periods.DaysAgo(1.7)).ToList();

        Assert.All(events, e => Assert.True(e.At >= Periods.DaysAgo(6.4) && e.At < Periods.DaysAgo(1.7)));
        Assert.Equal(events.Select(e => e.At).Order(), events.Select(e => e.At));
    }

    [Fact]
    public void A_message_id_names_one_event_and_its_repeats()
    {
        var events = Periods.Small().Between(Periods.DaysAgo(60), Periods.Today).ToList();

        Assert.Contains(events, e => e.Kind == SimulatedKind.Repeat);
        Assert.Distinct(events.Where(e => e.Kind != SimulatedKind.Repeat).Select(e => e.MessageId));
        // The original of a repeat at the very beginning may lie before the period.
        var originals = events.Where(e => e.Kind == SimulatedKind.Interaction).Select(e => e.MessageId).ToHashSet();
        Assert.All(
            events.Where(e => e.Kind == SimulatedKind.Repeat && e.At > Periods.DaysAgo(59)),
            e => Assert.Contains(e.MessageId, originals));
    }

    [Fact]
    public void The_written_message_id_is_the_message_id()
    {
        Span<byte> id = stackalloc byte[64];
        var any = Periods.Small().Between(Periods.DaysAgo(1), Periods.Today).First();

        Assert.Equal(any.MessageId, System.Text.Encoding.UTF8.GetString(id[..any.WriteMessageId(id)]));
    }

    [Theory]
    [InlineData(0, 0.3, 0.0)]
    [InlineData(120, 1.01, 0.0)]
    [InlineData(120, double.NaN, 0.0)]
    [InlineData(120, 0.3, 0.6)]
    public void An_option_outside_its_range_is_refused(int passengers, double answers, double broken) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Aurora.Create(1, new() { PassengersPerDay = passengers, AnswerShare = answers, BrokenShare = broken }));

    [Fact]
    public void A_period_before_1971_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Periods.Small().Between(new(0), new(Instant.MicrosPerDay)));

    private static SimulatedInteraction Nameless(SimulatedInteraction happened) => happened with { Passenger = null };
}
