using CsCheck;
using Xunit;

namespace Veinte.Sequences.Tests;

public sealed class FollowsGraphTests
{
    [Fact]
    public void A_touchpoint_right_after_itself_is_a_self_loop()
    {
        var (columns, codes) = Arrivals.Parse("call call call quote");
        var graph = FollowsGraph.Of(SortedColumns.From(columns));
        Assert.Equal(2, graph.CountOf(codes.CodeOf("call"), codes.CodeOf("call")));
        Assert.Equal(1, graph.CountOf(codes.CodeOf("call"), codes.CodeOf("quote")));
        Assert.Equal(0, graph.CountOf(codes.CodeOf("quote"), codes.CodeOf("call")));
    }

    [Fact]
    public void Quantiles_of_the_time_between_are_within_a_quarter_of_the_true_ones() =>
        Gen.Long[1, 400L * 86_400_000].Array[1, 200].Sample(gaps =>
        {
            var columns = new EventColumns();
            for (var i = 0; i < gaps.Length; i++)
            {
                columns.Append(i, new(0), new(2 * i + 1), 1);
                columns.Append(i, new(gaps[i] * 1000), new(2 * i + 2), 2);
            }
            var edge = Assert.Single(FollowsGraph.Of(SortedColumns.From(columns)).Edges());
            Array.Sort(gaps);
            Assert.InRange(edge.Median.TotalMilliseconds, 0.75 * gaps[(gaps.Length - 1) / 2] - 1, 1.25 * gaps[gaps.Length / 2] + 1);
            var (low, high) = ((int)(0.9 * (gaps.Length - 1)), (int)Math.Ceiling(0.9 * (gaps.Length - 1)));
            Assert.InRange(edge.P90.TotalMilliseconds, 0.75 * gaps[low] - 1, 1.25 * gaps[high] + 1);
        });

    [Fact]
    public void Many_touchpoints_are_counted_like_few() =>
        Gen.Select(Gen.Int[0, 3], Gen.UShort).Array[1, 80].Sample(rows =>
        {
            var events = rows.Select((r, i) => new Event(r.Item1, i, i + 1, r.Item2)).ToArray();
            var columns = Arrivals.Columns(events);
            var graph = FollowsGraph.Of(SortedColumns.From(columns));
            var live = new DirectlyFollows();
            live.ObserveAll(columns);
            Assert.Equal(graph.Text(), live.Graph().Text());
            foreach (var (pair, expected) in Oracles.Follows(events))
                Assert.Equal(expected.Count, graph.CountOf(pair.Item1, pair.Item2));
        });
}
