namespace Veinte.Statistics;

/// <summary>
/// Level, trend and season of a series followed as it comes: Holt (1957) and Winters (1960), in the recursions of R's
/// <c>HoltWinters</c>; optionally robust against single outliers (Gelper, Fried &amp; Croux 2010: a number further than two
/// deviations from its forecast is moved to that edge before it is learnt). One owner.
/// </summary>
/// <remarks>
/// <b>Equation.</b> l ← α(x − s) + (1 − α)(l + b); b ← β(l − l₋₁) + (1 − β)b; s ← γ(x − l) + (1 − γ)s; multiplicative with x/s and x/l. <b>Validity.</b> Even steps without gaps, two periods to
/// start from. <b>Error.</b> A forecast, no test: the spread of its errors is measured, not guaranteed.
/// </remarks>
public sealed class HoltWinters
{
    /// <summary>Where a robust course cuts off, in standard deviations of the forecast error.</summary>
    public const double RobustCut = 2;

    private const double SigmaWeight = 0.05;

    private readonly double[] _season;
    private readonly bool _isMultiplicative, _isRobust;
    private readonly double _alpha, _beta, _gamma;
    private int _next;

    /// <summary>Starts from known states.</summary>
    /// <param name="level">Level before the first number.</param>
    /// <param name="trend">Trend for each step.</param>
    /// <param name="season">A factor (multiplicative) or distance (additive) for each step of the period, the first number's first.</param>
    /// <param name="alpha">Weight of news in the level, 0–1.</param>
    /// <param name="beta">In the trend, 0–1.</param>
    /// <param name="gamma">In the season, 0–1.</param>
    /// <param name="isMultiplicative">Whether the season multiplies.</param>
    /// <param name="isRobust">Whether outliers are cut off before they are learnt.</param>
    public HoltWinters(
        double level, double trend, ReadOnlySpan<double> season, double alpha, double beta, double gamma,
        bool isMultiplicative = false, bool isRobust = false)
    {
        if (season.IsEmpty) throw new ArgumentException("A season has at least one step.", nameof(season));
        foreach (var weight in (ReadOnlySpan<double>)[alpha, beta, gamma])
            if (!(weight is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(alpha), weight, "A weight lies between 0 and 1.");
        (Level, Trend, _season, _isMultiplicative, _isRobust) = (level, trend, season.ToArray(), isMultiplicative, isRobust);
        (_alpha, _beta, _gamma) = (alpha, beta, gamma);
    }

    /// <summary>The level now.</summary>
    public double Level { get; private set; }

    /// <summary>The trend now.</summary>
    public double Trend { get; private set; }

    /// <summary>Standard deviation of forecast errors, the newest counting most; NaN before the first.</summary>
    public double Sigma { get; private set; } = double.NaN;

    /// <summary>The season from the next step on, one for each step of the period.</summary>
    public IReadOnlyList<double> Season => [.. Enumerable.Range(0, _season.Length).Select(i => _season[(_next + i) % _season.Length])];

    /// <summary>What is expected some steps ahead.</summary>
    /// <param name="steps">1 for the next number.</param>
    public double Forecast(int steps = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var season = _season[(_next + steps - 1) % _season.Length];
        return _isMultiplicative ? (Level + steps * Trend) * season : Level + steps * Trend + season;
    }

    /// <summary>Takes the next number in. Constant time, no allocation.</summary>
    /// <returns>How far it was from its forecast.</returns>
    public double Add(double x)
    {
        var expected = Forecast();
        var error = x - expected;
        var learnt = _isRobust && Sigma > 0 ? expected + Math.Clamp(error, -RobustCut * Sigma, RobustCut * Sigma) : x;
        var kept = learnt - expected;
        Sigma = double.IsNaN(Sigma) ? Math.Abs(error) : Math.Sqrt((1 - SigmaWeight) * Sigma * Sigma + SigmaWeight * kept * kept);

        var (season, before) = (_season[_next], Level);
        Level = _alpha * (_isMultiplicative ? learnt / season : learnt - season) + (1 - _alpha) * (Level + Trend);
        Trend = _beta * (Level - before) + (1 - _beta) * Trend;
        _season[_next] = _gamma * (_isMultiplicative ? learnt / Level : learnt - Level) + (1 - _gamma) * season;
        _next = (_next + 1) % _season.Length;
        return error;
    }
}
