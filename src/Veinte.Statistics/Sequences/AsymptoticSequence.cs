namespace Veinte.Statistics;

/// <summary>
/// Confidence sequences that hold as samples grow, from means and variances alone: Waudby-Smith, Arbour, Sinha, Kennedy &amp;
/// Ramdas (2024), Theorem 2.2 (arXiv:2103.06476), in the form experimenters use for two arms; and the mixture sequential probability ratio
/// test (Johari, Koomen, Pekelis &amp; Walsh 2022, arXiv:1512.04922).
/// </summary>
/// <remarks>
/// <b>Burn-in.</b> Before the normal approximation holds they err too often: with a share of 95 % looked at from 50 outcomes on, in 16 % of
/// streams instead of 5 %. Decide only where <see cref="IsReadyForShares"/> or <see cref="IsReadyForMeans"/> says so; before,
/// and for anything that must not fail, use <see cref="RandomisedStream"/> or <see cref="EmpiricalBernsteinTest"/>. Variance 0 gives no interval.
/// </remarks>
public static class AsymptoticSequence
{
    /// <summary>Whether shares may be compared: at least 20 successes and 20 failures are expected in each arm.</summary>
    public static bool IsReadyForShares(double successes, double n) => Math.Min(successes, n - successes) >= 20;

    /// <summary>Whether mean grades may be compared: at least 100 outcomes in each arm.</summary>
    public static bool IsReadyForMeans(double n) => n >= 100;

    /// <summary>The two-sided sequence around a comparison of arms.</summary>
    /// <param name="comparison">Difference and its standard error.</param>
    /// <param name="alpha">Error level over all time, above 0 and below 1.</param>
    /// <param name="tunedFor">Number of outcomes of both arms at which it shall be tightest, above 0.</param>
    /// <param name="intervalAlpha">Error level of the interval, where it is not <paramref name="alpha"/>, for which the sequence stays tuned.</param>
    public static SequentialComparison Of(ArmComparison comparison, double alpha = 0.05, double tunedFor = 5000, double? intervalAlpha = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tunedFor);
        var (n, level) = (comparison.N, -2 * Math.Log(alpha));
        var variance = comparison.StandardError * comparison.StandardError * n;
        if (!(variance > 0)) return new(new(double.NegativeInfinity, double.PositiveInfinity), double.NegativeInfinity);

        var rho2 = (level + Math.Log(1 + level)) / tunedFor;
        var spread = n * rho2 + 1;
        var half = Math.Sqrt(variance * 2 * spread * Math.Log(Math.Sqrt(spread) / (intervalAlpha ?? alpha)) / (n * n * rho2));
        var squared = comparison.Difference * comparison.Difference / (comparison.StandardError * comparison.StandardError) * n;
        var logE = rho2 * squared / (2 * spread) - 0.5 * Math.Log(spread);
        return new(new(comparison.Difference - half, comparison.Difference + half), logE);
    }

    /// <summary>The two-sided sequence for the mean of one stream; infinite below two outcomes or without variance.</summary>
    /// <param name="outcomes">Moments of the outcomes.</param>
    /// <param name="rho2">From <see cref="BestRho2"/>.</param>
    /// <param name="alpha">Error level over all time.</param>
    public static Interval OfMean(in Moments outcomes, double rho2, double alpha = 0.05)
    {
        var n = outcomes.Weight;
        if (n < 2 || !(outcomes.Variance > 0)) return new(double.NegativeInfinity, double.PositiveInfinity);
        var spread = n * rho2 + 1;
        var half = outcomes.StandardDeviation * Math.Sqrt(spread / (n * n * rho2) * Math.Log(spread / (alpha * alpha)));
        return new(outcomes.Mean - half, outcomes.Mean + half);
    }

    /// <summary>The ρ² that makes <see cref="OfMean"/> tightest at a number of outcomes: (−W₋₁(−α² e^(α² − 1)) − 1)/n, by Newton's method.</summary>
    public static double BestRho2(double optimalN, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(optimalN);
        var target = 1 - alpha * alpha - 2 * Math.Log(alpha);
        var u = target + Math.Log(target);
        for (var i = 0; i < 50; i++)
        {
            var step = (u - Math.Log(u) - target) / (1 - 1 / u);
            u -= step;
            if (Math.Abs(step) < 1e-15 * u) break;
        }
        return (u - 1) / optimalN;
    }

    /// <summary>ln Λ of the mSPRT for normal outcomes of known variance with a normal mixture N(θ₀, τ²) of alternatives.</summary>
    /// <param name="n">Outcomes.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="theta0">The mean under the hypothesis.</param>
    /// <param name="variance">σ² of one outcome, above 0.</param>
    /// <param name="tau2">τ², above 0.</param>
    public static double LogMixtureRatio(double n, double mean, double theta0, double variance, double tau2)
    {
        var total = variance + n * tau2;
        return 0.5 * Math.Log(variance / total) + n * n * tau2 * (mean - theta0) * (mean - theta0) / (2 * variance * total);
    }
}

/// <summary>A comparison that may be looked at at any time.</summary>
/// <param name="Interval">Its interval over all looks.</param>
/// <param name="LogE">ln of the evidence against "no difference"; −∞ without variance.</param>
public sealed record SequentialComparison(Interval Interval, double LogE)
{
    /// <summary>The p-value over all looks: min(1, 1/e).</summary>
    public double P => EValues.P(LogE);
}
