using Veinte.Model;
using Xunit;

namespace Veinte.Sequences.Tests;

public sealed class FunnelTests
{
    [Theory]
    [InlineData("others may lie between", "visit help help quote", "1 1")]
    [InlineData("the order counts", "quote visit", "1 0")]
    [InlineData("the end of the window is inside", "visit@0 quote@24", "1 1")]
    [InlineData("after the window it is too late", "visit@0 quote@24.001", "1 0")]
    [InlineData("a later attempt may succeed where the first ran out", "visit@0 visit@20 quote@30", "1 1")]
    [InlineData("equal times follow the position", "visit@5 quote@5", "1 1")]
    [InlineData("equal times follow the position, also backwards", "quote@5 visit@5", "1 0")]
    [InlineData("a customer counts once however often he repeats", "visit quote visit quote", "1 1")]
    [InlineData("who never began is not in the funnel", "help quote", "0 0")]
    public void Two_steps_within_a_day(string situation, string trace, string expected)
    {
        var (columns, codes) = Arrivals.Parse(trace);
        var definition = new FunnelDefinition([[codes.CodeOf("visit")], [codes.CodeOf("quote")]], TimeSpan.FromDays(1));
        var counts = Funnel.Count(definition, SortedColumns.From(columns), new(long.MaxValue));
        Assert.True(expected == string.Join(' ', counts.Reached), $"{situation}: {string.Join(' ', counts.Reached)}");
    }

    [Fact]
    public void One_interaction_makes_one_step_only()
    {
        var (columns, codes) = Arrivals.Parse("visit\nvisit visit");
        ushort visit = codes.CodeOf("visit");
        var counts = Funnel.Count(new([[visit], [visit]], TimeSpan.FromDays(1)), SortedColumns.From(columns), new(long.MaxValue));
        Assert.Equal([2, 1], counts.Reached);
    }

    [Fact]
    public void An_attempt_whose_window_has_not_closed_has_not_dropped_off()
    {
        var (columns, codes) = Arrivals.Parse("visit@0\nvisit@10\nvisit@10 quote@11");
        var definition = new FunnelDefinition([[codes.CodeOf("visit")], [codes.CodeOf("quote")], [codes.CodeOf("pay")]], TimeSpan.FromHours(5));
        var counts = Funnel.Count(definition, SortedColumns.From(columns), new(12 * Instant.MicrosPerHour));
        Assert.Equal([3, 1, 0], counts.Reached);
        Assert.Equal([1, 1, 0], counts.StillOpen);
    }

    [Fact]
    public void A_funnel_outside_its_bounds_is_refused_with_the_value()
    {
        ushort[][] steps = [[1]];
        Assert.Contains("0", Assert.Throws<ArgumentException>(() => new FunnelDefinition([], TimeSpan.FromDays(1))).Message);
        Assert.Contains("17", Assert.Throws<ArgumentException>(() => new FunnelDefinition([.. Enumerable.Repeat<ushort[]>([1], 17)], TimeSpan.FromDays(1))).Message);
        Assert.Contains("Step 1", Assert.Throws<ArgumentException>(() => new FunnelDefinition([[]], TimeSpan.FromDays(1))).Message);
        Assert.Throws<ArgumentException>(() => new FunnelDefinition(steps, TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => new FunnelDefinition(steps, TimeSpan.FromDays(4000)));
    }
}
