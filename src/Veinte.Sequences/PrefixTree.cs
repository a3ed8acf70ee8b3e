namespace Veinte.Sequences;

/// <summary>
/// A tree of paths: each node is a prefix and counts the customers who stand there now. Children are found by open
/// addressing over (node, touchpoint). Node 0 is the root, the empty path.
/// </summary>
internal sealed class PrefixTree
{
    private const int Root = 0;
    private const int BeyondBound = -1;
    private const int Free = 0;

    private readonly int _nodesMax;
    private Node[] _nodes = new Node[1024];
    private int[] _slots = new int[2048];
    private int _count = 1;
    private long _beyond;

    internal PrefixTree(int nodesMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodesMax, 1);
        _nodesMax = nodesMax;
    }

    /// <summary>The node one touchpoint further, made when it is new; a negative one when the bound is reached.</summary>
    internal int Child(int node, ushort touchpoint)
    {
        if (node == BeyondBound) return BeyondBound;
        var slot = SlotOf(node, touchpoint);
        if (_slots[slot] != Free) return _slots[slot];
        if (_count > _nodesMax) return BeyondBound;
        if (_count == _nodes.Length) Array.Resize(ref _nodes, _nodes.Length * 2);
        _nodes[_count] = new() { Parent = node, Touchpoint = touchpoint };
        _slots[slot] = _count++;
        var added = _count - 1;
        if (_count * 2L > _slots.Length) Rehash();
        return added;
    }

    /// <summary>A customer comes to stand at a node.</summary>
    internal void Enter(int node)
    {
        if (node == BeyondBound) _beyond++;
        else _nodes[node].Customers++;
    }

    /// <summary>A customer with a path of <paramref name="length"/> leaves a node; with none he stood nowhere.</summary>
    internal void Leave(int node, int length)
    {
        if (length == 0) return;
        if (node == BeyondBound) _beyond--;
        else _nodes[node].Customers--;
    }

    /// <summary>The paths at whose end somebody stands.</summary>
    internal PathCounts Counts(int pathsMax)
    {
        var counts = new PathCounts(pathsMax);
        var path = new List<ushort>();
        for (var node = 1; node < _count; node++)
        {
            if (_nodes[node].Customers == 0) continue;
            path.Clear();
            for (var at = node; at != Root; at = _nodes[at].Parent) path.Add(_nodes[at].Touchpoint);
            path.Reverse();
            counts.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(path), _nodes[node].Customers);
        }
        counts.AddBeyond(_beyond);
        return counts;
    }

    private int SlotOf(int node, ushort touchpoint)
    {
        var mask = _slots.Length - 1;
        var slot = Mix(node, touchpoint) & mask;
        while (_slots[slot] != Free)
        {
            ref var child = ref _nodes[_slots[slot]];
            if (child.Parent == node && child.Touchpoint == touchpoint) return slot;
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 4];
        for (var node = 1; node < _count; node++) _slots[SlotOf(_nodes[node].Parent, _nodes[node].Touchpoint)] = node;
    }

    /// <summary>Fibonacci hashing of the pair: the odd multiplier is 2^64 divided by the golden ratio.</summary>
    private static int Mix(int node, ushort touchpoint)
    {
        unchecked
        {
            var key = ((ulong)(uint)node << 16) | touchpoint;
            return (int)((key * 0x9E3779B97F4A7C15UL) >> 33);
        }
    }

    private struct Node
    {
        public int Parent;
        public ushort Touchpoint;
        public int Customers;
    }
}
