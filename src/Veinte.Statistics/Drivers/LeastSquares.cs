using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Veinte.Statistics;

/// <summary>Ordinary least squares with an intercept, from rows.</summary>
/// <remarks>
/// <b>Equation.</b> b = (XᵀX)⁻¹Xᵀy, se² = s²(XᵀX)⁻¹ⱼⱼ, t = b/se with n − p − 1 degrees of freedom (Gauss 1823; Student 1908). <b>Validity.</b> Rows independent, the spread about the same everywhere; p-values at one look at a sample fixed
/// beforehand. <b>Error.</b> Under that and normal errors exact, else as samples grow.
/// </remarks>
public static class LeastSquares
{
    /// <summary>Fits y = a + Σ bⱼ xⱼ.</summary>
    /// <param name="x">One row for each observation.</param>
    /// <param name="y">As many outcomes.</param>
    /// <returns>Coefficients, intercept first, with two-sided p-values from Student's t.</returns>
    /// <exception cref="ArgumentException">There are no more observations than coefficients, or columns determine each other.</exception>
    public static LeastSquaresFit Fit(IReadOnlyList<double[]> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var (n, k) = (y.Count, x.Count > 0 ? x[0].Length + 1 : 1);
        if (x.Count != n || n <= k) throw new ArgumentException($"{n} observations do not determine {k} coefficients.", nameof(y));

        var design = Matrix<double>.Build.Dense(n, k, (i, j) => j == 0 ? 1 : x[i][j - 1]);
        var outcome = Vector<double>.Build.DenseOfEnumerable(y);
        var qr = design.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        if (qr.R.Diagonal().AbsoluteMinimum() <= 1e-10 * Math.Max(1, qr.R.Diagonal().AbsoluteMaximum()))
            throw new ArgumentException("Some columns determine each other; leave one of them out.", nameof(x));

        var coefficients = qr.Solve(outcome);
        var residuals = outcome - design * coefficients;
        var (squares, mean) = (residuals.DotProduct(residuals), y.Average());
        var total = y.Sum(value => (value - mean) * (value - mean));
        var inverse = qr.R.Inverse();
        var errors = (inverse * inverse.Transpose()).Diagonal().Multiply(squares / (n - k)).PointwiseSqrt();
        var p = coefficients.Select((b, j) => 2 * StudentT.CDF(0, 1, n - k, -Math.Abs(b / errors[j])));
        return new([.. coefficients], [.. errors], [.. p], total > 0 ? 1 - squares / total : 0);
    }
}

/// <summary>A least-squares fit; lists begin with the intercept.</summary>
/// <param name="Coefficients">Coefficients.</param>
/// <param name="StandardErrors">Their standard errors.</param>
/// <param name="P">Two-sided p-values.</param>
/// <param name="R2">Explained share of the variance.</param>
public sealed record LeastSquaresFit(
    IReadOnlyList<double> Coefficients, IReadOnlyList<double> StandardErrors, IReadOnlyList<double> P, double R2);
