namespace Veinte.Statistics;

/// <summary>
/// The gamma-Poisson mixture for sub-Poisson sums with scale c (martingales whose steps are at most c): Howard et al. (2021),
/// Proposition 10 (arXiv:1810.08240). The chance that ln e ever reaches ln(1/α) is at most α. Immutable.
/// </summary>
public sealed class GammaPoissonMixture
{
    private readonly double _scale, _square, _rho, _origin;

    /// <summary>Sets the mixture.</summary>
    /// <param name="optimalV">Intrinsic time at which the bound shall be tightest, above 0.</param>
    /// <param name="scale">The scale c, above 0.</param>
    /// <param name="alphaForTuning">Error level for which it shall be tightest, above 0 and below ½.</param>
    public GammaPoissonMixture(double optimalV, double scale, double alphaForTuning)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        (_scale, _square, _rho) = (scale, scale * scale, MixtureTuning.OneSidedRho(optimalV, alphaForTuning));
        _origin = IncompleteGamma.LogScaledUpper(_rho / _square, _rho / _square);
    }

    /// <summary>ln e at a sum and its intrinsic time; −∞ where c·S + V + ρ ≤ 0.</summary>
    public double LogE(double sum, double v)
    {
        var shape = (_scale * sum + v + _rho) / _square;
        return shape > 0 ? IncompleteGamma.LogScaledUpper(shape, (v + _rho) / _square) - _origin : double.NegativeInfinity;
    }

    /// <summary>The smallest sum at which <see cref="LogE"/> reaches ln(1/α).</summary>
    public double Bound(double v, double alpha) =>
        Bisection.FirstAbove(sum => LogE(sum, v) >= -Math.Log(alpha), 1 + Math.Sqrt(v + _rho));
}
