namespace Veinte.Sequences;

/// <summary>How the graph is counted.</summary>
public sealed partial class FollowsGraph
{
    private const int MicrosPerMilli = 1000;

    /// <summary>Counts sorted columns. O(interactions), in one pass.</summary>
    public static FollowsGraph Of(SortedColumns columns)
    {
        var graph = new FollowsGraph();
        graph.ReserveTouchpoints(columns.Touchpoints);
        var table = graph._index.TableFor(columns.Touchpoints, out var shift);
        var offsets = columns.Offsets;
        for (var customer = 0; customer < columns.Customers; customer++)
        {
            var (start, end) = (offsets[customer], offsets[customer + 1]);
            if (start == end) continue;
            var times = columns.Times[start..end];
            var touchpoints = columns.TouchpointCodes[start..end];
            graph._starts[touchpoints[0]]++;
            graph._ends[touchpoints[^1]]++;
            graph.Traces++;
            if (table is not null) graph.CountPairs(times, touchpoints, table, shift);
            else
                for (var i = 1; i < times.Length; i++)
                    graph.Count(touchpoints[i - 1], touchpoints[i], times[i] - times[i - 1], sign: 1);
        }
        graph.Interactions = columns.Count;
        return graph;
    }

    /// <summary>Adds (1) or takes back (−1) one pair.</summary>
    internal void Count(ushort from, ushort to, long gapMicros, int sign)
    {
        var edge = EdgeOf(from, to);
        var millis = gapMicros / MicrosPerMilli;
        _edges[edge].Count += sign;
        _edges[edge].Millis += sign * millis;
        ref var gaps = ref _gaps[edge * GapHistogram.Buckets + GapHistogram.BucketOf(millis)];
        gaps = sign > 0 ? gaps + 1 : gaps - 1;
    }

    internal void CountStart(ushort touchpoint, int sign)
    {
        ReserveTouchpoints(touchpoint + 1);
        _starts[touchpoint] += sign;
        Traces += sign;
    }

    internal void CountEnd(ushort touchpoint)
    {
        ReserveTouchpoints(touchpoint + 1);
        _ends[touchpoint]++;
    }

    internal void CountInteractions(long count) => Interactions += count;

    /// <summary>
    /// The hot loop. Nothing in it can overflow: indexes lie within arrays, a count is at most the number of interactions,
    /// and a sum of milliseconds would need 292 million years.
    /// </summary>
    private void CountPairs(ReadOnlySpan<long> times, ReadOnlySpan<ushort> touchpoints, int[] table, int shift)
    {
        unchecked
        {
            var (edges, gaps) = (_edges, _gaps);
            int from = touchpoints[0];
            var earlier = times[0];
            for (var i = 1; i < touchpoints.Length && i < times.Length; i++)
            {
                int to = touchpoints[i];
                var edge = table[(from << shift) | to];
                if (edge < 0)
                {
                    edge = NewEdge((ushort)from, (ushort)to);
                    (edges, gaps) = (_edges, _gaps);
                }
                var time = times[i];
                var millis = (long)((ulong)(time - earlier) / MicrosPerMilli);
                ref var e = ref edges[edge];
                e.Count++;
                e.Millis += millis;
                gaps[edge * GapHistogram.Buckets + GapHistogram.BucketOf(millis)]++;
                from = to;
                earlier = time;
            }
        }
    }
}
