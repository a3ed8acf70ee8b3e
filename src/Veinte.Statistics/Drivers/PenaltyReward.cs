namespace Veinte.Statistics;

/// <summary>
/// Whether a touchpoint mainly punishes when it fails or rewards when it shines: penalty–reward contrast analysis (Brandt
/// 1987; impact-asymmetry classes of Mikulić &amp; Prebežac 2008). The outcome is regressed on two flags of every touchpoint at once,
/// "low" and "high", so the effects are beside each other, not one by one.
/// </summary>
/// <remarks>
/// <b>Equation.</b> y = a + Σ pⱼ·[xⱼ ≤ low] + Σ rⱼ·[xⱼ ≥ high]; asymmetry = (max(r, 0) − max(−p, 0))/(|p| + |r|). <b>Validity.</b> Ten observations in each cell, touchpoints that vary. <b>Error.</b> The chance of any false effect is at most α (Holm 1979) where
/// least squares' p-values hold (<see cref="LeastSquares"/>).
/// </remarks>
public static class PenaltyReward
{
    /// <summary>A flag with fewer observations than this says nothing.</summary>
    public const int FewestAnswers = 10;

    /// <summary>Analyses rows.</summary>
    /// <param name="x">One row for each observation, a value for each touchpoint.</param>
    /// <param name="y">As many outcomes.</param>
    /// <param name="low">A value up to this is low; one for each touchpoint.</param>
    /// <param name="high">A value from this on is high; above <paramref name="low"/>.</param>
    /// <param name="alpha">Error level for the significance of all effects together (Holm).</param>
    /// <exception cref="ArgumentException">Too few observations, limits that do not fit, or flags that determine each other.</exception>
    public static PenaltyRewardFit Of(
        IReadOnlyList<double[]> x, IReadOnlyList<double> y, IReadOnlyList<double> low, IReadOnlyList<double> high, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        var p = low.Count;
        if (high.Count != p || x.Any(row => row.Length != p) || Enumerable.Range(0, p).Any(j => !(low[j] < high[j])))
            throw new ArgumentException("Each touchpoint needs a value in every row, and a low limit below its high one.", nameof(low));

        var flags = x.Select(row => Enumerable.Range(0, p).SelectMany(j => new[] { row[j] <= low[j] ? 1.0 : 0, row[j] >= high[j] ? 1 : 0 }).ToArray()).ToArray();
        return From(LeastSquares.Fit(flags, y), [.. Enumerable.Range(0, 2 * p).Select(k => flags.Count(row => row[k] == 1))], x.Count, alpha);
    }

    private static PenaltyRewardFit From(LeastSquaresFit fit, int[] counts, int n, double alpha)
    {
        var adjusted = Multiplicity.Holm([.. fit.P.Skip(1)]);
        var effects = new List<AsymmetricEffect>();
        for (var j = 0; j < counts.Length / 2; j++)
        {
            var (penalty, reward) = (fit.Coefficients[1 + 2 * j], fit.Coefficients[2 + 2 * j]);
            var range = Math.Abs(penalty) + Math.Abs(reward);
            var asymmetry = range > 0 ? (Math.Max(reward, 0) - Math.Max(-penalty, 0)) / range : 0;
            var (few, middle) = (Math.Min(counts[2 * j], counts[2 * j + 1]), n - counts[2 * j] - counts[2 * j + 1]);
            effects.Add(new(penalty, reward, fit.P[1 + 2 * j], fit.P[2 + 2 * j], adjusted[2 * j], adjusted[2 * j + 1],
                range, asymmetry, ClassOf(asymmetry), counts[2 * j], counts[2 * j + 1])
            {
                IsSignificant = Math.Min(few, middle) >= FewestAnswers && Math.Min(adjusted[2 * j], adjusted[2 * j + 1]) <= alpha,
            });
        }
        return new(fit.Coefficients[0], fit.R2, effects);
    }

    /// <summary>The class of an impact asymmetry, −1 to 1.</summary>
    public static AsymmetryClass ClassOf(double asymmetry) => asymmetry switch
    {
        > 0.4 => AsymmetryClass.Excitement,
        > 0.1 => AsymmetryClass.Satisfier,
        >= -0.1 => AsymmetryClass.Performance,
        >= -0.4 => AsymmetryClass.Dissatisfier,
        _ => AsymmetryClass.Basic,
    };
}

/// <summary>A penalty–reward regression.</summary>
/// <param name="Intercept">Mean outcome where every touchpoint is neither low nor high.</param>
/// <param name="R2">Explained share of the variance.</param>
/// <param name="Effects">One for each touchpoint.</param>
public sealed record PenaltyRewardFit(double Intercept, double R2, IReadOnlyList<AsymmetricEffect> Effects);

/// <summary>What a touchpoint does to the outcome when it is low and when it is high.</summary>
/// <param name="Penalty">Effect of low (usually below 0).</param>
/// <param name="Reward">Effect of high (usually above 0).</param>
/// <param name="PenaltyP">Its p-value.</param>
/// <param name="RewardP">Its p-value.</param>
/// <param name="AdjustedPenaltyP">The same, corrected for all effects together (Holm).</param>
/// <param name="AdjustedRewardP">The same, corrected for all effects together (Holm).</param>
/// <param name="Range">Range of impact: |penalty| + |reward|.</param>
/// <param name="Asymmetry">Impact asymmetry, −1 (only punishes) to 1 (only rewards).</param>
/// <param name="Class">Its class; to be shown only where <see cref="IsSignificant"/>.</param>
/// <param name="Low">Observations where it was low.</param>
/// <param name="High">Observations where it was high.</param>
public sealed record AsymmetricEffect(
    double Penalty, double Reward, double PenaltyP, double RewardP, double AdjustedPenaltyP, double AdjustedRewardP,
    double Range, double Asymmetry, AsymmetryClass Class, int Low, int High)
{
    /// <summary>Whether one of its effects is beyond chance and each of low, middle and high has at least ten observations.</summary>
    public bool IsSignificant { get; init; }
}

/// <summary>What kind of touchpoint it is.</summary>
public enum AsymmetryClass
{
    /// <summary>Failing hurts far more than shining helps (frustrator).</summary>
    Basic,

    /// <summary>Failing hurts more than shining helps.</summary>
    Dissatisfier,

    /// <summary>Both alike (hybrid).</summary>
    Performance,

    /// <summary>Shining helps more than failing hurts.</summary>
    Satisfier,

    /// <summary>Shining helps far more than failing hurts (delighter).</summary>
    Excitement,
}
