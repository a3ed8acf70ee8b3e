namespace Veinte.Statistics;

/// <summary>Between e-values and p-values (Vovk &amp; Wang 2021, Annals of Statistics 49(3)).</summary>
/// <remarks>
/// <b>Equation.</b> p = min(1, 1/e); e = κp^(κ − 1), 0 &lt; κ &lt; 1, one of their calibrators. <b>Validity.</b> e-values with mean at most 1 under the hypothesis. <b>Error.</b> P(p ≤ α) ≤ α by Markov's inequality, at any stopping time.
/// </remarks>
public static class EValues
{
    /// <summary>The p-value an e-value stands for: min(1, 1/e).</summary>
    /// <param name="logE">ln e.</param>
    public static double P(double logE) => logE > 0 ? Math.Exp(-logE) : 1;

    /// <summary>ln of the e-value κ·p^(κ−1) that a p-value may be exchanged for.</summary>
    /// <param name="p">Above 0, at most 1: of one look at a fixed sample, or valid at any time.</param>
    /// <param name="kappa">Above 0 and below 1, chosen beforehand.</param>
    public static double LogFromP(double p, double kappa = 0.5)
    {
        if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A p-value lies between 0 and 1.");
        if (!(kappa is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(kappa), kappa, "The exponent must lie between 0 and 1, ends excluded.");
        return Math.Log(kappa) + (kappa - 1) * Math.Log(p);
    }

    /// <summary>ln of the average of e-values: an e-value again, however they depend on each other.</summary>
    public static double LogAverage(ReadOnlySpan<double> logE)
    {
        if (logE.IsEmpty) return 0;
        var largest = double.NegativeInfinity;
        foreach (var value in logE) largest = Math.Max(largest, value);
        if (double.IsInfinity(largest)) return largest;
        var sum = 0.0;
        foreach (var value in logE) sum += Math.Exp(value - largest);
        return largest + Math.Log(sum / logE.Length);
    }

    /// <summary>ln of the product of e-values: an e-value only where they come from independent data.</summary>
    public static double LogProduct(ReadOnlySpan<double> logE)
    {
        var sum = 0.0;
        foreach (var value in logE) sum += value;
        return sum;
    }
}
