namespace Veinte.Ledger;

/// <summary>
/// Shrinkage estimators in their textbook form, for whole tables at once. <see cref="GroupFigures"/> keeps the same
/// quantities up to date one interaction at a time. Pure.
/// </summary>
public static class Credibility
{
    /// <summary>
    /// The credibility model of Bühlmann &amp; Straub (1970) with unbiased estimators and a credibility-weighted collective, as
    /// function <c>cm</c> of the R package actuar computes it. When accounts differ by less than chance (τ² ≤ 0) the
    /// credibilities are zero and everyone gets the plain weighted mean.
    /// </summary>
    /// <param name="observations">One row for each account.</param>
    /// <param name="weights">The weight of each observation, above 0; shaped like <paramref name="observations"/>.</param>
    public static CredibilityEstimate BuhlmannStraub(double[][] observations, double[][] weights)
    {
        var accounts = observations.Length;
        var (weight, mean) = (new double[accounts], new double[accounts]);
        double squares = 0, freedom = 0;
        for (var i = 0; i < accounts; i++)
        {
            weight[i] = weights[i].Sum();
            mean[i] = WeightedMean(observations[i], weights[i]);
            for (var j = 0; j < observations[i].Length; j++)
                squares += weights[i][j] * (observations[i][j] - mean[i]) * (observations[i][j] - mean[i]);
            freedom += observations[i].Length - 1;
        }
        var within = squares / freedom;
        var total = weight.Sum();
        var common = WeightedMean(mean, weight);
        var explained = mean.Select((x, i) => weight[i] * (x - common) * (x - common)).Sum();
        var between = (explained - (accounts - 1) * within) / (total - weight.Sum(w => w * w) / total);

        var z = between > 0 ? Array.ConvertAll(weight, w => w / (w + within / between)) : new double[accounts];
        var collective = between > 0 ? WeightedMean(mean, z) : common;
        return new(collective, within, between, mean, weight, z, [.. mean.Select((x, i) => z[i] * x + (1 - z[i]) * collective)]);
    }

    /// <summary>
    /// Shrinks proportions of equally many trials towards their mean (James &amp; Stein 1961 in the form of Efron &amp; Morris
    /// 1977), with the binomial variance at the grand mean.
    /// </summary>
    /// <param name="proportions">At least four, 0–1, not all equal.</param>
    /// <param name="trials">Trials behind each proportion.</param>
    public static JamesSteinEstimate JamesStein(double[] proportions, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(proportions.Length, 4);
        var mean = proportions.Average();
        var variance = mean * (1 - mean) / trials;
        var shrink = 1 - (proportions.Length - 3) * variance / proportions.Sum(y => (y - mean) * (y - mean));
        return new(mean, variance, shrink, Array.ConvertAll(proportions, y => mean + shrink * (y - mean)));
    }

    private static double WeightedMean(double[] values, double[] weights) =>
        values.Zip(weights, (x, w) => x * w).Sum() / weights.Sum();
}

/// <summary>What <see cref="Credibility.BuhlmannStraub"/> estimates; lists by account.</summary>
/// <param name="Collective">Mean of all accounts.</param>
/// <param name="Within">Variance of an observation of weight one within its account (s²).</param>
/// <param name="Between">Variance between accounts (τ²); may be negative.</param>
/// <param name="Means">Own means.</param>
/// <param name="Weights">Total weights.</param>
/// <param name="Credibilities">Weight of the own mean in the premium, 0–1.</param>
/// <param name="Premiums">The shrunken estimates.</param>
public sealed record CredibilityEstimate(
    double Collective, double Within, double Between, IReadOnlyList<double> Means, IReadOnlyList<double> Weights,
    IReadOnlyList<double> Credibilities, IReadOnlyList<double> Premiums);

/// <summary>What <see cref="Credibility.JamesStein"/> estimates.</summary>
/// <param name="Mean">Grand mean.</param>
/// <param name="Variance">Variance of one proportion by chance.</param>
/// <param name="Shrink">How much of the distance to the mean is kept.</param>
/// <param name="Estimates">The shrunken proportions.</param>
public sealed record JamesSteinEstimate(double Mean, double Variance, double Shrink, IReadOnlyList<double> Estimates);
