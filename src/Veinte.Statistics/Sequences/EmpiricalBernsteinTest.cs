namespace Veinte.Statistics;

/// <summary>
/// Judges, after every outcome if one likes, whether the running average of conditional means of [0, 1] data lies above or
/// below a target, and draws its confidence sequence: the empirical-Bernstein gamma-exponential mixture of Howard, Ramdas,
/// McAuliffe &amp; Sekhon (2021), Theorem 4 with eq. (36) (arXiv:1810.08240). Immutable; safe for any number of threads.
/// </summary>
/// <remarks>
/// <para><b>Error guarantee.</b> Each side alone is wrong, at any moment ever, with a chance of at most <see cref="Alpha"/>: no
/// independence, no constant mean and no distribution is assumed, so seasons and drift do not break it. What is judged is
/// the average <i>since the test opened, up to this moment</i>; the verdict may return to <see cref="MeanVerdict.Open"/>.</para>
/// <para><b>Validity.</b> Outcomes in [0, 1]; one value for each customer and period (see
/// <see cref="EmpiricalBernsteinSums.AddAnswer"/>); the target fixed before the data: another target is another test. On live
/// metrics show the current interval: intersecting intervals over time is allowed only where the mean is constant.</para>
/// <para><b>Cost.</b> O(√V) arithmetic steps for an e-value; <see cref="EmpiricalBernsteinWatch"/> decides the same in a comparison.</para>
/// </remarks>
public sealed class EmpiricalBernsteinTest
{
    private readonly GammaExponentialMixture _mixture, _halved;

    /// <summary>Opens a test.</summary>
    /// <param name="target">The mean to compare with: above 0 and below 1, for at the ends no outcome could speak against it.</param>
    /// <param name="alpha">Error level of each side, above 0 and below ½.</param>
    /// <param name="optimalV">
    /// Intrinsic time at which it shall be sharpest: number of outcomes to decide after × their variance (100 grades of
    /// standard deviation 3.3/20: 2.7). 10–30 suits nearly everything; only sharpness depends on it.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public EmpiricalBernsteinTest(double target, double alpha = 0.05, double optimalV = 10)
    {
        if (!(target is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(target), target, "The target must lie between 0 and 1, ends excluded.");
        if (!(alpha is > 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The error level must be above 0 and below 1/2.");
        (Target, Alpha, Threshold) = (target, alpha, -Math.Log(alpha));
        _mixture = new(optimalV, 1, alpha);
        _halved = new(optimalV, 1, alpha / 2);
    }

    /// <summary>The mean compared with, 0–1.</summary>
    public double Target { get; }

    /// <summary>Error level of each side.</summary>
    public double Alpha { get; }

    /// <summary>ln(1/α): the evidence that decides.</summary>
    public double Threshold { get; }

    /// <summary>The mixture of one side.</summary>
    internal GammaExponentialMixture Mixture => _mixture;

    /// <summary>ln e against "the average is at most the target"; 0 without data, −∞ far on the other side.</summary>
    public double LogEAbove(in EmpiricalBernsteinSums sums) => _mixture.LogE(sums.Excess(Target), sums.V);

    /// <summary>ln e against "the average is at least the target"; 0 without data, −∞ far on the other side.</summary>
    public double LogEBelow(in EmpiricalBernsteinSums sums) => _mixture.LogE(-sums.Excess(Target), sums.V);

    /// <summary>Where the average stands at this moment.</summary>
    public MeanVerdict Judge(in EmpiricalBernsteinSums sums) =>
        LogEAbove(sums) >= Threshold ? MeanVerdict.Above
        : LogEBelow(sums) >= Threshold ? MeanVerdict.Below
        : MeanVerdict.Open;

    /// <summary>
    /// Two-sided confidence sequence at 1 − α (each side at α/2): covers the running average at all times at once.
    /// Does not depend on the target. [0, 1] without data.
    /// </summary>
    public Interval Interval(in EmpiricalBernsteinSums sums) => Around(sums, _halved, Alpha / 2);

    /// <summary>The two one-sided confidence sequences at 1 − α: either end may be used alone, not both together.</summary>
    public Interval OneSidedBounds(in EmpiricalBernsteinSums sums) => Around(sums, _mixture, Alpha);

    /// <summary>The excess Σ(x − target) at which one side decides, given V: for drawing, not for deciding.</summary>
    /// <param name="v">Intrinsic time, at least 0.</param>
    public double Bound(double v) => _mixture.Bound(v, Alpha);

    private static Interval Around(in EmpiricalBernsteinSums sums, GammaExponentialMixture mixture, double alpha)
    {
        if (sums.N == 0) return new(0, 1);
        var half = mixture.Bound(sums.V, alpha) / sums.N;
        return new(Math.Max(0, sums.Mean - half), Math.Min(1, sums.Mean + half));
    }
}

/// <summary>Where an average stands against its target.</summary>
public enum MeanVerdict
{
    /// <summary>The evidence does not suffice either way.</summary>
    Open,

    /// <summary>Above the target: a promise kept.</summary>
    Above,

    /// <summary>Below the target: a promise broken.</summary>
    Below,
}

/// <summary>An interval of numbers, ends included.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>High − Low.</summary>
    public double Width => High - Low;

    /// <summary>Whether a number lies within.</summary>
    public bool Contains(double x) => Low <= x && x <= High;
}
