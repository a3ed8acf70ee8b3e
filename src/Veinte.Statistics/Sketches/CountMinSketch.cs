namespace Veinte.Statistics;

/// <summary>
/// How often each thing has been seen, never too few: the count-min sketch of Cormode &amp; Muthukrishnan (2005). Over by at most ε·N with
/// probability 1 − δ. Merging is exact and order-free. One owner.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Width ⌈e/ε⌉, depth ⌈ln 1/δ⌉; the least of a thing's counters (ibid., Theorem 1). <b>Validity.</b> Counts that are not taken back below 0, hashes mixed well.
/// </remarks>
public sealed class CountMinSketch
{
    private readonly long[] _counts;

    /// <summary>An empty sketch.</summary>
    /// <param name="epsilon">Largest overestimate as a part of all counts, above 0 and below 1.</param>
    /// <param name="delta">Chance of a larger one, above 0 and below 1.</param>
    public CountMinSketch(double epsilon = 0.001, double delta = 0.01)
    {
        if (!(epsilon is > 1e-7 and < 1)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε must lie between 1e-7 and 1.");
        if (!(delta is > 1e-12 and < 1)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "δ must lie between 1e-12 and 1.");
        (Width, Depth) = ((int)Math.Ceiling(Math.E / epsilon), (int)Math.Ceiling(Math.Log(1 / delta)));
        _counts = new long[Width * Depth];
    }

    /// <summary>Counters in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Depth { get; }

    /// <summary>All counts together.</summary>
    public long Total { get; private set; }

    /// <summary>Counts a thing by a well-mixed 64-bit hash of it.</summary>
    public void Add(ulong hash, long count = 1)
    {
        Total += count;
        for (var row = 0; row < Depth; row++) _counts[At(hash, row)] += count;
    }

    /// <summary>How often it was counted: this or less.</summary>
    public long Estimate(ulong hash)
    {
        var least = long.MaxValue;
        for (var row = 0; row < Depth; row++) least = Math.Min(least, _counts[At(hash, row)]);
        return least;
    }

    /// <summary>Adds what another sketch of the same size has counted.</summary>
    public void Merge(CountMinSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if ((other.Width, other.Depth) != (Width, Depth)) throw new ArgumentException("Sketches of different sizes cannot be merged.", nameof(other));
        Total += other.Total;
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
    }

    private int At(ulong hash, int row) => row * Width + (int)(SplitMix64.Mix(hash ^ SplitMix64.Mix((ulong)row)) % (ulong)Width);
}
