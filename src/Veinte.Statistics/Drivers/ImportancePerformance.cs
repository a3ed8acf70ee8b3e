namespace Veinte.Statistics;

/// <summary>
/// Importance–performance analysis (Martilla &amp; James 1977): four quadrants around the means of importance and performance.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Quadrant by the signs of importance − mean importance and performance − mean performance. <b>Validity.</b> Two touchpoints or more. <b>Error.</b> A picture: which quadrant is no test.
/// </remarks>
public static class ImportancePerformance
{
    /// <summary>Cuts at the grand means.</summary>
    /// <param name="importance">One for each touchpoint.</param>
    /// <param name="performance">As many.</param>
    public static ImportancePerformanceMap Map(IReadOnlyList<double> importance, IReadOnlyList<double> performance)
    {
        ArgumentNullException.ThrowIfNull(importance);
        ArgumentNullException.ThrowIfNull(performance);
        if (importance.Count != performance.Count || importance.Count == 0)
            throw new ArgumentException("Each touchpoint needs an importance and a performance.", nameof(performance));
        var (important, well) = (importance.Average(), performance.Average());
        return new(important, well, [.. importance.Zip(performance, (i, p) => (i >= important, p >= well) switch
        {
            (true, true) => Quadrant.KeepUp,
            (true, false) => Quadrant.ConcentrateHere,
            (false, true) => Quadrant.PossibleOverkill,
            (false, false) => Quadrant.LowPriority,
        })]);
    }
}

/// <summary>An importance–performance map.</summary>
/// <param name="ImportanceCut">Mean importance.</param>
/// <param name="PerformanceCut">Mean performance.</param>
/// <param name="Quadrants">One for each touchpoint.</param>
public sealed record ImportancePerformanceMap(double ImportanceCut, double PerformanceCut, IReadOnlyList<Quadrant> Quadrants);

/// <summary>Quadrants of the map.</summary>
public enum Quadrant
{
    /// <summary>Important and good.</summary>
    KeepUp,

    /// <summary>Important and not good.</summary>
    ConcentrateHere,

    /// <summary>Good and not important.</summary>
    PossibleOverkill,

    /// <summary>Neither.</summary>
    LowPriority,
}
