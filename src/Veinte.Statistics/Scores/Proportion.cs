using MathNet.Numerics.Distributions;

namespace Veinte.Statistics;

/// <summary>
/// Intervals of shares from a fixed sample (a report that is read once): satisfied customers, answers within time. For shares
/// that are watched use <see cref="EmpiricalBernsteinTest"/>.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Wilson: (p + z²/2n ± z√(p(1 − p)/n + z²/4n²))/(1 + z²/n). <b>Validity.</b> Independent answers, one of each customer, 0 and n of them included. <b>Error.</b> Covers about its level (Clopper–Pearson: at least) at one look.
/// </remarks>
public static class Proportion
{
    /// <summary>
    /// The score interval of Wilson (1927): method 3 of Newcombe (1998a). Right for small samples and shares of 0 and 1,
    /// where the textbook ± interval is not. [0, 1] without data.
    /// </summary>
    /// <param name="successes">0 to <paramref name="n"/>; not necessarily whole.</param>
    /// <param name="n">Sample size, at least 0.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static Interval Wilson(double successes, double n, double level = 0.95)
    {
        ThrowIfUnfit(successes, n, level);
        if (n == 0) return new(0, 1);
        double z = NormalQuantile(level), z2 = z * z, p = successes / n;
        var middle = (2 * successes + z2) / (2 * (n + z2));
        var half = z * Math.Sqrt(z2 + 4 * n * p * (1 - p)) / (2 * (n + z2));
        return new(successes == 0 ? 0 : Math.Max(0, middle - half), successes == n ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>
    /// The exact interval of Clopper &amp; Pearson (1934): never covers less than its level, and is wider than need be. [0, 1] without data.
    /// </summary>
    /// <inheritdoc cref="Wilson"/>
    public static Interval ClopperPearson(double successes, double n, double level = 0.95)
    {
        ThrowIfUnfit(successes, n, level);
        var tail = (1 - level) / 2;
        return new(
            successes == 0 ? 0 : Beta.InvCDF(successes, n - successes + 1, tail),
            successes == n ? 1 : Beta.InvCDF(successes + 1, n - successes, 1 - tail));
    }

    /// <summary>Difference of two independent shares, first less second: hybrid score interval, method 10 of Newcombe (1998b). [−1, 1] without data on either side.</summary>
    /// <param name="successes1">Successes in the first sample.</param>
    /// <param name="n1">Size of the first sample.</param>
    /// <param name="successes2">Successes in the second sample.</param>
    /// <param name="n2">Size of the second sample.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    public static Interval NewcombeDifference(double successes1, double n1, double successes2, double n2, double level = 0.95)
    {
        var (first, second) = (Wilson(successes1, n1, level), Wilson(successes2, n2, level));
        if (n1 == 0 || n2 == 0) return new(-1, 1);
        double p1 = successes1 / n1, p2 = successes2 / n2, difference = p1 - p2;
        return new(
            difference - double.Hypot(p1 - first.Low, second.High - p2),
            difference + double.Hypot(first.High - p1, p2 - second.Low));
    }

    /// <summary>The two-sided quantile of the normal distribution: 1.96 at 0.95.</summary>
    internal static double NormalQuantile(double level)
    {
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level must be above 0 and below 1.");
        return Normal.InvCDF(0, 1, (1 + level) / 2);
    }

    private static void ThrowIfUnfit(double successes, double n, double level)
    {
        NormalQuantile(level);
        if (!(n >= 0) || double.IsInfinity(n)) throw new ArgumentOutOfRangeException(nameof(n), n, "A sample has 0 or more members.");
        if (!(successes >= 0 && successes <= n))
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"Among {n} there can be 0 to {n} successes.");
    }
}
