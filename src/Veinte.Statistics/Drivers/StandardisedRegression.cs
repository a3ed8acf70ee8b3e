namespace Veinte.Statistics;

/// <summary>Least squares on standardised variables, from their correlations.</summary>
/// <remarks>
/// <b>Equation.</b> β = Rxx⁺ rxy (Rxx⁺ the pseudo-inverse, Penrose 1955). <b>Validity.</b> More observations than drivers plus one. <b>Error.</b> Estimates; for chance see <see cref="DriverAnalysis"/>.
/// </remarks>
public static class StandardisedRegression
{
    /// <summary>
    /// Standardised coefficient of each driver beside all the others, by the pseudo-inverse: of duplicate drivers each gets
    /// an equal part. 0 for a driver that does not vary.
    /// </summary>
    public static double[] Coefficients(CorrelationMatrix correlations)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        var (among, withOutcome, which) = correlations.Varying();
        var coefficients = new double[correlations.Drivers];
        if (which.Length == 0) return coefficients;
        var (roots, vectors) = RelativeWeights.Roots(among);
        for (var k = 0; k < roots.Count; k++)
        {
            if (roots[k] == 0) continue;
            var direction = vectors.Column(k);
            var step = direction.DotProduct(withOutcome) / (roots[k] * roots[k]);
            for (var i = 0; i < which.Length; i++) coefficients[which[i]] += direction[i] * step;
        }
        return coefficients;
    }

    /// <summary>
    /// Correlation-adjusted marginal correlations ω = Rxx^(−½) rxy of Zuber &amp; Strimmer (2011); their squares add up to R².
    /// </summary>
    public static double[] CarScores(CorrelationMatrix correlations)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        var (among, withOutcome, which) = correlations.Varying();
        var scores = new double[correlations.Drivers];
        if (which.Length == 0) return scores;
        var (roots, vectors) = RelativeWeights.Roots(among);
        for (var k = 0; k < roots.Count; k++)
        {
            if (roots[k] == 0) continue;
            var direction = vectors.Column(k);
            var step = direction.DotProduct(withOutcome) / roots[k];
            for (var i = 0; i < which.Length; i++) scores[which[i]] += direction[i] * step;
        }
        return scores;
    }
}
