using MathNet.Numerics.LinearAlgebra;

namespace Veinte.Statistics;

/// <summary>
/// How the explained variance of an outcome splits among correlated drivers, without trying their subsets: Johnson (2000),
/// Multivariate Behavioral Research 35(1), which equals Genizi (1993). With Rxx = V D Vᵀ, Λ = V √D Vᵀ and β = Λ⁻¹ rxy the
/// weight of driver j is Σₖ Λ²ⱼₖ β²ₖ; the weights are never negative and add up to R². Directions without variance
/// (duplicate drivers) drop out by the pseudo-inverse, and duplicates share their weight evenly.
/// </summary>
/// <remarks>
/// <b>Validity.</b> More observations than drivers plus one; any correlation among drivers. <b>Error.</b> An estimate without one of its own: intervals and significance come from <see cref="DriverAnalysis"/>.
/// </remarks>
public static class RelativeWeights
{
    /// <summary>Below this, a direction of the drivers is rounding.</summary>
    private const double Rounding = 1e-10;

    /// <summary>Weight of each driver, in its order; 0 for one that does not vary. Any number of drivers.</summary>
    public static DriverWeights Of(CorrelationMatrix correlations)
    {
        ArgumentNullException.ThrowIfNull(correlations);
        var (among, withOutcome, which) = correlations.Varying();
        var weights = new double[correlations.Drivers];
        if (which.Length == 0) return new(0, weights);

        var (roots, vectors) = Roots(among);
        var inverse = roots.Map(root => root > 0 ? 1 / root : 0, Zeros.Include);
        var beta = vectors * inverse.PointwiseMultiply(vectors.TransposeThisAndMultiply(withOutcome));
        var lambda = vectors * Matrix<double>.Build.DenseOfDiagonalVector(roots) * vectors.Transpose();
        var raw = lambda.PointwiseMultiply(lambda) * beta.PointwiseMultiply(beta);
        for (var i = 0; i < which.Length; i++) weights[which[i]] = raw[i];
        return new(raw.Sum(), weights);
    }

    /// <summary>Square roots of the eigenvalues of a symmetric matrix (0 where rounding), and its eigenvectors.</summary>
    internal static (Vector<double> Roots, Matrix<double> Vectors) Roots(Matrix<double> symmetric)
    {
        var eigen = symmetric.Evd(Symmetricity.Symmetric);
        var values = eigen.EigenValues.Real();
        var least = Rounding * Math.Max(1, values.Maximum());
        return (values.Map(value => value > least ? Math.Sqrt(value) : 0, Zeros.Include), eigen.EigenVectors);
    }
}

/// <summary>Explained variance and its split among drivers.</summary>
/// <param name="R2">Share of the outcome's variance that all drivers explain together, 0–1.</param>
/// <param name="Raw">The part of each driver, in their order; they add up to <paramref name="R2"/>.</param>
public sealed record DriverWeights(double R2, IReadOnlyList<double> Raw)
{
    /// <summary>The part of each driver in what is explained: they add up to 1. All 0 where nothing is explained.</summary>
    public IReadOnlyList<double> Shares => R2 > 0 ? [.. Raw.Select(weight => weight / R2)] : new double[Raw.Count];
}
