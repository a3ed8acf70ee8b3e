namespace Veinte.Statistics;

/// <summary>
/// Confidence sequences for a constant mean of [0, 1] data in closed form: the predictable plug-in empirical-Bernstein and
/// Hoeffding sequences of Waudby-Smith &amp; Ramdas (2024), Theorems 1 and 2 (arXiv:2010.09686). For means that move they miss
/// (20–99 % of streams under season and drift): use <see cref="EmpiricalBernsteinTest.Interval"/> on live data. Order matters and parts do not merge.
/// A mutable value; one owner.
/// </summary>
public record struct PredictableMixtureSequence
{
    private BettingProcess _stakes;
    private double _weight, _weighted, _upperWeighted, _penalty, _upperPenalty;

    /// <summary>The interval now; [0, 1] at first.</summary>
    public Interval Interval { get; private set; } = new(0, 1);

    /// <summary>Without outcomes.</summary>
    public PredictableMixtureSequence()
    {
    }

    /// <summary>Takes an outcome into the empirical-Bernstein sequence.</summary>
    /// <param name="x">0–1.</param>
    /// <param name="alpha">Error level of both sides together, over all time.</param>
    /// <param name="largest">Largest stake, above 0 and below 1.</param>
    public void AddEmpiricalBernstein(double x, double alpha, double largest = 0.5)
    {
        var stake = Math.Min(largest, _stakes.NextStake(alpha / 2));
        var psi = -IncompleteGamma.Log1P(-stake) - stake;
        double mean = _stakes.N > 0 ? _stakes.Sum / _stakes.N : 0, meanOfRest = _stakes.N > 0 ? 1 - mean : 0;
        _stakes.Observe(x);
        Count(x, stake, psi * (x - mean) * (x - mean), psi * (1 - x - meanOfRest) * (1 - x - meanOfRest), alpha);
    }

    /// <summary>Takes an outcome into the Hoeffding sequence.</summary>
    /// <inheritdoc cref="AddEmpiricalBernstein"/>
    public void AddHoeffding(double x, double alpha, double largest = 1)
    {
        _stakes.Observe(x);
        var t = (double)_stakes.N;
        var stake = Math.Min(largest, Math.Sqrt(-8 * Math.Log(alpha / 2) / (t * Math.Log(1 + t))));
        Count(x, stake, stake * stake / 8, stake * stake / 8, alpha);
    }

    private void Count(double x, double stake, double penalty, double upperPenalty, double alpha)
    {
        _weight += stake;
        _weighted += stake * x;
        _upperWeighted += stake * (1 - x);
        _penalty += penalty;
        _upperPenalty += upperPenalty;
        var level = -Math.Log(alpha / 2);
        Interval = new(
            Math.Clamp((_weighted - level - _penalty) / _weight, 0, 1),
            1 - Math.Clamp((_upperWeighted - level - _upperPenalty) / _weight, 0, 1));
    }
}
