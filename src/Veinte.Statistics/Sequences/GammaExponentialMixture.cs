namespace Veinte.Statistics;

/// <summary>
/// The gamma-exponential mixture: a supermartingale exp(ln e(S, V)) for sums S that are sub-exponential with scale
/// <see cref="Scale"/> and intrinsic time V. Howard, Ramdas, McAuliffe &amp; Sekhon (2021), Annals of Statistics 49(2), eq. (36)
/// and Proposition 9 (arXiv:1810.08240). Immutable; safe for any number of threads.
/// </summary>
/// <remarks>
/// Error guarantee: if S is sub-ψ_E with variance process V, the chance that ln e ever reaches ln(1/α) is at most α, over
/// all time and any stopping rule. Decide on <see cref="LogE"/> ≥ ln(1/α), never on S against a rounded
/// <see cref="Bound"/>: at a tie (all outcomes equal so far) the two may differ in the last digit and false alarms follow.
/// </remarks>
public sealed class GammaExponentialMixture
{
    private readonly double _square, _origin;

    /// <summary>Sets the mixture.</summary>
    /// <param name="optimalV">Intrinsic time at which the bound shall be tightest, above 0. Only tightness depends on it, never validity.</param>
    /// <param name="scale">The scale c of the sub-exponential sums, above 0.</param>
    /// <param name="alphaForTuning">Error level for which it shall be tightest, above 0 and below ½.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public GammaExponentialMixture(double optimalV, double scale, double alphaForTuning)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        Rho = MixtureTuning.OneSidedRho(optimalV, alphaForTuning);
        Scale = scale;
        _square = scale * scale;
        var k = Rho / _square;
        _origin = IncompleteGamma.LogScaledLower(k, k);
    }

    /// <summary>The tuning constant ρ.</summary>
    public double Rho { get; }

    /// <summary>The scale c.</summary>
    public double Scale { get; }

    /// <summary>
    /// ln e at a sum and its intrinsic time. −∞ where c·S + V + ρ ≤ 0 (the sum is so far on the other side that the closed
    /// form ends; the e-value is below 1 there and its p-value 1).
    /// </summary>
    /// <param name="sum">S, in the units of the data.</param>
    /// <param name="v">V, in squared units, at least 0.</param>
    public double LogE(double sum, double v)
    {
        var y = (Scale * sum + v + Rho) / _square;
        return y > 0 ? IncompleteGamma.LogScaledLower((v + Rho) / _square, y) - _origin : double.NegativeInfinity;
    }

    /// <summary>The smallest sum at which <see cref="LogE"/> reaches ln(1/α): for drawing and for skipping work, not for deciding.</summary>
    /// <param name="v">V, at least 0.</param>
    /// <param name="alpha">Error level, above 0 and below 1.</param>
    public double Bound(double v, double alpha)
    {
        var threshold = -Math.Log(alpha);
        return Bisection.FirstAbove(sum => LogE(sum, v) >= threshold, 1 + Math.Sqrt(v + Rho));
    }
}
