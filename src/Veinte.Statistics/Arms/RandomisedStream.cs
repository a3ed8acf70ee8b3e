namespace Veinte.Statistics;

/// <summary>
/// The average effect of a randomised treatment on bounded outcomes, watched at all times, without asymptotics: inverse-probability
/// scores around a prediction and the gamma-exponential mixture, Howard et al. (2021), Corollary 2 (arXiv:1810.08240). The
/// default for promises that are tested by random hold-out. A mutable value of seven numbers; one owner.
/// </summary>
/// <remarks>
/// Error guarantee: over all time the interval misses the running average effect with a chance of at most α, and the evidence
/// of a side reaches ln(1/α) falsely with at most α; outcomes may drift and have seasons, only the assignment must be random with the stated
/// probability. Each unit counts once. Parts merge by addition (predictions stay local to a part).
/// </remarks>
/// <param name="N">Outcomes taken in.</param>
/// <param name="Sum">Σ of the effect scores.</param>
/// <param name="V">Σ of their squared distances from what was predicted.</param>
/// <param name="TreatedN">Treated units.</param>
/// <param name="TreatedSum">Sum of their outcomes.</param>
/// <param name="ControlN">Units of the control.</param>
/// <param name="ControlSum">Sum of their outcomes.</param>
public record struct RandomisedStream(
    long N, double Sum, double V, double TreatedN, double TreatedSum, double ControlN, double ControlSum)
{
    /// <summary>Estimated average effect; NaN without outcomes.</summary>
    public readonly double Effect => N > 0 ? Sum / N : double.NaN;

    /// <summary>Takes an outcome in.</summary>
    /// <param name="design">How units are assigned and outcomes bounded; the same each time.</param>
    /// <param name="y">The outcome, within the bounds of the design.</param>
    /// <param name="isTreated">Whether the unit was treated.</param>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is outside its bounds. Nothing has changed.</exception>
    public void Add(RandomisedDesign design, double y, bool isTreated)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (!(y >= design.Low && y <= design.High))
            throw new ArgumentOutOfRangeException(nameof(y), y, $"An outcome must lie between {design.Low} and {design.High}.");
        // Any prediction from the past is valid; an arm nobody is in yet is predicted 0 once the other has begun, as the reference does.
        var (treated, control) = N == 0 ? (design.Centre, design.Centre)
            : (TreatedSum / Math.Max(1, TreatedN), ControlSum / Math.Max(1, ControlN));
        (treated, control) = (Math.Clamp(treated, design.Low, design.High), Math.Clamp(control, design.Low, design.High));
        var score = isTreated ? (y - treated) / design.Propensity : (control - y) / (1 - design.Propensity);
        N++;
        Sum += treated - control + score;
        V += score * score;
        if (isTreated) (TreatedN, TreatedSum) = (TreatedN + 1, TreatedSum + y);
        else (ControlN, ControlSum) = (ControlN + 1, ControlSum + y);
    }

    /// <summary>Adds what another part of the stream has taken in.</summary>
    public void Merge(in RandomisedStream other)
    {
        N += other.N;
        Sum += other.Sum;
        V += other.V;
        TreatedN += other.TreatedN;
        TreatedSum += other.TreatedSum;
        ControlN += other.ControlN;
        ControlSum += other.ControlSum;
    }
}

/// <summary>A randomised comparison of one treatment with a control, and how it is judged. Immutable.</summary>
/// <remarks>
/// <b>Equation.</b> X = τ̂ + (T − p)/(p(1 − p))·(y − predicted), V = Σ(X − τ̂)², scale c = 2·range/min(p, 1 − p) in the gamma-exponential mixture: Howard et al. (2021), Corollary 2.
/// <b>Validity.</b> The chance of treatment is known and the same for every unit; outcomes within their bounds. <b>Error</b>: see <see cref="RandomisedStream"/>.
/// </remarks>
public sealed class RandomisedDesign
{
    private readonly GammaExponentialMixture _mixture;

    /// <summary>Fixes the design before the first outcome.</summary>
    /// <param name="propensity">Chance of being treated, above 0 and below 1.</param>
    /// <param name="low">Smallest possible outcome.</param>
    /// <param name="high">Largest possible outcome, above <paramref name="low"/>.</param>
    /// <param name="alpha">Error level of the two-sided interval, above 0 and below 1.</param>
    /// <param name="outcomeVariance">Expected variance of an outcome within an arm; only sharpness depends on it.</param>
    /// <param name="optimalN">Number of outcomes at which it shall be sharpest, above 0.</param>
    public RandomisedDesign(
        double propensity, double low, double high, double alpha = 0.05, double? outcomeVariance = null, double optimalN = 500)
    {
        if (!(propensity is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(propensity), propensity, "The chance of being treated must lie between 0 and 1, ends excluded.");
        if (!(high > low)) throw new ArgumentOutOfRangeException(nameof(high), high, $"The largest outcome must be above the smallest, {low}.");
        (Propensity, Low, High, Alpha) = (propensity, low, high, alpha);
        var variance = outcomeVariance ?? (high - low) * (high - low) / 12;
        var optimalV = optimalN * variance * (1 / propensity + 1 / (1 - propensity));
        _mixture = new(optimalV, 2 * (high - low) / Math.Min(propensity, 1 - propensity), alpha / 2);
    }

    /// <summary>Chance of being treated.</summary>
    public double Propensity { get; }

    /// <summary>Smallest possible outcome.</summary>
    public double Low { get; }

    /// <summary>Largest possible outcome.</summary>
    public double High { get; }

    /// <summary>Error level of the interval.</summary>
    public double Alpha { get; }

    /// <summary>The prediction before any outcome.</summary>
    internal double Centre => (Low + High) / 2;

    /// <summary>ln e against "the average effect is at most <paramref name="effect"/>".</summary>
    public double LogEAbove(in RandomisedStream stream, double effect = 0) => _mixture.LogE(stream.Sum - stream.N * effect, stream.V);

    /// <summary>ln e against "the average effect is at least <paramref name="effect"/>".</summary>
    public double LogEBelow(in RandomisedStream stream, double effect = 0) => _mixture.LogE(stream.N * effect - stream.Sum, stream.V);

    /// <summary>The two-sided confidence sequence of the running average effect.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="alpha">Error level, where it is not that of the design, for which the sequence stays tuned.</param>
    public Interval Interval(in RandomisedStream stream, double? alpha = null)
    {
        var widest = High - Low;
        if (stream.N == 0) return new(-widest, widest);
        var half = _mixture.Bound(stream.V, (alpha ?? Alpha) / 2) / stream.N;
        return new(Math.Max(-widest, stream.Effect - half), Math.Min(widest, stream.Effect + half));
    }

    /// <summary>Decides cheaply, after every outcome, whether the interval excludes an effect: give it |Σ scores − n · effect| and V.</summary>
    public MixtureWatch Watch() => new(_mixture, Alpha / 2);
}
