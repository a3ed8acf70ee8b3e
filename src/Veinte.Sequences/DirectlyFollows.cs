using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>
/// Keeps a directly-follows graph while interactions arrive: it needs only each customer's last interaction. A late one
/// takes the pair it falls into back and adds two (van der Aalst, <i>Process Mining</i>, 2016, §5 for the graph). A
/// touchpoint right after itself is a self-loop and counts; equal times are ordered by position.
/// <para>Memory: 16 bytes a customer beside the graph. Time: O(1) an interaction, also a late one.</para>
/// </summary>
public sealed class DirectlyFollows : ISequenceKernel
{
    private const int Nobody = -1;

    private readonly FollowsGraph _graph = new();
    private Last[] _last = [];

    /// <inheritdoc/>
    public void Observe(int customer, Instant time, ushort touchpoint)
    {
        if (customer >= _last.Length) Grow(customer);
        ref var last = ref _last[customer];
        if (last.Touchpoint < 0) _graph.CountStart(touchpoint, sign: 1);
        else _graph.Count((ushort)last.Touchpoint, touchpoint, time.UnixMicros - last.TimeMicros, sign: 1);
        _graph.CountInteractions(1);
        (last.TimeMicros, last.Touchpoint) = (time.UnixMicros, touchpoint);
    }

    /// <inheritdoc/>
    public void ObserveLate(int customer, Trace trace, int at)
    {
        var times = trace.Times;
        var touchpoints = trace.Touchpoints;
        var (hasBefore, hasAfter) = (at > 0, at + 1 < trace.Length);
        if (hasBefore && hasAfter)
            _graph.Count(touchpoints[at - 1], touchpoints[at + 1], times[at + 1] - times[at - 1], sign: -1);
        if (hasBefore) _graph.Count(touchpoints[at - 1], touchpoints[at], times[at] - times[at - 1], sign: 1);
        if (hasAfter) _graph.Count(touchpoints[at], touchpoints[at + 1], times[at + 1] - times[at], sign: 1);
        if (!hasBefore)
        {
            _graph.CountStart(touchpoints[at + 1], sign: -1);
            _graph.CountStart(touchpoints[at], sign: 1);
        }
        _graph.CountInteractions(1);
    }

    /// <inheritdoc/>
    public void ObserveAll(EventColumns columns)
    {
        if (columns.Customers > _last.Length) Grow(columns.Customers - 1);
        var anyLate = columns.LateCustomers.Count > 0;
        for (var chunk = 0; chunk < columns.ChunkCount; chunk++)
        {
            var view = columns.ChunkAt(chunk);
            for (var i = 0; i < view.Customers.Length; i++)
                if (!anyLate || !columns.IsLate(view.Customers[i]))
                    Observe(view.Customers[i], new(view.Times[i]), view.Touchpoints[i]);
        }
        var buffer = new TraceBuffer();
        foreach (var customer in columns.LateCustomers)
        {
            var trace = columns.TraceOf(customer, buffer);
            for (var i = 0; i < trace.Length; i++) Observe(customer, trace.At(i), trace.Touchpoints[i]);
        }
    }

    /// <summary>The graph so far, as a copy. O(customers + edges).</summary>
    public FollowsGraph Graph()
    {
        var copy = new FollowsGraph();
        copy.Merge(_graph);
        foreach (ref readonly var last in _last.AsSpan())
            if (last.Touchpoint >= 0)
                copy.CountEnd((ushort)last.Touchpoint);
        return copy;
    }

    private void Grow(int customer)
    {
        var before = _last.Length;
        Array.Resize(ref _last, (int)Math.Min(Array.MaxLength, Math.Max(customer + 1L, Math.Max(1024L, before * 2L))));
        _last.AsSpan(before).Fill(new Last { Touchpoint = Nobody });
    }

    private struct Last
    {
        public long TimeMicros;
        public int Touchpoint;
    }
}
