namespace Veinte.Statistics;

/// <summary>
/// Many questions judged together. With e-values the guarantees hold under any dependence and at any stopping time; p-values
/// of fixed samples must not be corrected like this while they are being watched.
/// </summary>
/// <remarks>
/// Papers, equations and the error rate that is kept stand with each procedure.
/// </remarks>
public static class Multiplicity
{
    /// <summary>
    /// The e-BH procedure: rejects the k largest of K e-values with k the largest number for which the k-th is at least
    /// K/(αk). Keeps the false-discovery rate at α or below. Wang &amp; Ramdas (2022), JRSS-B 84(3) (arXiv:2009.02824).
    /// </summary>
    /// <param name="logE">Natural logarithms of the e-values.</param>
    /// <param name="alpha">False-discovery rate, above 0 and below 1.</param>
    /// <returns>Indices of the rejected, ascending.</returns>
    public static int[] EBenjaminiHochberg(ReadOnlySpan<double> logE, double alpha)
    {
        ThrowIfNoLevel(alpha);
        var sorted = logE.ToArray();
        var order = Order(sorted, descending: true);
        var count = 0;
        for (var k = 1; k <= order.Length; k++)
            if (Reaches(sorted[order[k - 1]], order.Length / (alpha * k))) count = k;
        var rejected = order[..count];
        Array.Sort(rejected);
        return rejected;
    }

    /// <summary>
    /// Rejects every e-value of at least K/α: the chance of any false rejection stays at α or below. For promises about safety.
    /// </summary>
    /// <inheritdoc cref="EBenjaminiHochberg"/>
    public static int[] Bonferroni(ReadOnlySpan<double> logE, double alpha)
    {
        ThrowIfNoLevel(alpha);
        var rejected = new List<int>();
        for (var i = 0; i < logE.Length; i++)
            if (Reaches(logE[i], logE.Length / alpha)) rejected.Add(i);
        return [.. rejected];
    }

    /// <summary>Adjusted p-values of Holm (1979): all at or below α may be called, with a chance of any error of at most α.</summary>
    public static double[] Holm(ReadOnlySpan<double> p)
    {
        var values = p.ToArray();
        var (order, adjusted, largest) = (Order(values, descending: false), new double[values.Length], 0.0);
        for (var k = 0; k < order.Length; k++)
            adjusted[order[k]] = largest = Math.Max(largest, Math.Min(1, (order.Length - k) * values[order[k]]));
        return adjusted;
    }

    /// <summary>Adjusted p-values of Benjamini &amp; Hochberg (1995), for independent or positively dependent tests of fixed samples.</summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p)
    {
        var values = p.ToArray();
        var (order, adjusted, smallest) = (Order(values, descending: false), new double[values.Length], 1.0);
        for (var k = order.Length; k >= 1; k--)
            adjusted[order[k - 1]] = smallest = Math.Min(smallest, values[order[k - 1]] * order.Length / k);
        return adjusted;
    }

    /// <summary>At a threshold that a short decimal hits exactly, rounding of the logarithm must not decide: one part in 10¹² is granted.</summary>
    private static bool Reaches(double logE, double threshold) => logE >= Math.Log(threshold) - 1e-12;

    private static int[] Order(double[] values, bool descending)
    {
        var order = Enumerable.Range(0, values.Length);
        return [.. descending ? order.OrderByDescending(i => values[i]) : order.OrderBy(i => values[i])];
    }

    private static void ThrowIfNoLevel(double alpha)
    {
        if (!(alpha is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The error level must be above 0 and below 1.");
    }
}
