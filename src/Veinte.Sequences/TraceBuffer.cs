namespace Veinte.Sequences;

/// <summary>Reusable memory for one customer's trace. Not thread-safe; a trace taken from it is valid until the next one.</summary>
public sealed class TraceBuffer
{
    private Row[] _rows = new Row[64];
    private long[] _times = new long[64];
    private ushort[] _touchpoints = new ushort[64];

    internal void Reserve(int count)
    {
        if (count <= _rows.Length) return;
        var length = Math.Max(count, _rows.Length * 2);
        (_rows, _times, _touchpoints) = (new Row[length], new long[length], new ushort[length]);
    }

    internal void Set(int at, long time, long position, ushort touchpoint) => _rows[at] = new(time, position, touchpoint);

    internal Trace Order(int count)
    {
        var rows = _rows.AsSpan(0, count);
        if (!InOrder(rows)) rows.Sort();
        for (var i = 0; i < count; i++) (_times[i], _touchpoints[i]) = (rows[i].Time, rows[i].Touchpoint);
        return new(_times.AsSpan(0, count), _touchpoints.AsSpan(0, count));
    }

    /// <summary>Where the interaction at a time and position stands in the trace last ordered.</summary>
    internal int IndexOf(int count, long time, long position) =>
        _rows.AsSpan(0, count).BinarySearch(new Row(time, position, 0));

    private static bool InOrder(ReadOnlySpan<Row> rows)
    {
        for (var i = 1; i < rows.Length; i++)
            if (rows[i].CompareTo(rows[i - 1]) < 0)
                return false;
        return true;
    }

    private readonly record struct Row(long Time, long Position, ushort Touchpoint) : IComparable<Row>
    {
        public int CompareTo(Row other) =>
            Time != other.Time ? Time.CompareTo(other.Time) : Position.CompareTo(other.Position);
    }
}
