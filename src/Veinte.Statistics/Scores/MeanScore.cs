using MathNet.Numerics.Distributions;

namespace Veinte.Statistics;

/// <summary>
/// Intervals of mean answers (customer effort, mean grade) from a fixed sample, by Student's t. Good from about 20 answers on
/// scales of five points and more; below that the interval is only as good as the answers are bell-shaped. Customer
/// satisfaction as a share of top answers takes <see cref="Proportion.Wilson"/>.
/// </summary>
/// <remarks>
/// <b>Equation.</b> m ± t₍n₋₁₎·s/√n (Student 1908). <b>Error.</b> Covers its level at one look at a sample fixed beforehand; for means that are watched use <see cref="EmpiricalBernsteinTest"/>.
/// </remarks>
public static class MeanScore
{
    /// <summary>Interval of the mean; infinite on both sides below two answers.</summary>
    /// <param name="answers">Moments of the answers.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    public static Interval Interval(in Moments answers, double level = 0.95)
    {
        Proportion.NormalQuantile(level);
        var n = answers.EffectiveN;
        if (n < 2) return new(double.NegativeInfinity, double.PositiveInfinity);
        var half = StudentT.InvCDF(0, 1, n - 1, (1 + level) / 2) * Math.Sqrt(answers.PopulationVariance / (n - 1));
        return new(answers.Mean - half, answers.Mean + half);
    }

    /// <summary>Interval of the difference of two independent means, first less second: Welch (1947).</summary>
    /// <param name="first">Moments of the first sample.</param>
    /// <param name="second">Moments of the second sample.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    public static Interval Difference(in Moments first, in Moments second, double level = 0.95)
    {
        Proportion.NormalQuantile(level);
        double n1 = first.EffectiveN, n2 = second.EffectiveN;
        if (n1 < 2 || n2 < 2) return new(double.NegativeInfinity, double.PositiveInfinity);
        double v1 = first.PopulationVariance / (n1 - 1), v2 = second.PopulationVariance / (n2 - 1), v = v1 + v2;
        var difference = first.Mean - second.Mean;
        if (v == 0) return new(difference, difference);
        var freedom = v * v / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1));
        var half = StudentT.InvCDF(0, 1, freedom, (1 + level) / 2) * Math.Sqrt(v);
        return new(difference - half, difference + half);
    }
}
