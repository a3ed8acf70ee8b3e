namespace Veinte.Statistics;

/// <summary>
/// Finds a fall (or rise) of the mean of [0, 1] data below (above) a level, one outcome at a time, with a stated mean time between false
/// alarms and no model of the data: the e-detectors of Shin, Ramdas &amp; Rinaldo (2024) (arXiv:2203.03532), eq. (6) and (7),
/// mixed evenly over a few constant bets.
/// </summary>
/// <remarks>
/// <b>Guarantee</b> for <see cref="EDetectorKind.ShiryaevRoberts"/>: while every conditional mean is on the right side of the level, the
/// average number of outcomes to the first alarm is at least 1/α, whatever their distribution and dependence. <see cref="EDetectorKind.Cusum"/>
/// keeps it too and is about twelve times more cautious. One outcome for each customer and period, as everywhere. Immutable
/// definition; the state is one plain number for each bet.
/// </remarks>
public sealed class EDetector
{
    private readonly double[] _bets;
    private readonly double _sign;

    /// <summary>Defines a detector.</summary>
    /// <param name="level">The level m₀ watched, above 0 and below 1.</param>
    /// <param name="runLength">Mean number of outcomes to a false alarm that is promised, above 1.</param>
    /// <param name="direction">The change that is looked for.</param>
    /// <param name="kind">How past evidence is forgotten.</param>
    /// <param name="bets">
    /// Bet sizes, each above 0 and at most 1/(1 − level) for falls, 1/level for rises; the default is ¼, ½, 1 and 2, less those that are too large.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public EDetector(
        double level, double runLength, ChangeDirection direction = ChangeDirection.Fall,
        EDetectorKind kind = EDetectorKind.ShiryaevRoberts, IReadOnlyList<double>? bets = null)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level must lie between 0 and 1, ends excluded.");
        if (!(runLength > 1)) throw new ArgumentOutOfRangeException(nameof(runLength), runLength, "The promised run length must be above 1.");
        (Level, RunLength, Direction, Kind) = (level, runLength, direction, kind);
        _sign = direction == ChangeDirection.Fall ? 1 : -1;
        var largest = direction == ChangeDirection.Fall ? 1 / (1 - level) : 1 / level;
        _bets = bets is null ? [.. new[] { 0.25, 0.5, 1, 2 }.Where(bet => bet < largest)] : [.. bets];
        if (_bets.Length == 0 || _bets.Any(bet => !(bet > 0 && bet <= largest * (1 + 1e-12))))
            throw new ArgumentOutOfRangeException(nameof(bets), string.Join(", ", _bets), $"Bets must be above 0 and at most {largest}.");
    }

    /// <summary>The level watched.</summary>
    public double Level { get; }

    /// <summary>The promised mean number of outcomes to a false alarm.</summary>
    public double RunLength { get; }

    /// <summary>The change that is looked for.</summary>
    public ChangeDirection Direction { get; }

    /// <summary>How past evidence is forgotten.</summary>
    public EDetectorKind Kind { get; }

    /// <summary>How many numbers a state has.</summary>
    public int StateLength => _bets.Length;

    /// <summary>A state without outcomes.</summary>
    public double[] NewState() => new double[StateLength];

    /// <summary>Takes an outcome in. Constant time, no allocation.</summary>
    /// <param name="state">The detector's numbers, <see cref="StateLength"/> of them; save and restore them as they are.</param>
    /// <param name="x">The outcome, 0–1.</param>
    /// <returns>The statistic now; an alarm is due when <see cref="IsAlarm"/> says so. Go on with a cleared state after an alarm was acted on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is outside [0, 1]. Nothing has changed.</exception>
    public double Add(Span<double> state, double x)
    {
        if (!(x is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(x), x, "An outcome must lie between 0 and 1.");
        if (state.Length != _bets.Length) throw new ArgumentException($"A state has {_bets.Length} numbers, not {state.Length}.", nameof(state));
        var sum = 0.0;
        for (var i = 0; i < state.Length; i++)
        {
            var before = Kind == EDetectorKind.ShiryaevRoberts ? state[i] + 1 : Math.Max(state[i], 1);
            state[i] = Math.Min(double.MaxValue / (4 * state.Length), before * Math.Max(0, 1 + _bets[i] * _sign * (Level - x)));
            sum += state[i];
        }
        return sum / state.Length;
    }

    /// <summary>Whether a statistic is an alarm.</summary>
    public bool IsAlarm(double statistic) => statistic >= RunLength;

    /// <summary>
    /// The run length each of several detectors needs so that together they raise no more false alarms than allowed: detectors × outcomes each sees in the
    /// time ÷ alarms allowed in that time.
    /// </summary>
    /// <param name="detectors">How many, at least 1.</param>
    /// <param name="outcomes">Outcomes each sees in the time, above 0.</param>
    /// <param name="alarms">False alarms allowed in that time, above 0.</param>
    public static double RunLengthForBudget(int detectors, double outcomes, double alarms) => detectors * outcomes / alarms;
}

/// <summary>Which way a mean may move.</summary>
public enum ChangeDirection
{
    /// <summary>Downwards.</summary>
    Fall,

    /// <summary>Upwards.</summary>
    Rise,
}

/// <summary>How an e-detector starts afresh at every outcome.</summary>
public enum EDetectorKind
{
    /// <summary>Sum over all possible times of change: M ← (M + 1)·factor.</summary>
    ShiryaevRoberts,

    /// <summary>Largest over all possible times of change: M ← max(M, 1)·factor.</summary>
    Cusum,
}
