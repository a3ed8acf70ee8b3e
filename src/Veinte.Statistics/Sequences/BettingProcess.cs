namespace Veinte.Statistics;

/// <summary>
/// Bets against "the mean of [0, 1] data is m" with predictable empirical-Bernstein stakes: Waudby-Smith &amp; Ramdas (2024),
/// JRSS-B 86(1), eq. (21)–(26) (arXiv:2010.09686). The strongest of the tests here on short streams. A mutable value of four numbers; one owner.
/// </summary>
/// <remarks>
/// <b>Where it does not hold.</b> The hypothesis is that <i>every</i> conditional mean is on one side of m. Under season or drift
/// it therefore rejects although the running average keeps the promise (19–100 % of streams): never the test of a live promise.
/// Depends on the order of outcomes and does not merge; e-values of parts may be averaged always, multiplied when the parts are independent.
/// </remarks>
public record struct BettingProcess
{
    private const double PriorMean = 0.5, PriorVariance = 0.25;

    /// <summary>Outcomes taken in.</summary>
    public long N { get; private set; }

    /// <summary>Their sum.</summary>
    public double Sum { get; private set; }

    /// <summary>Their squared distances from the running mean.</summary>
    public double Squares { get; private set; }

    /// <summary>ln of the wealth from betting that the mean is above m.</summary>
    public double LogAbove { get; private set; }

    /// <summary>ln of the wealth from betting that the mean is below m.</summary>
    public double LogBelow { get; private set; }

    /// <summary>
    /// The stake before the next outcome: √(2 ln(1/α) / (t ln(1 + t) σ²)), with mean and variance begun at one made-up outcome
    /// (½, ¼).
    /// </summary>
    /// <param name="alpha">Error level the stakes are tuned for, above 0 and below 1.</param>
    /// <param name="priorVariance">Variance of the made-up outcomes.</param>
    /// <param name="madeUp">How many made-up outcomes.</param>
    public readonly double NextStake(double alpha, double priorVariance = PriorVariance, double madeUp = 1)
    {
        var t = N + 1;
        var variance = N == 0 ? priorVariance : (madeUp * priorVariance + Squares) / (N + madeUp);
        return variance > 0 ? Math.Sqrt(-2 * Math.Log(alpha) / (t * Math.Log(1 + t) * variance)) : 0;
    }

    /// <summary>Takes an outcome in.</summary>
    /// <param name="x">0–1.</param>
    /// <param name="m">The mean bet against, 0–1; the same each time.</param>
    /// <param name="alpha">Error level the stakes are tuned for.</param>
    /// <param name="share">Largest part of the wealth at stake, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is outside [0, 1]. Nothing has changed.</exception>
    public void Add(double x, double m, double alpha, double share = 0.5)
    {
        var stake = NextStake(alpha);
        LogAbove += Math.Log(1 + (m > 0 ? Math.Min(stake, share / m) : stake) * (x - m));
        LogBelow += Math.Log(1 - (m < 1 ? Math.Min(stake, share / (1 - m)) : stake) * (x - m));
        Observe(x);
    }

    /// <summary>Takes an outcome into the stakes without betting on it.</summary>
    /// <param name="x">0–1.</param>
    /// <param name="priorMean">Mean of the made-up outcomes.</param>
    /// <param name="madeUp">How many made-up outcomes.</param>
    public void Observe(double x, double priorMean = PriorMean, double madeUp = 1)
    {
        if (!(x is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(x), x, "An outcome must lie between 0 and 1.");
        N++;
        Sum += x;
        var mean = (madeUp * priorMean + Sum) / (N + madeUp);
        Squares += (x - mean) * (x - mean);
    }

    /// <summary>ln of the hedged wealth: the larger of both bets, each with its part of the money.</summary>
    /// <param name="above">Part put on "above", between 0 and 1.</param>
    public readonly double LogHedged(double above = 0.5) =>
        Math.Max(Math.Log(above) + LogAbove, Math.Log(1 - above) + LogBelow);
}
