using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// How much data a promise will need: the number of observations after which the test would decide, were the mean the smallest
/// difference worth acting on away from the target. Pure; an estimate, not a guarantee.
/// </summary>
public static class PromisePlanning
{
    private const double ObservationsMax = 1e9;

    /// <summary>Observations to a verdict.</summary>
    /// <param name="difference">Distance of the mean from the target, as a share of the scale, above 0.</param>
    /// <param name="variance">Variance of one observation, as a share of the scale squared, 0–0.25.</param>
    /// <param name="alpha">Error level.</param>
    /// <returns>Null when even a milliard would not do.</returns>
    public static double? Observations(double difference, double variance, double alpha)
    {
        // The target's place does not matter: the excess is n × difference. ½ is any.
        var test = new EmpiricalBernsteinTest(0.5, alpha);
        bool Decides(double n) => test.LogEAbove(new((long)n, (0.5 + difference) * (long)n, 0.25 + variance * n)) >= test.Threshold;
        var (low, high) = (1.0, 2.0);
        while (!Decides(high))
        {
            if (high > ObservationsMax) return null;
            (low, high) = (high, high * 2);
        }
        while (high - low > 1) (low, high) = Decides((low + high) / 2) ? (low, (low + high) / 2) : ((low + high) / 2, high);
        return Math.Ceiling(high);
    }

    /// <summary>The variance to plan with before anything was observed.</summary>
    /// <param name="promise">The promise.</param>
    public static double Variance(PromiseDefinition promise)
    {
        if (PromiseScale.Of(promise.Measure, promise.Direction) is not { } scale) return 0.25;
        var x = Math.Clamp(scale.In(promise.Target), 0.01, 0.99);
        return promise.Measure.Kind switch
        {
            // Of a share the variance follows from the share; grades spread by about 3.3 points in firms' own data.
            PromiseWords.Share or PromiseWords.Conversion or PromiseWords.FirstContact => x * (1 - x),
            PromiseWords.Grade => 3.3 / 20 * (3.3 / 20),
            _ => x * (1 - x) / 2,
        };
    }
}
