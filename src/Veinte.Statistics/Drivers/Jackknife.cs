using MathNet.Numerics.Distributions;

namespace Veinte.Statistics;

/// <summary>
/// Standard errors by leaving out one group of observations at a time: se² = (G − 1)/G · Σ(θ₍g₎ − mean)² (Shao &amp; Tu 1995,
/// eq. 2.30). Holds for smooth figures; not for ones at the edge of their range.
/// </summary>
internal sealed class Jackknife
{
    private readonly double[] _estimate, _error;

    /// <param name="estimate">Figures of all observations.</param>
    /// <param name="replicates">The same figures, one group left out each time.</param>
    public Jackknife(double[] estimate, IReadOnlyList<double[]> replicates)
    {
        (_estimate, _error, Replicates) = (estimate, new double[estimate.Length], replicates.Count);
        for (var i = 0; i < estimate.Length; i++)
        {
            var moments = new Moments();
            foreach (var replicate in replicates) moments.Add(replicate[i]);
            _error[i] = replicates.Count > 1 ? Math.Sqrt((replicates.Count - 1) * moments.PopulationVariance) : double.NaN;
        }
    }

    public int Replicates { get; }

    public double LogitError(int index) => _error[index];

    public Interval LogitInterval(int index, double quantile) =>
        new(Logistic(_estimate[index] - quantile * _error[index]), Logistic(_estimate[index] + quantile * _error[index]));

    /// <summary>Two-sided p-value of the figure being 0; 1 where neither it nor its error differs from 0.</summary>
    /// <param name="index">Which figure.</param>
    /// <param name="freedom">Degrees of freedom of its error, from <see cref="Freedom"/>.</param>
    public double PValue(int index, double freedom)
    {
        if (Replicates < 2) return double.NaN;
        if (_error[index] == 0) return _estimate[index] == 0 ? 1 : 0;
        return 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(_estimate[index] / _error[index]));
    }

    /// <summary>
    /// Degrees of freedom of an error that rests on groups of unlike size (Satterthwaite 1946): (Σw)²/Σw² − 1, which is one less than
    /// the number of groups where all are alike. At least 1.
    /// </summary>
    /// <param name="weights">Observations in each group.</param>
    public static double Freedom(IEnumerable<double> weights)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var weight in weights) (sum, squares) = (sum + weight, squares + weight * weight);
        return squares > 0 ? Math.Max(1, sum * sum / squares - 1) : 1;
    }

    public static double Logit(double share)
    {
        var inside = Math.Clamp(share, 1e-12, 1 - 1e-12);
        return Math.Log(inside / (1 - inside));
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
