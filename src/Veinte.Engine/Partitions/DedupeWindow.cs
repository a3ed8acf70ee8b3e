namespace Veinte.Engine.Partitions;

/// <summary>
/// The dedupe keys of the last <paramref name="capacity"/> lines, oldest forgotten first. Rebuilt from the daybook at
/// start, so it needs no storage of its own. Owned by the partition's loop.
/// </summary>
internal sealed class DedupeWindow(int capacity)
{
    private readonly MessageSet _keys = new();
    private UInt128[] _ring = new UInt128[Math.Min(capacity, 1_024)];
    private int _next;
    private int _count;

    /// <summary>Whether a key is in the window.</summary>
    public bool Contains(UInt128 message) => _keys.Contains(message);

    /// <summary>Reads what <see cref="Contains"/> will ask for, so that it is near by then; says nothing.</summary>
    public long ReadAhead(UInt128 message) => _keys.ReadAhead(message);

    /// <summary>Remembers a line's key, 0 for none; the oldest line is forgotten when the window is full.</summary>
    public void Add(UInt128 message)
    {
        if (_count == _ring.Length && _ring.Length < capacity) Grow();
        if (_count == _ring.Length) _keys.Remove(_ring[_next]);
        else _count++;
        _ring[_next] = message;
        _next = (_next + 1) % _ring.Length;
        _keys.Add(message);
    }

    private void Grow()
    {
        // Until the ring first wraps, its oldest key stands at index 0 and _next is back at 0 when it is full.
        var larger = new UInt128[Math.Min(capacity, _ring.Length * 2)];
        _ring.CopyTo(larger, 0);
        _next = _ring.Length;
        _ring = larger;
    }
}
