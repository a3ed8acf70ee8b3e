namespace Veinte.Statistics;

/// <summary>
/// How well every subset of p drivers explains an outcome, and what each driver adds to the subsets without it. Bit j of an
/// index stands for driver j. The base of LMG/Shapley values and of dominance analysis. Immutable.
/// </summary>
/// <remarks>
/// <b>Equation.</b> R²(S + j) = R²(S) + r²ⱼ, r the part correlation of the outcome with what S leaves of driver j (Yule 1907). <b>Validity</b> and <b>error</b>: those of the fit that is given.
/// </remarks>
public sealed class SubsetFits
{
    /// <summary>The most drivers whose subsets are all tried: 2²⁰ subsets are about a million.</summary>
    public const int MostDrivers = 20;

    private readonly double[] _fits;

    /// <summary>From a fit of each subset.</summary>
    /// <param name="drivers">How many, 1–20.</param>
    /// <param name="fits">2^drivers figures; bit j of the index stands for driver j.</param>
    public SubsetFits(int drivers, double[] fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        ThrowIfTooMany(drivers);
        if (fits.Length != 1 << drivers)
            throw new ArgumentException($"{drivers} drivers have {1 << drivers} subsets, but {fits.Length} fits were given.", nameof(fits));
        (Drivers, _fits) = (drivers, fits);
    }

    /// <summary>How many drivers.</summary>
    public int Drivers { get; }

    /// <summary>Fit of a subset.</summary>
    public double this[int subset] => _fits[subset];

    /// <summary>Fit of all drivers together.</summary>
    public double Whole => _fits[^1];

    /// <summary>
    /// R² of every subset, from correlations: drivers are partialled out one after another along the tree of subsets, about
    /// 6·2^p steps in all. A driver that the ones before it determine (or that does not vary) adds nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 20 drivers, or none.</exception>
    public static SubsetFits OfLinearModels(CorrelationMatrix correlations)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        var p = correlations.Drivers;
        ThrowIfTooMany(p);
        var fits = new double[1 << p];
        var levels = new double[p + 1][,];
        for (var level = 0; level <= p; level++) levels[level] = new double[p + 1, p + 1];
        for (var i = 0; i <= p; i++)
            for (var j = 0; j <= p; j++)
                levels[0][i, j] = correlations.IsConstant((i + 1) % (p + 1)) || correlations.IsConstant((j + 1) % (p + 1))
                    ? (i == j && i == p ? 1 : 0)
                    : correlations[(i + 1) % (p + 1), (j + 1) % (p + 1)];
        Descend(levels, depth: 0, next: 0, subset: 0, fits);
        return new(p, fits);
    }

    /// <summary>
    /// Mean of what a driver adds to the subsets of each size without it: conditional dominance (Azen &amp; Budescu 2003).
    /// First index: driver; second: size of the subset it joins, 0 to p − 1.
    /// </summary>
    public double[][] MeansBySize()
    {
        var (sums, subsets) = (new double[Drivers][], new double[Drivers]);
        for (var j = 0; j < Drivers; j++) sums[j] = new double[Drivers];
        for (var subset = 0; subset < _fits.Length; subset++)
            for (var j = 0; j < Drivers; j++)
                if ((subset & (1 << j)) == 0) sums[j][int.PopCount(subset)] += _fits[subset | (1 << j)] - _fits[subset];
        subsets[0] = 1;
        for (var size = 1; size < Drivers; size++) subsets[size] = subsets[size - 1] * (Drivers - size) / size;
        foreach (var row in sums)
            for (var size = 0; size < Drivers; size++) row[size] /= subsets[size];
        return sums;
    }

    /// <summary>
    /// The Shapley value of each driver, known as LMG (Lindeman, Merenda &amp; Gold 1980) and as general dominance: its mean gain
    /// over all orders of entry. The values add up to <see cref="Whole"/> less the fit of no driver.
    /// </summary>
    public double[] Shapley() => Array.ConvertAll(MeansBySize(), row => row.Average());

    private static void Descend(double[][,] levels, int depth, int next, int subset, double[] fits)
    {
        var (now, p) = (levels[depth], levels.Length - 1);
        fits[subset] = 1 - now[p, p];
        for (var pivot = next; pivot < p; pivot++)
        {
            var (then, variance) = (levels[depth + 1], now[pivot, pivot]);
            for (var i = pivot + 1; i <= p; i++)
            {
                var factor = variance > 1e-10 ? now[pivot, i] / variance : 0;
                for (var j = i; j <= p; j++) then[i, j] = now[i, j] - factor * now[pivot, j];
            }
            Descend(levels, depth + 1, pivot + 1, subset | (1 << pivot), fits);
        }
    }

    private static void ThrowIfTooMany(int drivers)
    {
        if (drivers is < 1 or > MostDrivers)
            throw new ArgumentOutOfRangeException(nameof(drivers), drivers,
                $"All subsets can be tried of 1 to {MostDrivers} drivers; above that take relative weights.");
    }
}
