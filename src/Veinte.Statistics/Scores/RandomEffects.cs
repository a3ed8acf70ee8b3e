namespace Veinte.Statistics;

/// <summary>
/// Shrinks several estimates of unequal precision towards their common mean by how much they truly differ: the normal–normal
/// empirical-Bayes model, with τ² by DerSimonian &amp; Laird (1986), Paule &amp; Mandel (1982) or restricted maximum likelihood (Viechtbauer 2005). Pure.
/// </summary>
/// <remarks>
/// <b>Equation.</b> x̂ᵢ = zᵢxᵢ + (1 − zᵢ)m, zᵢ = τ²/(τ² + vᵢ), m = Σxᵢ/(τ² + vᵢ) / Σ1/(τ² + vᵢ). <b>Validity.</b> Independent estimates, near normal, with known variances; with few of them τ² is rough. <b>Error.</b> Least mean squared error on average over all of
/// them, not for each (Efron &amp; Morris 1977).
/// </remarks>
public static class RandomEffects
{
    /// <summary>Fits the model.</summary>
    /// <param name="means">At least two estimates.</param>
    /// <param name="variances">Their sampling variances, above 0.</param>
    /// <param name="method">How the variance between them is estimated.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or a variance is not above 0.</exception>
    public static RandomEffectsFit Fit(IReadOnlyList<double> means, IReadOnlyList<double> variances, BetweenVariance method = BetweenVariance.Reml)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(variances);
        if (means.Count < 2 || variances.Count != means.Count || variances.Any(v => !(v > 0)))
            throw new ArgumentException("Shrinkage needs two or more estimates, each with a variance above 0.", nameof(variances));
        var k = means.Count;
        var (fixedMean, weight, squares) = Pool(means, variances, 0);
        var heterogeneity = Spread(means, variances, 0, fixedMean);
        var tau2 = method switch
        {
            BetweenVariance.DerSimonianLaird => Math.Max(0, (heterogeneity - (k - 1)) / (weight - squares / weight)),
            BetweenVariance.PauleMandel => PauleMandel(means, variances),
            BetweenVariance.Reml => Reml(means, variances),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such method."),
        };
        var (mean, total, _) = Pool(means, variances, tau2);
        return new(tau2, mean, Math.Sqrt(1 / total), heterogeneity,
            [.. means.Zip(variances, (y, v) => mean + tau2 / (tau2 + v) * (y - mean))],
            [.. variances.Select(v => tau2 / (tau2 + v))]);
    }

    private static double PauleMandel(IReadOnlyList<double> means, IReadOnlyList<double> variances)
    {
        var target = means.Count - 1.0;
        return SpreadAt(0) <= target ? 0 : Bisection.FirstAbove(tau2 => SpreadAt(tau2) <= target);

        double SpreadAt(double tau2) => Spread(means, variances, tau2, Pool(means, variances, tau2).Mean);
    }

    private static double Reml(IReadOnlyList<double> means, IReadOnlyList<double> variances)
    {
        var tau2 = means.Variance();
        for (var step = 0; step < 100_000; step++)
        {
            var (mean, weight, squares) = Pool(means, variances, tau2);
            var excess = 0.0;
            for (var i = 0; i < means.Count; i++)
                excess += ((means[i] - mean) * (means[i] - mean) - variances[i]) / ((variances[i] + tau2) * (variances[i] + tau2));
            var next = Math.Max(0, excess / squares + 1 / weight);
            if (Math.Abs(next - tau2) <= 1e-13 * (1 + tau2)) return next;
            tau2 = next;
        }
        return tau2;
    }

    private static double Variance(this IReadOnlyList<double> values)
    {
        var moments = new Moments();
        foreach (var value in values) moments.Add(value);
        return moments.Variance;
    }

    private static (double Mean, double Weight, double Squares) Pool(IReadOnlyList<double> means, IReadOnlyList<double> variances, double tau2)
    {
        double sum = 0, weight = 0, squares = 0;
        for (var i = 0; i < means.Count; i++)
        {
            var w = 1 / (variances[i] + tau2);
            sum += w * means[i];
            weight += w;
            squares += w * w;
        }
        return (sum / weight, weight, squares);
    }

    private static double Spread(IReadOnlyList<double> means, IReadOnlyList<double> variances, double tau2, double mean)
    {
        var sum = 0.0;
        for (var i = 0; i < means.Count; i++) sum += (means[i] - mean) * (means[i] - mean) / (variances[i] + tau2);
        return sum;
    }
}

/// <summary>How the variance between estimates is estimated.</summary>
public enum BetweenVariance
{
    /// <summary>Moments (DerSimonian &amp; Laird).</summary>
    DerSimonianLaird,

    /// <summary>Generalised moments (Paule &amp; Mandel).</summary>
    PauleMandel,

    /// <summary>Restricted maximum likelihood.</summary>
    Reml,
}

/// <summary>Estimates shrunk towards each other.</summary>
/// <param name="Between">τ²: variance between the true values.</param>
/// <param name="Mean">Their common mean.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Heterogeneity">Cochran's Q.</param>
/// <param name="Estimates">The shrunken estimates.</param>
/// <param name="Credibilities">Weight of each estimate's own value, 0–1.</param>
public sealed record RandomEffectsFit(
    double Between, double Mean, double StandardError, double Heterogeneity, IReadOnlyList<double> Estimates, IReadOnlyList<double> Credibilities);
