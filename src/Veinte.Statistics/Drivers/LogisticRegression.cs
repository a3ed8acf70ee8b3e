using MathNet.Numerics.LinearAlgebra;

namespace Veinte.Statistics;

/// <summary>
/// Logistic regression with an intercept by iteratively reweighted least squares (McCullagh &amp; Nelder 1989), from rows. Where a
/// driver separates the outcomes perfectly the likelihood has no maximum; the fit then stops after 50 steps with large coefficients.
/// </summary>
/// <remarks>
/// <b>Equation.</b> b ← b + (XᵀWX)⁻¹Xᵀ(y − p), W = p(1 − p) (ibid., § 4.4). <b>Validity.</b> Rows independent, ten of the rarer outcome for each coefficient. <b>Error.</b> The maximum of the likelihood; it claims no more.
/// </remarks>
public static class LogisticRegression
{
    /// <summary>Fits ln(p/(1 − p)) = a + Σ bⱼ xⱼ.</summary>
    /// <param name="x">One row for each observation; rows may be empty (intercept only).</param>
    /// <param name="y">As many outcomes, 0 or 1.</param>
    /// <exception cref="ArgumentException">There are no outcomes, not as many as rows, or one is neither 0 nor 1.</exception>
    public static LogisticFit Fit(IReadOnlyList<double[]> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count || y.Count == 0 || y.Any(value => value is not (0 or 1)))
            throw new ArgumentException("Each row needs an outcome of 0 or 1.", nameof(y));
        var k = x[0].Length + 1;
        var (coefficients, logLikelihood) = (Vector<double>.Build.Dense(k), double.NegativeInfinity);
        for (var step = 0; step < 50; step++)
        {
            var (gradient, information) = (Vector<double>.Build.Dense(k), Matrix<double>.Build.Dense(k, k));
            var now = Accumulate(x, y, coefficients, gradient, information);
            if (Math.Abs(now - logLikelihood) <= 1e-13 * (Math.Abs(now) + 0.1)) break;
            logLikelihood = now;
            coefficients += information.Solve(gradient);
        }
        return new([.. coefficients], Accumulate(x, y, coefficients, null, null));
    }

    /// <summary>a + Σ bⱼ xⱼ.</summary>
    internal static double Linear(double[] row, IList<double> coefficients)
    {
        var sum = coefficients[0];
        for (var j = 0; j < row.Length; j++) sum += coefficients[j + 1] * row[j];
        return sum;
    }

    /// <summary>Log-likelihood, and where asked its gradient and expected information.</summary>
    private static double Accumulate(
        IReadOnlyList<double[]> x, IReadOnlyList<double> y, Vector<double> coefficients, Vector<double>? gradient, Matrix<double>? information)
    {
        var logLikelihood = 0.0;
        for (var i = 0; i < x.Count; i++)
        {
            var linear = Linear(x[i], coefficients);
            var p = 1 / (1 + Math.Exp(-linear));
            logLikelihood -= y[i] == 1 ? Softplus(-linear) : Softplus(linear);
            if (gradient is null || information is null) continue;
            var weight = Math.Max(p * (1 - p), 1e-12);
            for (var a = 0; a < coefficients.Count; a++)
            {
                var xa = a == 0 ? 1 : x[i][a - 1];
                gradient[a] += xa * (y[i] - p);
                for (var b = 0; b < coefficients.Count; b++) information[a, b] += weight * xa * (b == 0 ? 1 : x[i][b - 1]);
            }
        }
        return logLikelihood;
    }

    /// <summary>ln(1 + e^x).</summary>
    private static double Softplus(double x) => x > 0 ? x + IncompleteGamma.Log1P(Math.Exp(-x)) : IncompleteGamma.Log1P(Math.Exp(x));
}

/// <summary>A logistic fit.</summary>
/// <param name="Coefficients">Intercept first.</param>
/// <param name="LogLikelihood">Its maximum.</param>
public sealed record LogisticFit(double[] Coefficients, double LogLikelihood);
