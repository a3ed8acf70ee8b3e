namespace Veinte.Statistics;

/// <summary>
/// Percentile intervals of importances by resampling rows: the exact way when the history is at hand, to check what the stream's
/// jackknife says (<see cref="DriverAnalysis"/>). Efron (1979); for driver weights Tonidandel, LeBreton &amp; Johnson (2009).
/// Deterministic in its seed.
/// </summary>
/// <remarks>
/// <b>Equation.</b> The α/2 and 1 − α/2 quantiles of the figure over resamples of all rows with replacement. <b>Validity.</b> Independent rows: where customers answer often, resample customers. <b>Error.</b> Covers 1 − α as
/// samples grow; a share near 0 is covered too seldom, for it cannot go below.
/// </remarks>
public static class ImportanceBootstrap
{
    /// <summary>Intervals of each driver's importance.</summary>
    /// <param name="rows">Outcome first, then drivers; NaN where missing.</param>
    /// <param name="importance">What is computed of each resample, such as <see cref="RelativeWeights.Of"/>.</param>
    /// <param name="resamples">How many, at least 2; 1000 is usual.</param>
    /// <param name="level">Coverage, above 0 and below 1.</param>
    /// <param name="seed">Where the random sequence starts.</param>
    public static IReadOnlyList<Interval> Intervals(
        IReadOnlyList<double[]> rows, Func<CorrelationMatrix, DriverWeights> importance, int resamples = 1000, double level = 0.95, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(importance);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 2);
        if (rows.Count == 0) throw new ArgumentException("There are no rows to draw from.", nameof(rows));
        var (random, drawn) = (new SplitMix64(seed), new List<double>[rows[0].Length - 1]);
        for (var j = 0; j < drawn.Length; j++) drawn[j] = [];
        var moments = new CoMoments(rows[0].Length);
        for (var b = 0; b < resamples; b++)
        {
            moments.Clear();
            for (var i = 0; i < rows.Count; i++) moments.Add(rows[random.NextInt(rows.Count)]);
            var weights = importance(CorrelationMatrix.From(moments)).Raw;
            for (var j = 0; j < drawn.Length; j++) drawn[j].Add(weights[j]);
        }
        return [.. drawn.Select(values => Percentiles([.. values], level))];
    }

    /// <summary>
    /// The weight of an event in a replicate of a streaming bootstrap: Poisson with mean 1, the same whenever and wherever it is asked
    /// for (Chamandy, Muralidharan &amp; Najmi 2012). Two hundred replicates cost two hundred updates an event: at thirty drivers prefer <see cref="GroupedCoMoments"/>.
    /// </summary>
    /// <param name="eventKey">A stable number of the event.</param>
    /// <param name="replicate">Which replicate.</param>
    public static int PoissonWeight(ulong eventKey, int replicate)
    {
        var u = (SplitMix64.Mix(SplitMix64.Mix(eventKey) ^ (ulong)(uint)replicate) >> 11) * (1.0 / (1UL << 53));
        var (k, term) = (0, Math.Exp(-1));
        for (var sum = term; u >= sum && k < 20; sum += term) term /= ++k;
        return k;
    }

    private static Interval Percentiles(double[] values, double level)
    {
        Array.Sort(values);
        return new(Quantiles.OfSorted(values, (1 - level) / 2), Quantiles.OfSorted(values, (1 + level) / 2));
    }
}
