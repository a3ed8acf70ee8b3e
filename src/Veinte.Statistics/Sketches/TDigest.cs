namespace Veinte.Statistics;

/// <summary>
/// Quantiles with a rank error that vanishes towards the ends: the merging t-digest of Dunning &amp; Ertl (2019) with the scale function
/// k₁. For grades and mixed numbers; no hard guarantee, about q(1 − q)·4/δ in rank. Deterministic; parts merge nearly, not exactly. One owner.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Neighbours are joined while k₁(q) = δ/2π · asin(2q − 1) grows by at most 1 over them. <b>Validity.</b> Any finite numbers.
/// </remarks>
public sealed class TDigest
{
    /// <summary>Centroids are kept this much finer than δ says: merging many parts at δ itself was measured to miss the bound at the 99.9th percentile.</summary>
    private const double Finer = 2;

    private readonly double[] _means, _weights, _buffer;
    private int _centroids, _buffered;
    private double _smallest = double.PositiveInfinity, _largest = double.NegativeInfinity;

    /// <summary>An empty digest.</summary>
    /// <param name="compression">δ, 20–1000: at most about twice so many centroids.</param>
    public TDigest(double compression = 100)
    {
        if (!(compression is >= 20 and <= 1000))
            throw new ArgumentOutOfRangeException(nameof(compression), compression, "The compression must lie between 20 and 1000.");
        Compression = compression;
        var most = (int)(2 * compression) + 10;
        (_means, _weights, _buffer) = (new double[most], new double[most], new double[8 * most]);
    }

    /// <summary>δ.</summary>
    public double Compression { get; }

    /// <summary>How many numbers.</summary>
    public double Count { get; private set; }

    /// <summary>Takes a number in; no allocation but now and then to compress.</summary>
    public void Add(double x)
    {
        if (!double.IsFinite(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "A digest holds finite numbers only.");
        (_smallest, _largest) = (Math.Min(_smallest, x), Math.Max(_largest, x));
        _buffer[_buffered++] = x;
        Count++;
        if (_buffered == _buffer.Length) Compress([]);
    }

    /// <summary>Adds what another digest holds.</summary>
    public void Merge(TDigest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Compress([]);
        if (other._centroids == 0) return;
        (_smallest, _largest) = (Math.Min(_smallest, other._smallest), Math.Max(_largest, other._largest));
        Count += other.Count;
        Compress([.. Enumerable.Range(0, other._centroids).Select(i => (other._means[i], other._weights[i]))]);
    }

    /// <summary>A quantile; NaN without numbers.</summary>
    /// <param name="q">0–1.</param>
    public double Quantile(double q)
    {
        if (!(q is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is asked for between 0 and 1.");
        if (Count == 0) return double.NaN;
        Compress([]);
        var (rank, before, beforeMean, beforeRank) = (q * Count, 0.0, _smallest, 0.0);
        for (var i = 0; i < _centroids; i++)
        {
            var middle = before + _weights[i] / 2;
            if (rank < middle) return Between(beforeMean, _means[i], rank - beforeRank, middle - beforeRank);
            (before, beforeMean, beforeRank) = (before + _weights[i], _means[i], middle);
        }
        return Between(beforeMean, _largest, rank - beforeRank, Count - beforeRank);
    }

    private static double Between(double low, double high, double part, double whole) => whole > 0 ? low + (high - low) * (part / whole) : high;

    private void Compress((double Mean, double Weight)[] more)
    {
        if (_buffered == 0 && more.Length == 0) return;
        var all = new (double Mean, double Weight)[_centroids + _buffered + more.Length];
        for (var i = 0; i < _centroids; i++) all[i] = (_means[i], _weights[i]);
        for (var i = 0; i < _buffered; i++) all[_centroids + i] = (_buffer[i], 1);
        more.CopyTo(all, _centroids + _buffered);
        Array.Sort(all, (a, b) => a.Mean.CompareTo(b.Mean));

        (_buffered, _centroids) = (0, 0);
        var (done, limit, (mean, weight)) = (0.0, LimitFrom(0), all[0]);
        for (var i = 1; i < all.Length; i++)
        {
            var (nextMean, nextWeight) = all[i];
            if (done + weight + nextWeight <= limit * Count)
            {
                weight += nextWeight;
                mean += (nextMean - mean) * nextWeight / weight;
                continue;
            }
            (_means[_centroids], _weights[_centroids++]) = (mean, weight);
            done += weight;
            (limit, mean, weight) = (LimitFrom(done / Count), nextMean, nextWeight);
        }
        (_means[_centroids], _weights[_centroids++]) = (mean, weight);
    }

    /// <summary>The quantile one step of k₁ = δ/2π · asin(2q − 1) further.</summary>
    private double LimitFrom(double q)
    {
        const double fullTurn = 2 * Math.PI;
        var fine = Finer * Compression;
        var k = fine / fullTurn * Math.Asin(Math.Clamp(2 * q - 1, -1, 1)) + 1;
        return k >= fine / 4 ? 1 : (Math.Sin(k * fullTurn / fine) + 1) / 2;
    }
}
