using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Model;

namespace Veinte.Server.Promises;

/// <summary>How much data a draft will need, from what comes in now.</summary>
/// <param name="Observations">Observations to a verdict when reality is off the target by the smallest difference; null when more than a milliard.</param>
/// <param name="PerDay">Interactions a day at its touchpoints, over the last 28 days.</param>
/// <param name="Days">Days to a verdict at that rate; null when nothing comes.</param>
public sealed record PromiseNeed(double? Observations, double PerDay, double? Days)
{
    private const int DaysBack = 28;

    /// <summary>The need of a checked draft.</summary>
    public static async Task<PromiseNeed> Of(PromiseDefinition promise, Books books, Instant now, CancellationToken cancel)
    {
        var scale = PromiseScale.Of(promise.Measure, promise.Direction)!.Value;
        var needed = PromisePlanning.Observations(scale.Length(promise.SmallestDifference), PromisePlanning.Variance(promise), promise.ErrorLevel);
        var graded = promise.Measure.Kind == PromiseWords.Grade;
        var total = 0L;
        foreach (var touchpoint in promise.Where.Touchpoints.Count > 0 ? promise.Where.Touchpoints : await books.Names(AccountKind.Touchpoint, cancel))
            total += (await books.Course(AccountKind.Touchpoint, touchpoint, now, DaysBack, cancel)).Sum(point => graded ? point.Graded : point.Interactions);
        var perDay = total / (double)DaysBack;
        return new(needed, perDay, needed is { } n && perDay > 0 ? n / perDay : null);
    }
}
