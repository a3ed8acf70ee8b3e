using MathNet.Numerics.Distributions;
using Veinte.Statistics;

namespace Veinte.Engine.Moments;

/// <summary>
/// What a very bad and what a very good grade at each touchpoint does to the outcome, all touchpoints together: penalty–reward
/// contrast (Brandt 1988; Matzler &amp; Sauerwein 2002) by least squares on indicator variables, from their co-moments.
/// </summary>
internal static class ContrastRegression
{
    /// <summary>Cells with fewer answers say nothing.</summary>
    public const int AnswersMin = 10;

    /// <summary>The contrast of each driver; null where there are too few very bad or very good grades, or no errors.</summary>
    /// <param name="contrast">Outcome (0), very bad (1 + 2j), very good (2 + 2j).</param>
    /// <param name="drivers">How many.</param>
    /// <param name="judged">Which of them have enough trips, with the outcome and with each other.</param>
    public static Contrast?[] Of(CoMoments contrast, int drivers, IReadOnlyCollection<int> judged)
    {
        var all = new Contrast?[drivers];
        var used = judged.Where(j => HasExtremes(contrast, j)).Order().ToArray();
        if (used.Length == 0) return all;
        var places = Enumerable.Repeat(-1, contrast.Variables).ToArray();
        places[0] = 0;
        for (var k = 0; k < used.Length; k++) (places[1 + 2 * used[k]], places[2 + 2 * used[k]]) = (1 + 2 * k, 2 + 2 * k);
        var moments = TripCell.Arrange(contrast, places, 1 + 2 * used.Length);
        var correlations = CorrelationMatrix.From(moments);
        if (correlations.IsConstant(0)) return all;
        var beta = StandardisedRegression.Coefficients(correlations);
        var inflation = InverseDiagonal(correlations);
        var left = Math.Max(0, 1 - Enumerable.Range(0, beta.Length).Sum(k => beta[k] * correlations[0, k + 1]));
        var (p, slope) = (new double[beta.Length], new double[beta.Length]);
        for (var k = 0; k < beta.Length; k++)
        {
            var freedom = FreedomOf(moments, 1 + k / 2 * 2, used.Length);
            var error = freedom < 1 ? double.NaN : Math.Sqrt(left * inflation[k] / freedom);
            p[k] = correlations.IsConstant(k + 1) || !(error > 0) ? 1 : 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(beta[k] / error));
            slope[k] = correlations.IsConstant(k + 1) ? 0 : beta[k] * Math.Sqrt(moments.Variance(0) / moments.Variance(k + 1));
        }
        var adjusted = Multiplicity.Holm(p);
        for (var k = 0; k < used.Length; k++)
        {
            var n = moments.Weight(0, 1 + 2 * k);
            all[used[k]] = new(
                slope[2 * k], slope[2 * k + 1], adjusted[2 * k], adjusted[2 * k + 1],
                (long)Math.Round(n * moments.Mean(1 + 2 * k)), (long)Math.Round(n * moments.Mean(2 + 2 * k)));
        }
        return all;
    }

    private static bool HasExtremes(CoMoments contrast, int driver) =>
        contrast.Weight(0, 1 + 2 * driver) is > 0 and var n
        && n * contrast.Mean(1 + 2 * driver) >= AnswersMin && n * contrast.Mean(2 + 2 * driver) >= AnswersMin;

    // Not every trip meets every touchpoint: what stands behind a coefficient is what its pairs rest on, the fewest weighing most
    // (their harmonic mean).
    private static double FreedomOf(CoMoments moments, int variable, int drivers)
    {
        var inverse = 0.0;
        for (var other = 0; other < drivers; other++) inverse += 1 / Math.Max(1e-9, moments.Weight(variable, 1 + 2 * other));
        return drivers / inverse - 2 * drivers - 1;
    }

    // Diagonal of the inverse of the drivers' correlations, by Gauss–Jordan with a floor under the pivots: redundant ones get large errors.
    private static double[] InverseDiagonal(CorrelationMatrix correlations)
    {
        var n = correlations.Drivers;
        var a = new double[n, 2 * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) a[i, j] = i == j ? 1 : correlations[i + 1, j + 1];
            a[i, n + i] = 1;
        }
        for (var pivot = 0; pivot < n; pivot++)
        {
            var by = Math.Max(a[pivot, pivot], 1e-9);
            for (var j = 0; j < 2 * n; j++) a[pivot, j] /= by;
            for (var i = 0; i < n; i++)
            {
                if (i == pivot || a[i, pivot] == 0) continue;
                var factor = a[i, pivot];
                for (var j = 0; j < 2 * n; j++) a[i, j] -= factor * a[pivot, j];
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => Math.Max(0, a[i, n + i]))];
    }
}

/// <summary>What very bad and very good grades at one touchpoint do to the outcome, beside all others.</summary>
/// <param name="Penalty">Change of the outcome's mean by a very bad grade, against a middling one.</param>
/// <param name="Reward">Change by a very good one.</param>
/// <param name="PenaltyP">p-value, corrected for all of them (Holm).</param>
/// <param name="RewardP">The same for the reward.</param>
/// <param name="Lows">Trips with a very bad grade.</param>
/// <param name="Highs">Trips with a very good one.</param>
internal sealed record Contrast(double Penalty, double Reward, double PenaltyP, double RewardP, long Lows, long Highs)
{
    private const double Level = 0.05;

    /// <summary>Whether a very bad grade costs beyond chance.</summary>
    public bool PenaltyProven => PenaltyP <= Level && Penalty < 0;

    /// <summary>
    /// <c>basic</c> (its absence angers, its presence goes without saying), <c>performance</c> (the better the better) or
    /// <c>delight</c>; null when neither is beyond chance. Impact asymmetry of Mikulić &amp; Prebežac (2008), cut at ±0.1.
    /// </summary>
    public string? Class
    {
        get
        {
            if (PenaltyP > Level && RewardP > Level) return null;
            var range = Math.Abs(Penalty) + Math.Abs(Reward);
            return range == 0 ? null : (Math.Max(Reward, 0) - Math.Max(-Penalty, 0)) / range is var asymmetry && asymmetry > 0.1 ? "delight" : asymmetry < -0.1 ? "basic" : "performance";
        }
    }
}
