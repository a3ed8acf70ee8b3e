namespace Veinte.Statistics;

/// <summary>
/// What a journey is remembered by: its mean, the moment furthest from expectation and the end (Kahneman, Fredrickson, Schreiber &amp; Redelmeier
/// 1993). Every part is its own explanation: the contributions add up to the distance from the expectation.
/// </summary>
/// <remarks>
/// <b>Equation.</b> Score = expectation + a(mean − expectation) + b(peak − expectation) + c(end − expectation). <b>Validity.</b> One grade or more. <b>Error.</b> A rule and no estimate: none.
/// </remarks>
/// <param name="Mean">Mean grade.</param>
/// <param name="Peak">Grade furthest from the expectation; of equals the lower, then the later.</param>
/// <param name="PeakIndex">Where it is, 0-based.</param>
/// <param name="End">Last grade.</param>
/// <param name="Score">Expectation plus contributions.</param>
/// <param name="FromMean">Contribution of the mean.</param>
/// <param name="FromPeak">Contribution of the peak.</param>
/// <param name="FromEnd">Contribution of the end.</param>
public readonly record struct PeakEnd(
    double Mean, double Peak, int PeakIndex, double End, double Score, double FromMean, double FromPeak, double FromEnd)
{
    /// <summary>Scores a journey.</summary>
    /// <param name="grades">Grades in their order, at least one.</param>
    /// <param name="expectation">The grade that was expected.</param>
    /// <param name="mean">Weight of the mean.</param>
    /// <param name="peak">Weight of the peak.</param>
    /// <param name="end">Weight of the end.</param>
    /// <exception cref="ArgumentException">There are no grades.</exception>
    public static PeakEnd Of(ReadOnlySpan<double> grades, double expectation, double mean = 1.0 / 3, double peak = 1.0 / 3, double end = 1.0 / 3)
    {
        if (grades.IsEmpty) throw new ArgumentException("A journey without grades has no score.", nameof(grades));
        var (at, sum) = (0, 0.0);
        for (var i = 0; i < grades.Length; i++)
        {
            sum += grades[i];
            double now = grades[i] - expectation, best = grades[at] - expectation;
            var further = Math.Abs(now).CompareTo(Math.Abs(best));
            if (further > 0 || (further == 0 && now <= best)) at = i;
        }
        var average = sum / grades.Length;
        double fromMean = mean * (average - expectation), fromPeak = peak * (grades[at] - expectation), fromEnd = end * (grades[^1] - expectation);
        return new(average, grades[at], at, grades[^1], expectation + fromMean + fromPeak + fromEnd, fromMean, fromPeak, fromEnd);
    }
}
