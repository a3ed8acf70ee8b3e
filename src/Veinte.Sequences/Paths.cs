using Veinte.Model;

namespace Veinte.Sequences;

/// <summary>
/// Counts the paths customers take: the first <c>k</c> touchpoints of each trace, or whole traces (variants) when
/// <c>k</c> is large. Live, a customer stands at a node of a tree of prefixes, and the path is read off by walking to the
/// root: exact, without hashing a trace again and again. A trace shorter than <c>k</c> is a path of its own.
/// <para>
/// Memory: 8 bytes a customer and 24 to 32 bytes a different prefix; at most <c>nodesMax</c> prefixes, customers beyond
/// are counted together as <see cref="PathCounts.Beyond"/>. Time: O(1) an interaction, O(k) a late one.
/// </para>
/// </summary>
public sealed class Paths : ISequenceKernel
{
    /// <summary>The longest path.</summary>
    public const int StepsMaxLimit = 4096;

    /// <summary>Eight million prefixes: about 250 MB when all are used.</summary>
    public const int NodesMaxDefault = 8_000_000;

    private readonly int _stepsMax;
    private readonly PrefixTree _tree;
    private Place[] _places = [];

    /// <summary>Counts paths of at most <paramref name="stepsMax"/> touchpoints.</summary>
    /// <param name="stepsMax">1–4,096.</param>
    /// <param name="nodesMax">How many different prefixes are told apart.</param>
    public Paths(int stepsMax, int nodesMax = NodesMaxDefault)
    {
        CheckSteps(stepsMax);
        _stepsMax = stepsMax;
        _tree = new(nodesMax);
    }

    /// <inheritdoc/>
    public void Observe(int customer, Instant time, ushort touchpoint)
    {
        if (customer >= _places.Length) Grow(customer);
        ref var place = ref _places[customer];
        if (place.Length >= _stepsMax) return;
        _tree.Leave(place.Node, place.Length);
        place.Node = _tree.Child(place.Node, touchpoint);
        place.Length++;
        _tree.Enter(place.Node);
    }

    /// <inheritdoc/>
    public void ObserveLate(int customer, Trace trace, int at)
    {
        if (at >= _stepsMax) return;
        if (customer >= _places.Length) Grow(customer);
        ref var place = ref _places[customer];
        _tree.Leave(place.Node, place.Length);
        place = default;
        var length = Math.Min(trace.Length, _stepsMax);
        for (var i = 0; i < length; i++) place.Node = _tree.Child(place.Node, trace.Touchpoints[i]);
        place.Length = length;
        _tree.Enter(place.Node);
    }

    /// <inheritdoc/>
    public void ObserveAll(EventColumns columns)
    {
        if (columns.Customers > _places.Length) Grow(columns.Customers - 1);
        var anyLate = columns.LateCustomers.Count > 0;
        for (var chunk = 0; chunk < columns.ChunkCount; chunk++)
        {
            var view = columns.ChunkAt(chunk);
            for (var i = 0; i < view.Customers.Length; i++)
                if (!anyLate || !columns.IsLate(view.Customers[i]))
                    Observe(view.Customers[i], new(view.Times[i]), view.Touchpoints[i]);
        }
        var buffer = new TraceBuffer();
        foreach (var customer in columns.LateCustomers) ObserveLate(customer, columns.TraceOf(customer, buffer), 0);
    }

    /// <summary>The paths so far. O(prefixes × k).</summary>
    public PathCounts Counts(int pathsMax = PathCounts.PathsMaxDefault) => _tree.Counts(pathsMax);

    /// <summary>Counts paths over sorted columns. O(customers × k).</summary>
    /// <param name="columns">What to count.</param>
    /// <param name="stepsMax">1–4,096, or more for whole traces whatever their length.</param>
    /// <param name="pathsMax">How many different paths are told apart.</param>
    public static PathCounts Count(SortedColumns columns, int stepsMax, int pathsMax = PathCounts.PathsMaxDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsMax, 1);
        if (PackedPaths.TryCount(columns, stepsMax, pathsMax) is { } packed) return packed;
        var counts = new PathCounts(pathsMax);
        var offsets = columns.Offsets;
        for (var customer = 0; customer < columns.Customers; customer++)
        {
            var start = offsets[customer];
            var length = Math.Min(offsets[customer + 1] - start, stepsMax);
            if (length > 0) counts.Add(columns.TouchpointCodes.Slice(start, length));
        }
        return counts;
    }

    private static void CheckSteps(int stepsMax)
    {
        if (stepsMax is < 1 or > StepsMaxLimit)
            throw new ArgumentOutOfRangeException(nameof(stepsMax), stepsMax, $"A path has 1 to {StepsMaxLimit} touchpoints.");
    }

    private void Grow(int customer) =>
        Array.Resize(ref _places, (int)Math.Min(Array.MaxLength, Math.Max(customer + 1L, Math.Max(1024L, _places.Length * 2L))));

    private struct Place
    {
        public int Node;
        public int Length;
    }
}
