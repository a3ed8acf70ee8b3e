namespace Veinte.Statistics;

/// <summary>
/// Quantiles with a bounded rank error whatever the data: KLL of Karnin, Lang &amp; Liberty (2016). With k = 200 the rank is off by at most
/// 1.33 % with 99 % confidence. Deterministic in its seed; merges in any order with the same bound. One owner.
/// </summary>
/// <remarks>
/// <b>Equation.</b> A level that is full gives every other number, by a fair coin, to the one above, where it weighs double; levels below hold k·(2/3)^depth. <b>Validity.</b> Any numbers but NaN.
/// </remarks>
/// <param name="k">Size of the top level, 8–10 000.</param>
/// <param name="seed">Of the coin that says which half survives.</param>
public sealed class KllSketch(int k = 200, ulong seed = 20)
{
    private readonly List<List<double>> _levels = [[]];
    private readonly int _k = k is >= 8 and <= 10_000
        ? k : throw new ArgumentOutOfRangeException(nameof(k), k, "The size of the top level must lie between 8 and 10 000.");
    private SplitMix64 _coin = new(seed);

    /// <summary>How many numbers.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a number in.</summary>
    public void Add(double x)
    {
        if (!double.IsFinite(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "A sketch holds finite numbers only.");
        Count++;
        _levels[0].Add(x);
        if (_levels[0].Count >= Capacity(0)) Compress();
    }

    /// <summary>Adds what another sketch of the same size holds.</summary>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public void Merge(KllSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._k != _k) throw new ArgumentException($"A sketch of size {other._k} cannot be merged into one of {_k}.", nameof(other));
        Count += other.Count;
        while (_levels.Count < other._levels.Count) _levels.Add([]);
        for (var level = 0; level < other._levels.Count; level++) _levels[level].AddRange(other._levels[level]);
        Compress();
    }

    /// <summary>A quantile; NaN without numbers.</summary>
    /// <param name="q">0–1.</param>
    public double Quantile(double q)
    {
        if (!(q is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is asked for between 0 and 1.");
        if (Count == 0) return double.NaN;
        var all = _levels.SelectMany((items, level) => items.Select(x => (Value: x, Weight: 1L << level))).OrderBy(item => item.Value).ToArray();
        var (rank, running) = (q * Count, 0L);
        foreach (var (value, weight) in all)
        {
            running += weight;
            if (running >= rank) return value;
        }
        return all[^1].Value;
    }

    private int Capacity(int level) => Math.Max(8, (int)Math.Ceiling(_k * Math.Pow(2.0 / 3, _levels.Count - level - 1)));

    private void Compress()
    {
        for (var level = 0; level < _levels.Count; level++)
        {
            if (_levels[level].Count < Capacity(level)) continue;
            if (level + 1 == _levels.Count) _levels.Add([]);
            var items = _levels[level];
            items.Sort();
            // With an odd number one stays behind, so that the total weight is kept.
            var (first, offset) = (items.Count % 2, (int)(_coin.Next() & 1));
            for (var i = first + offset; i < items.Count; i += 2) _levels[level + 1].Add(items[i]);
            items.RemoveRange(first, items.Count - first);
        }
    }
}
