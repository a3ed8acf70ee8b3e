using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Veinte.Sequences;

/// <summary>One path and how many customers took it.</summary>
/// <param name="Touchpoints">Codes of its touchpoints, in order.</param>
/// <param name="Count">How many customers.</param>
public sealed record PathCount(IReadOnlyList<ushort> Touchpoints, long Count);

/// <summary>
/// Counts paths exactly: found by hash, compared code by code, so two paths are never taken for one. Keeps each different
/// path once. When there are more different paths than its bound, further new ones are counted together as
/// <see cref="Beyond"/>. Mergeable; not thread-safe.
/// <para>Memory: 24 bytes a different path, 8 to 16 of hash table and 2 for each of its touchpoints.</para>
/// </summary>
/// <param name="pathsMax">How many different paths are told apart.</param>
public sealed class PathCounts(int pathsMax = PathCounts.PathsMaxDefault)
{
    /// <summary>Four million different paths.</summary>
    public const int PathsMaxDefault = 4_000_000;

    private const int Free = 0;

    private const int SlotsMin = 2048;

    private Entry[] _entries = new Entry[1024];
    private ushort[] _codes = new ushort[8192];
    private int _codesUsed;

    // Where paths are found by hash. Made when somebody looks for one: whoever asks for the most frequent only never does.
    private int[]? _slots;

    /// <summary>Room for so many paths with so many codes in all, to be filled by <see cref="Append"/>.</summary>
    internal PathCounts(int pathsMax, int distinct, long codes)
        : this(pathsMax)
    {
        _entries = new Entry[distinct];
        _codes = new ushort[Math.Min(Array.MaxLength, codes)];
    }

    /// <summary>How many different paths are told apart.</summary>
    public int Distinct { get; private set; }

    /// <summary>Customers whose paths came when the bound was reached and are not told apart.</summary>
    public long Beyond { get; private set; }

    /// <summary>Customers counted, those beyond the bound included.</summary>
    public long Total { get; private set; }

    /// <summary>How many customers took exactly this path.</summary>
    public long CountOf(ReadOnlySpan<ushort> path)
    {
        var slots = Slots();
        var slot = SlotOf(slots, path, HashOf(path));
        return slots[slot] == Free ? 0 : _entries[slots[slot] - 1].Count;
    }

    /// <summary>Counts a path. O(length).</summary>
    public void Add(ReadOnlySpan<ushort> path, long count = 1)
    {
        Total += count;
        var hash = HashOf(path);
        var slots = Slots();
        var slot = SlotOf(slots, path, hash);
        if (slots[slot] != Free)
        {
            _entries[slots[slot] - 1].Count += count;
            return;
        }
        if (Distinct == pathsMax || (long)_codesUsed + path.Length > Array.MaxLength)
        {
            Beyond += count;
            return;
        }
        Keep(path, count, hash);
        slots[slot] = Distinct;
        if (Distinct * 2L > slots.Length) _slots = Index(slots.Length * 4);
    }

    /// <summary>Adds a path that is certainly not in it; the bound must allow it.</summary>
    internal void Append(ReadOnlySpan<ushort> path, long count)
    {
        Total += count;
        Keep(path, count, hash: 0);
    }

    /// <summary>Adds the counts of a group that shares no customer with this one. The codes must mean the same.</summary>
    public void Merge(PathCounts other)
    {
        for (var i = 0; i < other.Distinct; i++) Add(other.PathOf(i), other._entries[i].Count);
        AddBeyond(other.Beyond);
    }

    /// <summary>Counts customers whose paths are not told apart.</summary>
    internal void AddBeyond(long count)
    {
        Beyond += count;
        Total += count;
    }

    /// <summary>The most frequent paths, then the shorter, then by codes. O(paths).</summary>
    public IReadOnlyList<PathCount> Top(int count)
    {
        var best = new PriorityQueue<int, int>(Comparer<int>.Create((a, b) => Compare(b, a)));
        for (var i = 0; i < Distinct; i++)
        {
            if (best.Count < count) best.Enqueue(i, i);
            else if (count > 0 && Compare(i, best.Peek()) < 0) best.DequeueEnqueue(i, i);
        }
        var top = new PathCount[best.Count];
        for (var i = top.Length - 1; i >= 0; i--)
        {
            var entry = best.Dequeue();
            top[i] = new(PathOf(entry).ToArray(), _entries[entry].Count);
        }
        return top;
    }

    private int Compare(int a, int b)
    {
        if (_entries[a].Count != _entries[b].Count) return _entries[b].Count.CompareTo(_entries[a].Count);
        var left = PathOf(a);
        var right = PathOf(b);
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }

    private ReadOnlySpan<ushort> PathOf(int entry) => _codes.AsSpan(_entries[entry].Offset, _entries[entry].Length);

    private void Keep(ReadOnlySpan<ushort> path, long count, ulong hash)
    {
        if (Distinct == _entries.Length) Array.Resize(ref _entries, Math.Max(1024, _entries.Length * 2));
        ReserveCodes(path.Length);
        path.CopyTo(_codes.AsSpan(_codesUsed));
        _entries[Distinct++] = new() { Hash = hash, Count = count, Offset = _codesUsed, Length = path.Length };
        _codesUsed += path.Length;
    }

    private int[] Slots()
    {
        if (_slots is not null) return _slots;
        for (var i = 0; i < Distinct; i++) _entries[i].Hash = HashOf(PathOf(i));
        return _slots = Index((int)Math.Max(SlotsMin, BitOperations.RoundUpToPowerOf2((ulong)Distinct * 2 + 1)));
    }

    private int SlotOf(int[] slots, ReadOnlySpan<ushort> path, ulong hash)
    {
        var mask = slots.Length - 1;
        var slot = (int)(hash & (uint)mask);
        while (slots[slot] != Free)
        {
            ref var entry = ref _entries[slots[slot] - 1];
            if (entry.Hash == hash && path.SequenceEqual(_codes.AsSpan(entry.Offset, entry.Length))) return slot;
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int[] Index(int length)
    {
        var slots = new int[length];
        var mask = slots.Length - 1;
        for (var i = 0; i < Distinct; i++)
        {
            var slot = (int)(_entries[i].Hash & (uint)mask);
            while (slots[slot] != Free) slot = (slot + 1) & mask;
            slots[slot] = i + 1;
        }
        return slots;
    }

    private void ReserveCodes(int length)
    {
        if (_codesUsed + length <= _codes.Length) return;
        Array.Resize(ref _codes, (int)Math.Min(Array.MaxLength, Math.Max(_codesUsed + (long)length, Math.Max(8192, _codes.Length * 2L))));
    }

    private static ulong HashOf(ReadOnlySpan<ushort> path) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(path));

    private struct Entry
    {
        public ulong Hash;
        public long Count;
        public int Offset;
        public int Length;
    }
}
