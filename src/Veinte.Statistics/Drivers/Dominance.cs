namespace Veinte.Statistics;

/// <summary>
/// Which driver dominates which: Azen &amp; Budescu (2003), Psychological Methods 8(2). Complete: adds at least as much to every subset
/// without both; conditional: in the mean of every size; general: in the mean of all orders (LMG). Complete implies conditional implies
/// general. Immutable.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Driver i over j completely: R²(S + i) ≥ R²(S + j) for every S without both; conditionally: in the mean over each |S|. <b>Validity.</b> As many observations as a regression on all drivers
/// needs. <b>Error.</b> A description of this sample; for chance see <see cref="DriverAnalysis"/>.
/// </remarks>
public sealed class Dominance
{
    /// <summary>From the fits of all subsets.</summary>
    public Dominance(SubsetFits fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        var p = fits.Drivers;
        (MeansBySize, General) = (fits.MeansBySize(), fits.Shapley());
        (Complete, Conditional, InGeneral) = (Matrix(p), Matrix(p), Matrix(p));
        for (var i = 0; i < p; i++)
            for (var j = 0; j < p; j++)
            {
                if (i == j) continue;
                Complete[i][j] = Judge(OverSubsets(fits, i, j));
                Conditional[i][j] = Judge(MeansBySize[i].Zip(MeansBySize[j], (a, b) => a - b));
                InGeneral[i][j] = Judge([General[i] - General[j]]);
            }
    }

    /// <summary>Mean gain of each driver by the size of the subset it joins.</summary>
    public double[][] MeansBySize { get; }

    /// <summary>Mean gain of each driver over all orders.</summary>
    public double[] General { get; }

    /// <summary>1 where the row's driver dominates the column's completely, 0 where it is dominated, ½ where neither.</summary>
    public double[][] Complete { get; }

    /// <summary>The same for conditional dominance.</summary>
    public double[][] Conditional { get; }

    /// <summary>The same for general dominance.</summary>
    public double[][] InGeneral { get; }

    private static IEnumerable<double> OverSubsets(SubsetFits fits, int i, int j)
    {
        int a = 1 << i, b = 1 << j;
        for (var subset = 0; subset < 1 << fits.Drivers; subset++)
            if ((subset & (a | b)) == 0) yield return fits[subset | a] - fits[subset | b];
    }

    private static double Judge(IEnumerable<double> differences)
    {
        var (above, below) = (false, false);
        foreach (var difference in differences)
        {
            above |= difference > 0;
            below |= difference < 0;
        }
        return above == below ? 0.5 : above ? 1 : 0;
    }

    private static double[][] Matrix(int p) => [.. Enumerable.Range(0, p).Select(_ => Enumerable.Repeat(0.5, p).ToArray())];
}
