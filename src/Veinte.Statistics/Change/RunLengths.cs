using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using MathNet.Numerics.LinearAlgebra;

namespace Veinte.Statistics;

/// <summary>
/// Mean numbers to an alarm of control charts on independent normal data, by their integral equations (Goel &amp; Wu 1971; Crowder
/// 1987) at Gauss–Legendre nodes. For choosing limits; on other data the false-alarm rate differs.
/// </summary>
/// <remarks>
/// <b>Equation.</b> L(u) = 1 + L(0)·P(back to 0 | u) + ∫ L(x) f(x | u) dx. <b>Validity.</b> Independent normal numbers with known deviation. <b>Error</b>: numerical only, checked against published tables to the
/// digits they print.
/// </remarks>
public static class RunLengths
{
    private const int Nodes = 64;

    /// <summary>Two-sided tabular CUSUM from 0.</summary>
    /// <param name="k">Reference value, at least 0.</param>
    /// <param name="h">Limit, above 0.</param>
    /// <param name="shift">True shift of the mean; all in standard deviations.</param>
    public static double OfCusum(double k, double h, double shift = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(h);
        return 1 / (1 / OneSided(k, h, shift) + 1 / OneSided(k, h, -shift));
    }

    /// <summary>The CUSUM limit that gives a wanted mean number to a false alarm.</summary>
    /// <param name="k">Reference value.</param>
    /// <param name="runLength">Mean number to a false alarm, above 2.</param>
    public static double CusumLimitFor(double k, double runLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runLength, 2);
        return Bisection.FirstAbove(h => h > 1e-3 && OfCusum(k, h) >= runLength);
    }

    /// <summary>Two-sided EWMA chart with constant limits, from its target.</summary>
    /// <param name="lambda">Weight of the newest number, above 0, at most 1.</param>
    /// <param name="width">Width of the limits L, above 0.</param>
    /// <param name="shift">True shift of the mean, in standard deviations.</param>
    public static double OfEwma(double lambda, double width, double shift = 0)
    {
        var limit = width * Math.Sqrt(lambda / (2 - lambda));
        var rule = new GaussLegendreRule(-limit, limit, Nodes);
        return Solve(rule, 0, (from, to) => Density((to - (1 - lambda) * from) / lambda - shift) / lambda, _ => 0);
    }

    private static double OneSided(double k, double h, double shift) =>
        Solve(new(0, h, Nodes), 0, (from, to) => Density(to + k - from - shift), from => Normal.CDF(0, 1, k - from - shift));

    /// <summary>
    /// L(start) of L(u) = 1 + L(start)·atStart(u) + ∫ L(x)·kernel(u, x) dx, by Nyström's method with one more unknown for the start.
    /// </summary>
    private static double Solve(GaussLegendreRule rule, double start, Func<double, double, double> kernel, Func<double, double> atStart)
    {
        double[] points = [start, .. rule.Abscissas];
        var system = Matrix<double>.Build.Dense(points.Length, points.Length, (i, j) =>
            (i == j ? 1 : 0) - (j == 0 ? atStart(points[i]) : rule.GetWeight(j - 1) * kernel(points[i], points[j])));
        return system.Solve(Vector<double>.Build.Dense(points.Length, 1))[0];
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
