using Xunit;

namespace Veinte.Sequences.Tests;

public sealed class BoundTests
{
    [Fact]
    public void Full_columns_take_nothing_more_and_say_so()
    {
        var columns = new EventColumns(eventsMax: 2);
        Assert.Equal(Arrival.InOrder, columns.Append(0, new(5), new(1), 1));
        Assert.Equal(Arrival.Late, columns.Append(0, new(4), new(2), 1));
        Assert.Equal(Arrival.Full, columns.Append(0, new(6), new(3), 1));
        Assert.Equal(2, columns.Count);
    }

    [Fact]
    public void Columns_grow_over_many_chunks_without_losing_anything()
    {
        var columns = new EventColumns();
        const int events = 400_000;
        for (var i = 0; i < events; i++) columns.Append(i % 7, new(i), new(i + 1), (ushort)(i % 5));
        var graph = FollowsGraph.Of(SortedColumns.From(columns));
        Assert.Equal(events, graph.Interactions);
        Assert.Equal(events - 7, graph.Edges().Sum(e => e.Count));
        Assert.Equal(events / 7 + 1, columns.TraceOf(0, new()).Length);
    }

    [Fact]
    public void Paths_beyond_the_bound_are_counted_together()
    {
        var (columns, _) = Arrivals.Parse("a b\na c\nd\na b");
        var sorted = Paths.Count(SortedColumns.From(columns), stepsMax: 5, pathsMax: 2);
        Assert.Equal((2, 1L, 4L), (sorted.Distinct, sorted.Beyond, sorted.Total));

        var live = new Paths(5, nodesMax: 3);
        live.ObserveAll(columns);
        var counts = live.Counts();
        Assert.Equal((2, 1L, 4L), (counts.Distinct, counts.Beyond, counts.Total));
    }

    [Fact]
    public void Names_beyond_the_bound_share_one_code()
    {
        var codes = new TouchpointCodes(namesMax: 2);
        Assert.Equal([1, 2, TouchpointCodes.Other, 1], new[] { "a", "b", "c", "a" }.Select(codes.CodeOf));
        Assert.False(codes.TryFind("c", out _));
        Assert.Equal("b", codes.NameOf(2));
    }
}
