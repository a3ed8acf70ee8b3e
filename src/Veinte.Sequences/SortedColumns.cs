using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>
/// The same interactions grouped by customer and, within a customer, ordered by (time, position): the form the kernels
/// scan fastest. Immutable; may be read by many threads.
/// <para>Memory: 10 bytes an interaction and 4 a customer.</para>
/// </summary>
public sealed class SortedColumns
{
    private readonly int[] _offsets;
    private readonly long[] _times;
    private readonly ushort[] _touchpoints;

    private SortedColumns(int[] offsets, long[] times, ushort[] touchpoints, int touchpointCodes) =>
        (_offsets, _times, _touchpoints, Touchpoints) = (offsets, times, touchpoints, touchpointCodes);

    /// <summary>How many interactions.</summary>
    public int Count => _times.Length;

    /// <summary>One more than the greatest customer number.</summary>
    public int Customers => _offsets.Length - 1;

    /// <summary>One more than the greatest touchpoint code of the columns it was made from.</summary>
    public int Touchpoints { get; }

    /// <summary>One customer's interactions, possibly none.</summary>
    public Trace this[int customer]
    {
        get
        {
            var (start, end) = (_offsets[customer], _offsets[customer + 1]);
            return new(_times.AsSpan(start, end - start), _touchpoints.AsSpan(start, end - start));
        }
    }

    /// <summary>Where each customer's interactions begin; one entry more than customers.</summary>
    internal ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>All times, customer after customer.</summary>
    internal ReadOnlySpan<long> Times => _times;

    /// <summary>All touchpoints, customer after customer.</summary>
    internal ReadOnlySpan<ushort> TouchpointCodes => _touchpoints;

    /// <summary>
    /// Sorts columns: a counting sort by customer, which keeps the order of arrival, then only the customers with late
    /// interactions are put in order. O(n), plus O(m log m) for a late customer's m interactions.
    /// </summary>
    public static SortedColumns From(EventColumns columns)
    {
        var next = columns.Counts();
        var offsets = new int[next.Length + 1];
        for (var customer = 0; customer < next.Length; customer++)
        {
            offsets[customer + 1] = offsets[customer] + next[customer];
            next[customer] = offsets[customer];
        }
        var times = new long[columns.Count];
        var touchpoints = new ushort[columns.Count];
        for (var chunk = 0; chunk < columns.ChunkCount; chunk++) Scatter(columns.ChunkAt(chunk), next, times, touchpoints);

        var buffer = new TraceBuffer();
        foreach (var customer in columns.LateCustomers)
        {
            var trace = columns.TraceOf(customer, buffer);
            trace.Times.CopyTo(times.AsSpan(offsets[customer]));
            trace.Touchpoints.CopyTo(touchpoints.AsSpan(offsets[customer]));
        }
        return new(offsets, times, touchpoints, columns.Touchpoints);
    }

    /// <summary>Only what happened from <paramref name="from"/> on and before <paramref name="to"/>. O(n).</summary>
    public SortedColumns Between(Instant from, Instant to)
    {
        var offsets = new int[_offsets.Length];
        var starts = new int[Customers];
        for (var customer = 0; customer < Customers; customer++)
        {
            var times = this[customer].Times;
            var first = FirstAtOrAfter(times, from.UnixMicros);
            var count = FirstAtOrAfter(times[first..], to.UnixMicros);
            starts[customer] = _offsets[customer] + first;
            offsets[customer + 1] = offsets[customer] + count;
        }
        var result = new SortedColumns(offsets, new long[offsets[^1]], new ushort[offsets[^1]], Touchpoints);
        for (var customer = 0; customer < Customers; customer++)
        {
            var count = offsets[customer + 1] - offsets[customer];
            Array.Copy(_times, starts[customer], result._times, offsets[customer], count);
            Array.Copy(_touchpoints, starts[customer], result._touchpoints, offsets[customer], count);
        }
        return result;
    }

    private static void Scatter(in EventColumns.ChunkView chunk, int[] next, long[] times, ushort[] touchpoints)
    {
        var customers = chunk.Customers;
        for (var i = 0; i < customers.Length; i++)
        {
            var at = next[customers[i]]++;
            times[at] = chunk.Times[i];
            touchpoints[at] = chunk.Touchpoints[i];
        }
    }

    private static int FirstAtOrAfter(ReadOnlySpan<long> times, long time)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (times[middle] < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
