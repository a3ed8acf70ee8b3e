namespace Veinte.Sequences.Tests;

/// <summary>The kernels' answers worked out the slow and obvious way, from the definitions.</summary>
internal static class Oracles
{
    /// <summary>Tries every attempt: from each first step, each later step at the earliest interaction that makes it.</summary>
    public static FunnelCounts Funnel(IEnumerable<Event> events, ushort[][] steps, long windowMicros, long asOf)
    {
        var traces = Arrivals.Traces(events);
        var (furthest, open) = (new long[steps.Length], new long[steps.Length]);
        foreach (var trace in traces)
        {
            var (best, running) = (-1, false);
            for (var i = 0; i < trace.Length; i++)
            {
                if (!steps[0].Contains(trace[i].Touchpoint)) continue;
                running |= trace[i].Micros + windowMicros >= asOf;
                var step = 0;
                for (var j = i + 1; j < trace.Length && step + 1 < steps.Length; j++)
                    if (trace[j].Micros - trace[i].Micros <= windowMicros && steps[step + 1].Contains(trace[j].Touchpoint))
                        step++;
                best = Math.Max(best, step);
            }
            if (best < 0) continue;
            for (var s = 0; s <= best; s++) furthest[s]++;
            if (best < steps.Length - 1 && running) open[best]++;
        }
        return new(traces.Count, furthest, open);
    }

    public static Dictionary<(ushort, ushort), (long Count, long Millis)> Follows(IEnumerable<Event> events)
    {
        var pairs = new Dictionary<(ushort, ushort), (long Count, long Millis)>();
        foreach (var trace in Arrivals.Traces(events))
            for (var i = 1; i < trace.Length; i++)
            {
                var key = (trace[i - 1].Touchpoint, trace[i].Touchpoint);
                var (count, millis) = pairs.GetValueOrDefault(key);
                pairs[key] = (count + 1, millis + (trace[i].Micros - trace[i - 1].Micros) / 1000);
            }
        return pairs;
    }

    public static Dictionary<string, long> Paths(IEnumerable<Event> events, int steps) =>
        Arrivals.Traces(events).GroupBy(t => string.Join('>', t.Take(steps).Select(e => e.Touchpoint)))
            .ToDictionary(g => g.Key, g => g.LongCount());

    public static Dictionary<(long Week, int After), long> Retention(IEnumerable<Event> events, long anchor)
    {
        var table = new Dictionary<(long, int), long>();
        foreach (var trace in Arrivals.Traces(events))
        {
            var weeks = trace.Select(e => (long)Math.Floor((double)(e.Micros - anchor) / Sequences.Retention.MicrosPerWeek)).Distinct().ToArray();
            foreach (var week in weeks)
            {
                var key = (weeks.Min(), (int)(week - weeks.Min()));
                if (key.Item2 < Sequences.Retention.WeeksMax) table[key] = table.GetValueOrDefault(key) + 1;
            }
        }
        return table;
    }

    public static string Text(this FunnelCounts counts) =>
        $"{counts.Customers}: {string.Join(' ', counts.Reached)} open {string.Join(' ', counts.StillOpen)}";

    public static string Text(this FollowsGraph graph) => string.Join('\n', graph.Edges().Select(e =>
        $"{e.From}>{e.To} {e.Count} {e.Mean} {e.Median} {e.P90}").Prepend($"{graph.Traces} {graph.Interactions} "
        + string.Join(' ', Enumerable.Range(0, 70).Select(t => $"{graph.StartsWith((ushort)t)}/{graph.EndsWith((ushort)t)}"))));

    public static string Text(this PathCounts counts) => string.Join('\n', counts.Top(int.MaxValue).Select(p =>
        $"{string.Join('>', p.Touchpoints)} {p.Count}").Prepend($"{counts.Distinct} {counts.Total} {counts.Beyond}"));

    public static string Text(this RetentionTable table) =>
        string.Join('\n', table.Cohorts.Select(c => $"{c.Week} {c.Customers} {string.Join(' ', c.Retained)}"));
}
