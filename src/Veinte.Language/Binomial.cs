namespace Veinte.Language;

/// <summary>Exact chances of the binomial distribution. Pure; thread-safe.</summary>
internal static class Binomial
{
    private const double Negligible = 1e-15;

    private static readonly double[] LogFactorials = MakeLogFactorials(256);

    /// <summary>The chance of at least <paramref name="k"/> of <paramref name="n"/> when each happens with chance <paramref name="share"/>.</summary>
    /// <param name="k">From 0 to <paramref name="n"/>.</param>
    /// <param name="n">How often it could happen.</param>
    /// <param name="share">0 to 1.</param>
    public static double AtLeast(long k, long n, double share)
    {
        if (k <= 0 || share >= 1) return 1;
        if (share <= 0) return 0;
        var (sum, log) = (0.0, LogChoose(n, k) + k * Math.Log(share) + (n - k) * Math.Log(1 - share));
        var odds = Math.Log(share / (1 - share));
        for (var i = k; i <= n; i++)
        {
            var term = Math.Exp(log);
            sum += term;
            // Past the mean each term is smaller than the one before.
            if (i > n * share && term < sum * Negligible) break;
            log += Math.Log((n - i) / (i + 1.0)) + odds;
        }
        return Math.Min(1, sum);
    }

    private static double LogChoose(long n, long k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    private static double LogFactorial(long n)
    {
        if (n < LogFactorials.Length) return LogFactorials[n];
        // Stirling's series; the next term is below 10⁻¹⁵ here.
        var x = (double)n;
        return x * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI * x) + 1 / (12 * x) - 1 / (360 * x * x * x);
    }

    private static double[] MakeLogFactorials(int count)
    {
        var sums = new double[count];
        for (var i = 2; i < count; i++) sums[i] = sums[i - 1] + Math.Log(i);
        return sums;
    }
}
