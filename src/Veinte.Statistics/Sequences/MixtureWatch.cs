namespace Veinte.Statistics;

/// <summary>
/// Decides exactly whether a gamma-exponential mixture has reached its threshold, at the price of a comparison for nearly every outcome.
/// The bound on the sum grows with V, so between two values of V it lies between their bounds: a sum below the lower bound cannot
/// be evidence enough, one above the upper bound must be, and only between them is the e-value computed. Holds no state that would have
/// to be saved: one made afresh decides the same. One owner; not safe for several threads.
/// </summary>
/// <remarks>
/// <b>Equation, validity and error</b> are those of the mixture: Howard et al. (2021), Proposition 9 (arXiv:1810.08240).
/// </remarks>
/// <param name="mixture">The mixture that decides.</param>
/// <param name="alpha">Error level, above 0 and below 1.</param>
public sealed class MixtureWatch(GammaExponentialMixture mixture, double alpha)
{
    /// <summary>The bounds are renewed when V has grown by this factor: some seventy renewals from one outcome to a million.</summary>
    private const double Renewal = 1.2;

    /// <summary>What rounding may do to a bound, many times over.</summary>
    private const double Margin = 1e-9;

    private readonly double _threshold = -Math.Log(alpha);
    private double _from = double.PositiveInfinity, _to, _lower, _upper;

    /// <summary>Whether ln e has reached ln(1/α) at a sum and its intrinsic time.</summary>
    public bool Reaches(double sum, double v)
    {
        if (v < _from || v > _to)
        {
            (_from, _to) = (v, v * Renewal + 0.25);
            (_lower, _upper) = (Bracket(_from).Below * (1 - Margin), Bracket(_to).Reached * (1 + Margin));
        }
        return sum >= _upper || (sum >= _lower && mixture.LogE(sum, v) >= _threshold);
    }

    /// <summary>A sum that is not evidence enough at V and one that is, half a per cent apart at most: some eight e-values instead of sixty for the bound itself.</summary>
    private (double Below, double Reached) Bracket(double v)
    {
        var guess = Math.Sqrt(2 * (v + mixture.Rho) * (_threshold + 0.5 * Math.Log(1 + v / mixture.Rho)));
        double below = guess, reached = guess;
        while (mixture.LogE(reached, v) < _threshold) (below, reached) = (reached, reached * 1.25);
        while (below > 0 && mixture.LogE(below, v) >= _threshold) (reached, below) = (below, below > 1e-9 ? below / 1.25 : 0);
        while (reached - below > 0.005 * reached)
        {
            var middle = (below + reached) / 2;
            if (mixture.LogE(middle, v) >= _threshold) reached = middle;
            else below = middle;
        }
        return (below, reached);
    }
}
