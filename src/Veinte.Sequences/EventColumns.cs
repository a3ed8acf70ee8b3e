using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>How an interaction stood to the others of its customer when it arrived.</summary>
public enum Arrival
{
    /// <summary>After all others of its customer, by (time, position).</summary>
    InOrder = 1,
    /// <summary>Before another one of its customer that had arrived already.</summary>
    Late = 2,
    /// <summary>The columns are full; it was not taken.</summary>
    Full = 3,
}

/// <summary>
/// Interactions as columns (customer, time, position, touchpoint) in order of arrival: what the scan kernels read. Grows
/// in chunks, so nothing is ever copied, up to a bound. Links each interaction to the customer's one before, so that one
/// customer's trace is found without a search.
/// <para>Memory: 26 bytes an interaction and 24 a customer. One writer; readers must not run beside it.</para>
/// </summary>
/// <param name="eventsMax">How many interactions it takes at most.</param>
public sealed class EventColumns(int eventsMax = EventColumns.EventsMaxDefault)
{
    /// <summary>Fifty million interactions: 1.3 GB.</summary>
    public const int EventsMaxDefault = 50_000_000;

    private const int ChunkShift = 17;
    private const int ChunkEvents = 1 << ChunkShift;
    private const int None = -1;

    private readonly List<Chunk> _chunks = [];
    private readonly List<int> _lateCustomers = [];
    private ulong[] _late = [];
    private LastOf[] _last = [];

    /// <summary>How many interactions it takes at most.</summary>
    public int EventsMax { get; } = eventsMax > 0
        ? eventsMax
        : throw new ArgumentOutOfRangeException(nameof(eventsMax), eventsMax, "The bound must be 1 or more.");

    /// <summary>How many interactions are in it.</summary>
    public int Count { get; private set; }

    /// <summary>One more than the greatest customer number seen.</summary>
    public int Customers { get; private set; }

    /// <summary>One more than the greatest touchpoint code seen.</summary>
    public int Touchpoints { get; private set; }

    /// <summary>Customers of whom at least one interaction arrived late.</summary>
    public IReadOnlyList<int> LateCustomers => _lateCustomers;

    /// <summary>Whether an interaction of the customer arrived late.</summary>
    public bool IsLate(int customer) =>
        (uint)(customer >> 6) < (uint)_late.Length && (_late[customer >> 6] & (1UL << (customer & 63))) != 0;

    /// <summary>Appends an interaction. O(1) amortised.</summary>
    /// <param name="customer">The customer's dense number, 0 or more.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="position">Where it stands in the journal; orders interactions of the same microsecond.</param>
    /// <param name="touchpoint">Code of the touchpoint.</param>
    public Arrival Append(int customer, Instant time, Position position, ushort touchpoint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(customer);
        if (Count == EventsMax) return Arrival.Full;
        if (customer >= _last.Length) GrowCustomers(customer);

        var index = Count;
        var at = index & (ChunkEvents - 1);
        if (at == 0) _chunks.Add(new(ChunkLength(index)));
        var chunk = _chunks[^1];
        ref var last = ref _last[customer];
        chunk.Customer[at] = customer;
        chunk.Time[at] = time.UnixMicros;
        chunk.Position[at] = position.Value;
        chunk.Touchpoint[at] = touchpoint;
        chunk.Previous[at] = last.Count == 0 ? None : last.Index;

        var late = last.Count > 0 && (time.UnixMicros < last.TimeMax
            || (time.UnixMicros == last.TimeMax && position.Value < last.PositionOfTimeMax));
        if (!late) (last.TimeMax, last.PositionOfTimeMax) = (time.UnixMicros, position.Value);
        last.Index = index;
        last.Count++;
        Count++;
        if (customer >= Customers) Customers = customer + 1;
        if (touchpoint >= Touchpoints) Touchpoints = touchpoint + 1;
        if (!late) return Arrival.InOrder;
        MarkLate(customer);
        return Arrival.Late;
    }

    /// <summary>How many interactions a customer has.</summary>
    public int CountOf(int customer) => (uint)customer < (uint)_last.Length ? _last[customer].Count : 0;

    /// <summary>One customer's interactions in order. O(n log n) in their number; the trace is valid until the buffer's next use.</summary>
    public Trace TraceOf(int customer, TraceBuffer buffer)
    {
        var count = CountOf(customer);
        buffer.Reserve(count);
        var index = count == 0 ? None : _last[customer].Index;
        for (var at = count - 1; at >= 0; at--)
        {
            var chunk = _chunks[index >> ChunkShift];
            var within = index & (ChunkEvents - 1);
            buffer.Set(at, chunk.Time[within], chunk.Position[within], chunk.Touchpoint[within]);
            index = chunk.Previous[within];
        }
        return buffer.Order(count);
    }

    /// <summary>How many chunks hold the interactions.</summary>
    internal int ChunkCount => _chunks.Count;

    /// <summary>The columns of one chunk, in order of arrival.</summary>
    internal ChunkView ChunkAt(int chunk)
    {
        var count = Math.Min(ChunkEvents, Count - (chunk << ChunkShift));
        var columns = _chunks[chunk];
        return new(columns.Customer.AsSpan(0, count), columns.Time.AsSpan(0, count), columns.Touchpoint.AsSpan(0, count));
    }

    /// <summary>How many interactions each customer has, as an array of <see cref="Customers"/> numbers.</summary>
    internal int[] Counts()
    {
        var counts = new int[Customers];
        for (var customer = 0; customer < counts.Length; customer++) counts[customer] = _last[customer].Count;
        return counts;
    }

    private int ChunkLength(int index) => Math.Min(ChunkEvents, EventsMax - index);

    private void MarkLate(int customer)
    {
        if (IsLate(customer)) return;
        if (customer >> 6 >= _late.Length) Array.Resize(ref _late, Math.Max((customer >> 6) + 1, _late.Length * 2));
        _late[customer >> 6] |= 1UL << (customer & 63);
        _lateCustomers.Add(customer);
    }

    private void GrowCustomers(int customer) =>
        Array.Resize(ref _last, (int)Math.Min(Array.MaxLength, Math.Max(customer + 1L, Math.Max(1024L, _last.Length * 2L))));

    private struct LastOf
    {
        public long TimeMax;
        public long PositionOfTimeMax;
        public int Index;
        public int Count;
    }

    private sealed class Chunk(int length)
    {
        public readonly int[] Customer = new int[length];
        public readonly long[] Time = new long[length];
        public readonly long[] Position = new long[length];
        public readonly ushort[] Touchpoint = new ushort[length];
        public readonly int[] Previous = new int[length];
    }

    /// <summary>Part of the columns.</summary>
    internal readonly ref struct ChunkView(ReadOnlySpan<int> customers, ReadOnlySpan<long> times, ReadOnlySpan<ushort> touchpoints)
    {
        public readonly ReadOnlySpan<int> Customers = customers;
        public readonly ReadOnlySpan<long> Times = times;
        public readonly ReadOnlySpan<ushort> Touchpoints = touchpoints;
    }
}
