namespace Veinte.Statistics;

/// <summary>
/// Mean, variance, skewness and kurtosis of numbers as they come: Welford (1962), West (1979) for weights, Pébay (2008) eq. (2.1)
/// for merging. Five numbers that merge in any order, up to rounding. A mutable value.
/// </summary>
/// <param name="Weight">Sum of weights: without weights, how many.</param>
/// <param name="WeightSquares">Sum of squared weights.</param>
/// <param name="Mean">Their mean; 0 without any.</param>
/// <param name="M2">Σ w (x − mean)².</param>
/// <param name="M3">Σ w (x − mean)³.</param>
/// <param name="M4">Σ w (x − mean)⁴.</param>
public record struct Moments(double Weight, double WeightSquares, double Mean, double M2, double M3, double M4)
{
    /// <summary>Variance with divisor n − 1; 0 for a single number, NaN without any.</summary>
    public readonly double Variance => Weight > 1 ? M2 / (Weight - 1) : Weight > 0 ? 0 : double.NaN;

    /// <summary>Standard deviation with divisor n − 1.</summary>
    public readonly double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Variance with divisor n; NaN without any.</summary>
    public readonly double PopulationVariance => Weight > 0 ? M2 / Weight : double.NaN;

    /// <summary>Population skewness m₃ / m₂^1.5; NaN where nothing varies.</summary>
    public readonly double Skewness => M2 > 0 ? Math.Sqrt(Weight) * M3 / Math.Pow(M2, 1.5) : double.NaN;

    /// <summary>Population excess kurtosis m₄ / m₂² − 3; NaN where nothing varies.</summary>
    public readonly double ExcessKurtosis => M2 > 0 ? Weight * M4 / (M2 * M2) - 3 : double.NaN;

    /// <summary>How many equally weighted numbers would tell as much: (Σw)² / Σw² (Kish 1965); 0 without any.</summary>
    public readonly double EffectiveN => WeightSquares > 0 ? Weight * Weight / WeightSquares : 0;

    /// <summary>Takes a number in.</summary>
    /// <param name="x">Any finite number.</param>
    /// <param name="weight">Above 0.</param>
    public void Add(double x, double weight = 1) => Merge(new(weight, weight * weight, x, 0, 0, 0));

    /// <summary>Adds what another part has taken in.</summary>
    public void Merge(in Moments other)
    {
        if (other.Weight == 0) return;
        if (Weight == 0)
        {
            this = other;
            return;
        }
        double a = Weight, b = other.Weight, n = a + b, d = other.Mean - Mean, step = d / n;
        double m2 = M2, m3 = M3;
        Mean = b > a ? other.Mean - a * step : Mean + b * step;
        M2 = m2 + other.M2 + d * step * a * b;
        M3 = m3 + other.M3 + d * step * step * a * b * (a - b) + 3 * step * (a * other.M2 - b * m2);
        M4 += other.M4 + d * step * step * step * a * b * (a * a - a * b + b * b)
            + 6 * step * step * (a * a * other.M2 + b * b * m2) + 4 * step * (a * other.M3 - b * m3);
        Weight = n;
        WeightSquares += other.WeightSquares;
    }
}
