namespace Veinte.Statistics;

/// <summary>
/// The constant ρ that makes a mixture tightest at a chosen intrinsic time: Howard et al. (2021), Proposition 3 and eq. (3.7) of
/// the supplement, with the usual approximation of the Lambert function.
/// </summary>
public static class MixtureTuning
{
    /// <summary>ρ of two-sided mixtures: v / (2 ln(1/α) + ln(1 + 2 ln(1/α))).</summary>
    /// <param name="optimalV">Intrinsic time, above 0.</param>
    /// <param name="alpha">Error level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static double TwoSidedRho(double optimalV, double alpha)
    {
        if (!(optimalV > 0) || double.IsInfinity(optimalV))
            throw new ArgumentOutOfRangeException(nameof(optimalV), optimalV, "The intrinsic time to tune for must be above 0 and finite.");
        if (!(alpha is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The error level to tune for must be above 0 and below 1 (below 1/2 when one-sided).");
        var level = -2 * Math.Log(alpha);
        return optimalV / (level + Math.Log(1 + level));
    }

    /// <summary>ρ of one-sided mixtures: the two-sided one at 2α.</summary>
    /// <inheritdoc cref="TwoSidedRho"/>
    public static double OneSidedRho(double optimalV, double alpha) => TwoSidedRho(optimalV, 2 * alpha);
}
