using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Model;

namespace Veinte.Server.Promises;

/// <summary>How much data a draft will need, from what comes in now.</summary>
/// <param name="Observations">Observations to a verdict when reality is off the target by the smallest difference; null when more than a milliard.</param>
/// <param name="PerDay">Interactions a day that it is about and that carry the data, from the last 28 days at its touchpoints and what the latest of them carry.</param>
/// <param name="Days">Days to a verdict at that rate; null when nothing comes.</param>
/// <param name="IsOfAll">Whether only its touchpoints could be looked at: the rest of its conditions, or what carries the data, is not told by the interactions alone.</param>
public sealed record PromiseNeed(double? Observations, double PerDay, double? Days, bool IsOfAll)
{
    private const int DaysBack = 28;

    /// <summary>The need of a checked promise.</summary>
    /// <param name="promise">The promise.</param>
    /// <param name="books">The books.</param>
    /// <param name="latest">What the latest interactions carry for it; null when they do not tell.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Ends the question.</param>
    public static async Task<PromiseNeed> Of(PromiseDefinition promise, Books books, CaptureCount? latest, Instant now, CancellationToken cancel)
    {
        var scale = PromiseScale.Of(promise.Measure, promise.Direction)!.Value;
        var needed = PromisePlanning.Observations(scale.Length(promise.SmallestDifference), PromisePlanning.Variance(promise), promise.ErrorLevel);
        var graded = promise.Measure.Kind == PromiseWords.Grade;
        var total = 0L;
        foreach (var touchpoint in promise.Where.Touchpoints.Count > 0 ? promise.Where.Touchpoints : await books.Names(AccountKind.Touchpoint, cancel))
            total += (await books.Course(AccountKind.Touchpoint, touchpoint, now, DaysBack, cancel)).Sum(point => graded ? point.Graded : point.Interactions);
        var perDay = total / (double)DaysBack * (latest is { Near: > 0 } ? (double)latest.Carried / latest.Near : 1);
        return new(needed, perDay, needed is { } n && perDay > 0 ? n / perDay : null, latest is not { Near: > 0 } && !(graded && IsOfPlaces(promise.Where)));
    }

    private static bool IsOfPlaces(PromiseFilter where) => where is
    {
        Channels.Count: 0, Staff.Count: 0, Areas.Count: 0, Journeys.Count: 0, Stages.Count: 0, Intents.Count: 0, Sources.Count: 0, Identifier: null, Properties.Count: 0, Traits.Count: 0,
    };
}
