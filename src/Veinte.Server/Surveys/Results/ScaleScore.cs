using Veinte.Server.Surveys.Definition;
using Veinte.Statistics;

namespace Veinte.Server.Surveys.Results;

/// <summary>
/// A scale's figure with its interval, and what it would be if all who were silent had given the worst or the best answer
/// (Manski's bounds): what a low response rate leaves open, whatever one assumes. Pure.
/// </summary>
/// <param name="Kind"><c>nps</c> (−100…100), <c>satisfied</c> (share of 4 and 5, 0–1), <c>mean</c> (on the scale).</param>
/// <param name="Value">The figure.</param>
/// <param name="Low">Low end of its 95 % interval.</param>
/// <param name="High">High end of its 95 % interval.</param>
/// <param name="Mean">Mean answer.</param>
/// <param name="N">Answers.</param>
/// <param name="Worst">The figure if the silent were all at the bad end; null when nobody is known to be silent.</param>
/// <param name="Best">The figure if the silent were all at the good end.</param>
internal sealed record ScaleScore(string Kind, double Value, double Low, double High, double Mean, int N, double? Worst, double? Best)
{
    private const double Hundred = 100;
    private const int SatisfiedFrom = 4;

    /// <summary>The score of a question.</summary>
    /// <param name="question">A question with a scale.</param>
    /// <param name="points">How many chose each point from the low end up; not all zero.</param>
    /// <param name="silent">How many were asked and did not answer.</param>
    public static ScaleScore Of(SurveyQuestion question, int[] points, int silent)
    {
        var n = points.Sum();
        var (low, high) = question.Scale!.Value;
        var mean = low + points.Select((count, index) => (double)count * index).Sum() / n;
        return question.Type switch
        {
            QuestionType.Nps => Recommendation(points, n, mean, silent),
            QuestionType.Csat => Satisfaction(points, n, mean, silent),
            _ => OfMean(points, n, low, high, mean, silent),
        };
    }

    // Adjusted Wald: right for few answers too, where the plain interval is not.
    private static ScaleScore Recommendation(int[] points, int n, double mean, int silent)
    {
        var score = new NetPromoterScore(points[9] + points[10], points[7] + points[8], points[..7].Sum());
        var interval = score.Interval();
        return new(
            "nps", Hundred * score.Score, Hundred * interval.Low, Hundred * interval.High, mean, n,
            silent > 0 ? Hundred * (score with { Detractors = score.Detractors + silent }).Score : null,
            silent > 0 ? Hundred * (score with { Promoters = score.Promoters + silent }).Score : null);
    }

    private static ScaleScore Satisfaction(int[] points, int n, double mean, int silent)
    {
        var satisfied = points[(SatisfiedFrom - 1)..].Sum();
        var interval = Proportion.Wilson(satisfied, n);
        return new(
            "satisfied", satisfied / (double)n, interval.Low, interval.High, mean, n,
            silent > 0 ? satisfied / (double)(n + silent) : null, silent > 0 ? (satisfied + silent) / (double)(n + silent) : null);
    }

    private static ScaleScore OfMean(int[] points, int n, int low, int high, double mean, int silent)
    {
        var moments = new Veinte.Statistics.Moments();
        for (var index = 0; index < points.Length; index++)
            moments.Merge(new(points[index], points[index], low + index, 0, 0, 0));
        var interval = MeanScore.Interval(moments);
        return new(
            "mean", mean, Math.Max(low, interval.Low), Math.Min(high, interval.High), mean, n,
            silent > 0 ? (mean * n + (double)low * silent) / (n + silent) : null, silent > 0 ? (mean * n + (double)high * silent) / (n + silent) : null);
    }
}
