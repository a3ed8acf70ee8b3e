using MathNet.Numerics.LinearAlgebra;

namespace Veinte.Statistics;

/// <summary>Importance of drivers for yes/no outcomes (churn, return, top answer), from rows.</summary>
/// <remarks>
/// <b>Equations</b> and papers stand with each figure. <b>Validity.</b> Outcomes of both kinds, ten of the rarer for each driver. <b>Error.</b> Estimates; intervals by <see cref="ImportanceBootstrap"/>.
/// </remarks>
public static class LogisticImportance
{
    /// <summary>Above this many drivers all subsets take too long to fit; take <see cref="RelativeWeightsOf"/>.</summary>
    public const int MostDrivers = 12;

    /// <summary>
    /// A fit of every subset of drivers, for dominance analysis (Azen &amp; Traxel 2009): 2^p logistic regressions.
    /// </summary>
    /// <param name="x">One row for each observation; at most 12 drivers.</param>
    /// <param name="y">As many outcomes, 0 or 1, of both kinds.</param>
    /// <param name="measure">How a fit is measured.</param>
    public static SubsetFits Subsets(IReadOnlyList<double[]> x, IReadOnlyList<double> y, PseudoR2 measure = PseudoR2.McFadden)
    {
        var fits = LogLikelihoods(x, y);
        return new(x[0].Length, Array.ConvertAll(fits, fit => Measure(measure, fits[0], fit, y.Count)));
    }

    /// <summary>Maximal log-likelihood of every subset of drivers; bit j of the index stands for driver j.</summary>
    private static double[] LogLikelihoods(IReadOnlyList<double[]> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        var p = x.Count > 0 ? x[0].Length : 0;
        if (p is < 1 or > MostDrivers)
            throw new ArgumentException($"All subsets can be fitted of 1 to {MostDrivers} drivers, not {p}.", nameof(x));
        var all = new double[1 << p];
        for (var subset = 0; subset < all.Length; subset++)
        {
            int[] drivers = [.. Enumerable.Range(0, p).Where(j => (subset & (1 << j)) != 0)];
            all[subset] = LogisticRegression.Fit([.. x.Select(row => Array.ConvertAll(drivers, j => row[j]))], y).LogLikelihood;
        }
        return all;
    }

    private static double Measure(PseudoR2 measure, double empty, double fit, int n)
    {
        var coxSnell = 1 - Math.Exp(2 * (empty - fit) / n);
        return measure switch
        {
            PseudoR2.McFadden => 1 - fit / empty,
            PseudoR2.CoxSnell => coxSnell,
            PseudoR2.Nagelkerke => coxSnell / (1 - Math.Exp(2 * empty / n)),
            PseudoR2.Estrella => 1 - Math.Pow(fit / empty, -2 * empty / n),
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "No such measure."),
        };
    }

    /// <summary>
    /// Relative weights for a yes/no outcome: Tonidandel &amp; LeBreton (2010), Journal of Business and Psychology 25. Drivers are
    /// replaced by their nearest orthogonal likenesses, the outcome is regressed on those, and the coefficients, put on the scale of R² (squared correlation of
    /// fitted and observed), are carried back.
    /// </summary>
    /// <param name="x">One row for each observation; any number of drivers, each varying and none determined by the others.</param>
    /// <param name="y">As many outcomes, 0 or 1, of both kinds.</param>
    public static DriverWeights RelativeWeightsOf(IReadOnlyList<double[]> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        var p = x.Count > 0 ? x[0].Length : 0;
        var moments = new CoMoments(p + 1);
        for (var i = 0; i < x.Count; i++) moments.Add([y[i], .. x[i]]);
        var (among, _, which) = CorrelationMatrix.From(moments).Varying();
        if (which.Length < p || p == 0) throw new ArgumentException("A driver or the outcome does not vary; leave it out.", nameof(x));

        var (roots, vectors) = RelativeWeights.Roots(among);
        if (roots.Minimum() == 0) throw new ArgumentException("Some drivers determine each other; leave one of them out.", nameof(x));
        var lambda = vectors * Matrix<double>.Build.DenseOfDiagonalVector(roots) * vectors.Transpose();
        var inverse = vectors * Matrix<double>.Build.DenseOfDiagonalVector(1 / roots) * vectors.Transpose();
        var orthogonal = x.Select(row => (Vector<double>.Build.Dense(p, j => (row[j] - moments.Mean(j + 1)) / Math.Sqrt(moments.Variance(j + 1))) * inverse).ToArray()).ToArray();

        var fit = LogisticRegression.Fit(orthogonal, y);
        var (logits, fitted) = (new Moments(), new CoMoments(2));
        for (var i = 0; i < orthogonal.Length; i++)
        {
            var logit = LogisticRegression.Linear(orthogonal[i], fit.Coefficients);
            logits.Add(logit);
            fitted.Add([1 / (1 + Math.Exp(-logit)), y[i]]);
        }
        var r2 = Math.Pow(fitted.Correlation(0, 1), 2);
        var beta = Vector<double>.Build.Dense(p, j => fit.Coefficients[j + 1] * Math.Sqrt(r2) / logits.StandardDeviation);
        var raw = lambda.PointwiseMultiply(lambda) * beta.PointwiseMultiply(beta);
        return new(raw.Sum(), [.. raw]);
    }
}

/// <summary>How well a logistic model fits, in place of R².</summary>
public enum PseudoR2
{
    /// <summary>1 − ln L / ln L₀.</summary>
    McFadden,

    /// <summary>1 − (L₀/L)^(2/n).</summary>
    CoxSnell,

    /// <summary>Cox and Snell's over its maximum.</summary>
    Nagelkerke,

    /// <summary>1 − (ln L / ln L₀)^(−2 ln L₀ / n).</summary>
    Estrella,
}
