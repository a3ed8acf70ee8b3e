namespace Veinte.Sequences;

/// <summary>That one touchpoint came directly after another, and how long that took.</summary>
/// <param name="From">Code of the earlier touchpoint.</param>
/// <param name="To">Code of the later one; the same for a self-loop.</param>
/// <param name="Count">How many times.</param>
/// <param name="Mean">Mean time between the two.</param>
/// <param name="Median">Median time, off by at most 25 %.</param>
/// <param name="P90">Time that 90 % did not exceed, off by at most 25 %.</param>
public readonly record struct FollowsEdge(ushort From, ushort To, long Count, TimeSpan Mean, TimeSpan Median, TimeSpan P90);

/// <summary>
/// A directly-follows graph: pairs of touchpoints that came directly one after the other for one customer, with the
/// touchpoints that traces begin and end with. Times between are whole milliseconds (cut), so sums are exact whatever the
/// order of counting. Mergeable; not thread-safe while somebody adds.
/// <para>Memory: 672 bytes an edge; 4 bytes a possible pair up to 1,024 touchpoints.</para>
/// </summary>
public sealed partial class FollowsGraph
{
    private Edge[] _edges = new Edge[64];
    private uint[] _gaps = new uint[64 * GapHistogram.Buckets];
    private long[] _starts = new long[64];
    private long[] _ends = new long[64];
    private PairIndex _index = new();

    /// <summary>Traces: customers with at least one interaction.</summary>
    public long Traces { get; private set; }

    /// <summary>Interactions in them.</summary>
    public long Interactions { get; private set; }

    /// <summary>How many edges with a count above 0.</summary>
    public int EdgeCount
    {
        get
        {
            var count = 0;
            for (var edge = 0; edge < _index.Count; edge++)
                if (_edges[edge].Count > 0)
                    count++;
            return count;
        }
    }

    /// <summary>The edges, most frequent first, then by codes.</summary>
    public IReadOnlyList<FollowsEdge> Edges()
    {
        var edges = new List<FollowsEdge>(_index.Count);
        for (var edge = 0; edge < _index.Count; edge++)
            if (_edges[edge].Count > 0)
                edges.Add(View(edge));
        edges.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count)
            : a.From != b.From ? a.From.CompareTo(b.From) : a.To.CompareTo(b.To));
        return edges;
    }

    /// <summary>How often <paramref name="to"/> came directly after <paramref name="from"/>.</summary>
    public long CountOf(ushort from, ushort to)
    {
        var edge = _index.Find(from, to);
        return edge < 0 ? 0 : _edges[edge].Count;
    }

    /// <summary>How many traces begin with a touchpoint.</summary>
    public long StartsWith(ushort touchpoint) => touchpoint < _starts.Length ? _starts[touchpoint] : 0;

    /// <summary>How many traces end, so far, with a touchpoint.</summary>
    public long EndsWith(ushort touchpoint) => touchpoint < _ends.Length ? _ends[touchpoint] : 0;

    /// <summary>Adds the counts of a group that shares no customer with this one, such as another partition. The codes must mean the same.</summary>
    public void Merge(FollowsGraph other)
    {
        for (var edge = 0; edge < other._index.Count; edge++)
        {
            ref var theirs = ref other._edges[edge];
            if (theirs.Count == 0) continue;
            var mine = EdgeOf(theirs.From, theirs.To);
            _edges[mine].Count += theirs.Count;
            _edges[mine].Millis += theirs.Millis;
            var gaps = GapsOf(mine);
            var theirGaps = other.GapsOf(edge);
            for (var bucket = 0; bucket < gaps.Length; bucket++) gaps[bucket] += theirGaps[bucket];
        }
        ReserveTouchpoints(Math.Max(other._starts.Length, other._ends.Length));
        for (var code = 0; code < other._starts.Length; code++) _starts[code] += other._starts[code];
        for (var code = 0; code < other._ends.Length; code++) _ends[code] += other._ends[code];
        Traces += other.Traces;
        Interactions += other.Interactions;
    }

    private FollowsEdge View(int edge)
    {
        ref var e = ref _edges[edge];
        var gaps = GapsOf(edge);
        return new(e.From, e.To, e.Count, TimeSpan.FromMilliseconds((double)e.Millis / e.Count),
            GapHistogram.Quantile(gaps, e.Count, 0.5), GapHistogram.Quantile(gaps, e.Count, 0.9));
    }

    private Span<uint> GapsOf(int edge) => _gaps.AsSpan(edge * GapHistogram.Buckets, GapHistogram.Buckets);

    private int EdgeOf(ushort from, ushort to)
    {
        var edge = _index.Find(from, to);
        return edge >= 0 ? edge : NewEdge(from, to);
    }

    private int NewEdge(ushort from, ushort to)
    {
        var edge = _index.Add(from, to);
        if (edge >= _edges.Length)
        {
            Array.Resize(ref _edges, _edges.Length * 2);
            Array.Resize(ref _gaps, _edges.Length * GapHistogram.Buckets);
        }
        (_edges[edge].From, _edges[edge].To) = (from, to);
        return edge;
    }

    private void ReserveTouchpoints(int codes)
    {
        if (codes <= _starts.Length) return;
        var length = Math.Min(ushort.MaxValue + 1, Math.Max(codes, _starts.Length * 2));
        Array.Resize(ref _starts, length);
        Array.Resize(ref _ends, length);
    }

    private struct Edge
    {
        public long Count;
        public long Millis;
        public ushort From;
        public ushort To;
    }
}
