namespace Veinte.Statistics;

/// <summary>
/// Decides exactly whether a gamma-exponential mixture has reached its threshold, at the price of a comparison for nearly every outcome.
/// The bound on the sum grows with V, so while V has not fallen below the V it was computed at, a sum inside the old
/// bound cannot be evidence enough now; only outside it is the e-value computed. Holds no state that would have to be saved: one made
/// afresh decides the same. One owner; not safe for several threads.
/// </summary>
/// <param name="mixture">The mixture that decides.</param>
/// <param name="alpha">Error level, above 0 and below 1.</param>
public sealed class MixtureWatch(GammaExponentialMixture mixture, double alpha)
{
    /// <summary>A bound is renewed when V has grown by this factor: some seventy renewals from one outcome to a million.</summary>
    private const double Renewal = 1.2;

    private readonly double _threshold = -Math.Log(alpha);
    private double _v = double.PositiveInfinity, _bound;

    /// <summary>Whether ln e has reached ln(1/α) at a sum and its intrinsic time.</summary>
    public bool Reaches(double sum, double v)
    {
        if (v < _v || v > _v * Renewal + 0.25)
        {
            _v = v;
            _bound = mixture.Bound(v, alpha) * (1 - 1e-9);
        }
        return sum >= _bound && mixture.LogE(sum, v) >= _threshold;
    }
}
