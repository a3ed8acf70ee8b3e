namespace Veinte.Statistics;

/// <summary>
/// A confidence sequence for a constant share from nothing but successes and trials: the two-sided beta-binomial mixture of
/// Howard et al. (2021), inverted in the share. Counts merge by addition. Valid only while trials are exchangeable around a
/// constant share; for live streams with season or drift use <see cref="EmpiricalBernsteinTest.Interval"/>.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Shares p with ln of the two-sided beta-binomial mixture (ibid., Proposition 7) at k − np and n·p(1 − p) below ln(1/α). <b>Error.</b> The chance of ever missing the constant share is at most α.
/// </remarks>
public static class BernoulliSequence
{
    private const double Edge = 1e-12;

    /// <summary>The shares not refuted at level α, all looks included. [0, 1] without trials.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 0.</param>
    /// <param name="alpha">Error level over all time, above 0 and below 1.</param>
    /// <param name="optimalTrials">Number of trials at which it shall be tightest, above 0.</param>
    /// <param name="alphaForTuning">Error level for which it shall be tightest.</param>
    public static Interval Interval(double successes, double trials, double alpha, double optimalTrials, double alphaForTuning = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(successes >= 0 && successes <= trials))
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"Among {trials} trials there can be 0 to {trials} successes.");
        if (trials == 0) return new(0, 1);

        var (share, threshold) = (successes / trials, -Math.Log(alpha));
        var low = share <= Edge || !Refuted(Edge) ? 0 : -Bisection.Narrow(p => Refuted(-p), -share, -Edge);
        var high = share >= 1 - Edge || !Refuted(1 - Edge) ? 1 : Bisection.Narrow(Refuted, share, 1 - Edge);
        return new(low, high);

        bool Refuted(double p) =>
            new BetaBinomialMixture(optimalTrials * p * (1 - p), p, 1 - p, alphaForTuning, isOneSided: false)
                .LogE(successes - trials * p, trials * p * (1 - p)) >= threshold;
    }
}
