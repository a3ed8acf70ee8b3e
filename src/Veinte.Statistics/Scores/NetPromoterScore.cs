using MathNet.Numerics.Distributions;

namespace Veinte.Statistics;

/// <summary>
/// The net promoter score with intervals from a fixed sample, all on the scale −1…1: the adjusted Wald interval of Rocks
/// (2016), The American Statistician 70(4), three made-up answers shared ¾ : 1½ : ¾. It covers .92–.96 from five answers on,
/// where the plain interval covers .67–.84. Show <see cref="Score"/> as the figure and <see cref="Interval"/> as its interval.
/// For scores that are watched use <see cref="EmpiricalBernsteinTest"/> on (class + 1)/2. Three counts that merge by addition.
/// </summary>
/// <remarks>
/// <b>Equation.</b> (P + ¾ − D − ¾)/(n + 3) ± z·√(v′/(n + 3)), v′ = p′ + d′ − (p′ − d′)² of the counts with the made-up answers. <b>Validity.</b> Independent answers, one of each customer. <b>Error.</b> Covers about its level at one look.
/// </remarks>
/// <param name="Promoters">Answers 9 and 10.</param>
/// <param name="Passives">Answers 7 and 8.</param>
/// <param name="Detractors">Answers 0 to 6.</param>
public readonly record struct NetPromoterScore(long Promoters, long Passives, long Detractors)
{
    private const double AddedEachSide = 0.75, Added = 3;

    /// <summary>Answers.</summary>
    public long N => Promoters + Passives + Detractors;

    /// <summary>Promoters less detractors over all; NaN without answers.</summary>
    public double Score => N > 0 ? (Promoters - Detractors) / (double)N : double.NaN;

    /// <summary>Variance of one answer's class (−1, 0, 1).</summary>
    public double Variance => VarianceOf(Promoters, Detractors, N);

    /// <summary>Standard error of <see cref="Score"/>: 0 when all answers are of one class, which is why it makes no interval.</summary>
    public double StandardError => Math.Sqrt(Variance / N);

    /// <summary>The score with the made-up answers; 0 without answers.</summary>
    public double Adjusted => (Promoters - Detractors) / (N + Added);

    /// <summary>Standard error of <see cref="Adjusted"/>.</summary>
    public double AdjustedError => Math.Sqrt(VarianceOf(Promoters + AddedEachSide, Detractors + AddedEachSide, N + Added) / (N + Added));

    /// <summary>Adds an answer on the scale 0–10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The answer is not on the scale.</exception>
    public NetPromoterScore With(int answer) => answer switch
    {
        < 0 or > 10 => throw new ArgumentOutOfRangeException(nameof(answer), answer, "A recommendation is answered from 0 to 10."),
        >= 9 => this with { Promoters = Promoters + 1 },
        >= 7 => this with { Passives = Passives + 1 },
        _ => this with { Detractors = Detractors + 1 },
    };

    /// <summary>Both samples together.</summary>
    public NetPromoterScore Merge(NetPromoterScore other) =>
        new(Promoters + other.Promoters, Passives + other.Passives, Detractors + other.Detractors);

    /// <summary>The adjusted Wald interval; within [−1, 1].</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    public Interval Interval(double level = 0.95) => Clamped(Adjusted, AdjustedError, level);

    /// <summary>The plain Wald interval: for comparison with tools that show it; covers too little below about 50 answers.</summary>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    public Interval WaldInterval(double level = 0.95) => Clamped(Score, StandardError, level);

    /// <summary>The change from one independent sample to another.</summary>
    /// <param name="before">The earlier sample.</param>
    /// <param name="after">The later sample.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    public static NetPromoterChange Change(NetPromoterScore before, NetPromoterScore after, double level = 0.95)
    {
        var error = double.Hypot(before.StandardError, after.StandardError);
        var (difference, adjusted) = (after.Score - before.Score, after.Adjusted - before.Adjusted);
        var (adjustedError, z) = (double.Hypot(before.AdjustedError, after.AdjustedError), Proportion.NormalQuantile(level));
        return new(difference, error, 2 * Normal.CDF(0, 1, -Math.Abs(difference / error)), adjusted, adjustedError,
            new(Math.Max(-2, adjusted - z * adjustedError), Math.Min(2, adjusted + z * adjustedError)));
    }

    private static Interval Clamped(double middle, double error, double level)
    {
        var half = Proportion.NormalQuantile(level) * error;
        return new(Math.Max(-1, middle - half), Math.Min(1, middle + half));
    }

    private static double VarianceOf(double promoters, double detractors, double n)
    {
        double p = promoters / n, d = detractors / n;
        return Math.Max(0, p + d - (p - d) * (p - d));
    }
}

/// <summary>How a net promoter score has changed, on the scale of the score.</summary>
/// <param name="Difference">Later less earlier score.</param>
/// <param name="StandardError">Its standard error by Wald.</param>
/// <param name="P">Two-sided p-value by Wald.</param>
/// <param name="Adjusted">Difference of the adjusted scores.</param>
/// <param name="AdjustedError">Its standard error.</param>
/// <param name="Interval">The interval to show, around <paramref name="Adjusted"/>.</param>
public sealed record NetPromoterChange(
    double Difference, double StandardError, double P, double Adjusted, double AdjustedError, Interval Interval);
