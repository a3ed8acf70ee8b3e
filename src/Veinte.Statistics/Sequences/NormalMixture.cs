using MathNet.Numerics.Distributions;

namespace Veinte.Statistics;

/// <summary>
/// The normal mixture for sub-Gaussian sums S with variance process V, one- or two-sided: Robbins (1970); Howard et al.
/// (2021), eq. (14) and Propositions 5 and 6 (arXiv:1810.08240). The chance that ln e ever reaches ln(1/α) is at most α where
/// S is sub-Gaussian with V; for means of data whose variance is only estimated it holds asymptotically (see
/// <see cref="AsymptoticSequence"/>). Immutable.
/// </summary>
/// <param name="optimalV">Intrinsic time at which the bound shall be tightest, above 0.</param>
/// <param name="alphaForTuning">Error level for which it shall be tightest; below ½ when one-sided.</param>
/// <param name="isOneSided">Whether only large sums speak against the hypothesis.</param>
public sealed class NormalMixture(double optimalV, double alphaForTuning, bool isOneSided)
{
    /// <summary>The tuning constant ρ.</summary>
    public double Rho { get; } = isOneSided
        ? MixtureTuning.OneSidedRho(optimalV, alphaForTuning) : MixtureTuning.TwoSidedRho(optimalV, alphaForTuning);

    /// <summary>ln e at a sum and its intrinsic time.</summary>
    public double LogE(double sum, double v)
    {
        var total = v + Rho;
        var common = sum * sum / (2 * total);
        return isOneSided
            ? 0.5 * Math.Log(4 * Rho / total) + common + LogNormal(sum / Math.Sqrt(total))
            : 0.5 * Math.Log(Rho / total) + common;
    }

    /// <summary>The smallest positive sum at which <see cref="LogE"/> reaches ln(1/α).</summary>
    public double Bound(double v, double alpha) => isOneSided
        ? Bisection.FirstAbove(sum => LogE(sum, v) >= -Math.Log(alpha), 1 + Math.Sqrt(v + Rho))
        : Math.Sqrt((v + Rho) * (Math.Log(1 + v / Rho) - 2 * Math.Log(alpha)));

    /// <summary>ln Φ(z), by the tail's leading terms where Φ itself vanishes.</summary>
    private static double LogNormal(double z)
    {
        if (z > -30) return Math.Log(Normal.CDF(0, 1, z));
        return -z * z / 2 - Math.Log(-z) - 0.5 * Math.Log(2 * Math.PI) + IncompleteGamma.Log1P(-1 / (z * z));
    }
}
