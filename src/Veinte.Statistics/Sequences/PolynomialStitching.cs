namespace Veinte.Statistics;

/// <summary>
/// The polynomial stitched bound: a closed form that grows as √(V ln ln V), for sub-gamma sums with scale c (negative c: sub-gamma
/// with lighter tails). Howard et al. (2021), Theorem 1, eq. (10) (arXiv:1810.08240).
/// </summary>
public static class PolynomialStitching
{
    /// <summary>A bound that sums stay under at all times with a chance of at least 1 − α.</summary>
    /// <param name="v">Intrinsic time, at least 0.</param>
    /// <param name="alpha">Error level, above 0 and below 1.</param>
    /// <param name="smallestV">Intrinsic time from which it is tight, above 0.</param>
    /// <param name="scale">The scale c.</param>
    /// <param name="s">Exponent, above 1; 1.4 is usual.</param>
    /// <param name="eta">Ratio of the epochs, above 1; 2 is usual.</param>
    public static double Bound(double v, double alpha, double smallestV, double scale, double s = 1.4, double eta = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smallestV);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(s, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(eta, 1);
        var used = Math.Max(v, smallestV);
        var k1 = (Math.Pow(eta, 0.25) + Math.Pow(eta, -0.25)) / Math.Sqrt(2);
        var k2 = (Math.Sqrt(eta) + 1) / 2;
        var level = s * Math.Log(Math.Log(eta * used / smallestV)) + Math.Log(Zeta(s) / (alpha * Math.Pow(Math.Log(eta), s)));
        return Math.Sqrt(k1 * k1 * used * level + k2 * k2 * scale * scale * level * level) + k2 * scale * level;
    }

    /// <summary>Riemann's zeta above 1, by Euler–Maclaurin summation after 20 terms.</summary>
    private static double Zeta(double s)
    {
        const int terms = 20;
        var sum = 0.0;
        for (var n = 1; n < terms; n++) sum += Math.Pow(n, -s);
        var last = Math.Pow(terms, -s);
        return sum + terms * last / (s - 1) + last / 2 + s * last / (12 * terms)
            - s * (s + 1) * (s + 2) * last / (720.0 * terms * terms * terms)
            + s * (s + 1) * (s + 2) * (s + 3) * (s + 4) * last / (30240 * Math.Pow(terms, 5));
    }
}
