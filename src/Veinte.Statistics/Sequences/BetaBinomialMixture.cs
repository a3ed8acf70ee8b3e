using MathNet.Numerics;

namespace Veinte.Statistics;

/// <summary>
/// The beta-binomial mixture for sums of steps within [−g, h] and mean 0 (centred shares), with V = g·h·n: Howard et al. (2021),
/// Propositions 7 and 8 (arXiv:1810.08240). Valid where outcomes are exchangeable around a constant mean; <b>under season or
/// drift it is not a test of the running average</b> (it called 95 % of seasonal streams wrongly): use
/// <see cref="EmpiricalBernsteinTest"/> there. Immutable.
/// </summary>
public sealed class BetaBinomialMixture
{
    private readonly double _g, _h, _successes, _failures, _cut, _origin;

    /// <summary>Sets the mixture.</summary>
    /// <param name="optimalV">Intrinsic time at which the bound shall be tightest, above 0.</param>
    /// <param name="g">Largest step down, above 0.</param>
    /// <param name="h">Largest step up, above 0.</param>
    /// <param name="alphaForTuning">Error level for which it shall be tightest; below ½ when one-sided.</param>
    /// <param name="isOneSided">Whether only large sums speak against the hypothesis.</param>
    public BetaBinomialMixture(double optimalV, double g, double h, double alphaForTuning, bool isOneSided)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(g);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(h);
        var rho = isOneSided ? MixtureTuning.OneSidedRho(optimalV, alphaForTuning) : MixtureTuning.TwoSidedRho(optimalV, alphaForTuning);
        var r = Math.Max(rho - g * h, 1e-3 * g * h);
        (_g, _h, _successes, _failures) = (g, h, r / (h * (g + h)), r / (g * (g + h)));
        _cut = isOneSided ? h / (g + h) : 1;
        _origin = LogIncompleteBeta(_failures, _successes);
    }

    /// <summary>ln e at a sum and its intrinsic time; −∞ outside what sums can reach, or where nothing is left of a one-sided mixture.</summary>
    public double LogE(double sum, double v)
    {
        double up = (sum + v / _h) / (_g + _h), down = (v / _g - sum) / (_g + _h);
        if (up < -1e-9 || down < -1e-9) return double.NegativeInfinity;
        return v / (_g * _h) * Math.Log(_g + _h) - up * Math.Log(_g) - down * Math.Log(_h)
            + LogIncompleteBeta(_failures + Math.Max(0, down), _successes + Math.Max(0, up)) - _origin;
    }

    /// <summary>The smallest sum at which <see cref="LogE"/> reaches ln(1/α); the largest possible sum where none does.</summary>
    public double Bound(double v, double alpha)
    {
        var (threshold, largest) = (-Math.Log(alpha), v / _g);
        return LogE(largest, v) < threshold ? largest : Bisection.Narrow(sum => LogE(sum, v) >= threshold, 0, largest);
    }

    private double LogIncompleteBeta(double a, double b) =>
        SpecialFunctions.BetaLn(a, b) + (_cut == 1 ? 0 : Math.Log(SpecialFunctions.BetaRegularized(a, b, _cut)));
}
