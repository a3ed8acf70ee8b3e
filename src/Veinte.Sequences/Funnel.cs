using System.Numerics;
using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>
/// Counts an ordered funnel with a window. Any first step may begin an attempt; the customer's best attempt counts.
/// For each step it keeps the latest beginning of an attempt that has come so far: of two attempts at the same step the
/// one begun later can do everything the other can, so one number a step suffices and the answer is exact.
/// <para>Memory: 8 bytes × steps and one more byte a customer. Time: O(1) an interaction.</para>
/// </summary>
public sealed class Funnel(FunnelDefinition definition) : ISequenceKernel
{
    private const long Never = long.MinValue;

    private readonly int _steps = definition.Steps;
    private long[] _begun = [];
    private bool[] _seen = [];

    /// <inheritdoc/>
    public void Observe(int customer, Instant time, ushort touchpoint)
    {
        if (customer >= _seen.Length) Grow(customer);
        _seen[customer] = true;
        var steps = definition.StepsOf[touchpoint];
        if (steps != 0) Advance(BegunBy(customer), time.UnixMicros, definition.WindowMicros, steps);
    }

    /// <inheritdoc/>
    public void ObserveLate(int customer, Trace trace, int at)
    {
        if (customer >= _seen.Length) Grow(customer);
        BegunBy(customer).Fill(Never);
        for (var i = 0; i < trace.Length; i++) Observe(customer, trace.At(i), trace.Touchpoints[i]);
    }

    /// <inheritdoc/>
    public void ObserveAll(EventColumns columns)
    {
        if (columns.Customers > _seen.Length) Grow(columns.Customers - 1);
        var anyLate = columns.LateCustomers.Count > 0;
        for (var chunk = 0; chunk < columns.ChunkCount; chunk++) ObserveChunk(columns, columns.ChunkAt(chunk), anyLate);
        var buffer = new TraceBuffer();
        foreach (var customer in columns.LateCustomers) ObserveLate(customer, columns.TraceOf(customer, buffer), 0);
        for (var customer = 0; customer < columns.Customers; customer++) _seen[customer] = columns.CountOf(customer) > 0;
    }

    /// <summary>The counts so far. O(customers).</summary>
    /// <param name="asOf">The time up to which everything has been seen: an attempt whose window ends later is still open.</param>
    public FunnelCounts Counts(Instant asOf)
    {
        var tally = new Tally(_steps);
        for (var customer = 0; customer < _seen.Length; customer++)
            if (_seen[customer])
                tally.Add(BegunBy(customer), asOf.UnixMicros - definition.WindowMicros);
        return tally.Counts();
    }

    /// <summary>Counts a funnel over sorted columns, keeping nothing a customer. O(interactions).</summary>
    public static FunnelCounts Count(FunnelDefinition definition, SortedColumns columns, Instant asOf)
    {
        var tally = new Tally(definition.Steps);
        var openFrom = asOf.UnixMicros - definition.WindowMicros;
        Span<long> begun = stackalloc long[definition.Steps];
        var stepsOf = definition.StepsOf;
        var offsets = columns.Offsets;
        for (var customer = 0; customer < columns.Customers; customer++)
        {
            var (start, end) = (offsets[customer], offsets[customer + 1]);
            if (start == end) continue;
            begun.Fill(Never);
            var touchpoints = columns.TouchpointCodes[start..end];
            for (var i = 0; i < touchpoints.Length; i++)
            {
                var steps = stepsOf[touchpoints[i]];
                if (steps != 0) Advance(begun, columns.Times[start + i], definition.WindowMicros, steps);
            }
            tally.Add(begun, openFrom);
        }
        return tally.Counts();
    }

    private void ObserveChunk(EventColumns columns, in EventColumns.ChunkView chunk, bool anyLate)
    {
        var stepsOf = definition.StepsOf;
        var touchpoints = chunk.Touchpoints;
        for (var i = 0; i < touchpoints.Length; i++)
        {
            var steps = stepsOf[touchpoints[i]];
            if (steps == 0) continue;
            var customer = chunk.Customers[i];
            if (anyLate && columns.IsLate(customer)) continue;
            Advance(BegunBy(customer), chunk.Times[i], definition.WindowMicros, steps);
        }
    }

    /// <summary>Highest step first, so that one interaction never makes two steps.</summary>
    private static void Advance(Span<long> begun, long time, long window, uint steps)
    {
        while (steps != 0)
        {
            var step = BitOperations.Log2(steps);
            steps &= ~(1u << step);
            if (step == 0) begun[0] = time;
            else if (begun[step - 1] >= time - window) begun[step] = begun[step - 1];
        }
    }

    private Span<long> BegunBy(int customer) => _begun.AsSpan(customer * _steps, _steps);

    private void Grow(int customer)
    {
        var length = (int)Math.Min(Array.MaxLength / _steps, Math.Max(customer + 1L, Math.Max(1024L, _seen.Length * 2L)));
        var before = _begun.Length;
        Array.Resize(ref _seen, length);
        Array.Resize(ref _begun, length * _steps);
        _begun.AsSpan(before).Fill(Never);
    }

    private struct Tally(int steps)
    {
        private readonly long[] _furthest = new long[steps];
        private readonly long[] _open = new long[steps];
        private long _customers;

        public void Add(ReadOnlySpan<long> begun, long openFrom)
        {
            _customers++;
            if (begun[0] == Never) return;
            var furthest = begun.Length - 1;
            while (begun[furthest] == Never) furthest--;
            _furthest[furthest]++;
            if (furthest < begun.Length - 1 && begun[0] >= openFrom) _open[furthest]++;
        }

        public readonly FunnelCounts Counts()
        {
            var reached = new long[_furthest.Length];
            long further = 0;
            for (var step = reached.Length - 1; step >= 0; step--) reached[step] = further += _furthest[step];
            return new(_customers, reached, _open);
        }
    }
}
