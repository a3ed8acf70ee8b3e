using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>The values promises can speak of, read out of an interaction without objects in between.</summary>
internal static class PromiseSignals
{
    /// <summary>Names a condition may use.</summary>
    public static bool IsCondition(string? name) =>
        name is "waitSeconds" or "waitKept" or "outcome" or "rating" or "nps" or "csat" or "ces" or "effort" or "reaction" or "revenue" or "grade" or "property";

    /// <summary>Names a mean may be of.</summary>
    public static bool IsNumber(string? name) => name is "rating" or "nps" or "csat" or "ces" or "effort" or "waitSeconds" or "revenue" or "property";

    /// <summary>A number of an interaction; null when it does not carry it.</summary>
    /// <param name="name">Which one; a rating is told on its own scale as 0–1 when <paramref name="ratingAsShare"/> is set.</param>
    /// <param name="property">Name of the property, in UTF-8.</param>
    /// <param name="view">The interaction.</param>
    /// <param name="grade">Its grade.</param>
    /// <param name="ratingAsShare">Whether a rating's own scale is taken off.</param>
    public static double? Number(string name, byte[]? property, in InteractionView view, Grade? grade, bool ratingAsShare)
    {
        ref readonly var signals = ref view.Signals;
        return name switch
        {
            "grade" => grade?.Value,
            "rating" => !signals.Has(SignalSet.Rating) ? null
                : ratingAsShare ? (signals.Rating - signals.RatingMin) / (signals.RatingMax - signals.RatingMin) : signals.Rating,
            "nps" => signals.Has(SignalSet.Nps) ? signals.Nps : null,
            "csat" => signals.Has(SignalSet.Csat) ? signals.Csat : null,
            "ces" => signals.Has(SignalSet.Ces) ? signals.Ces : null,
            "effort" => signals.Has(SignalSet.Effort) ? signals.Effort : null,
            // A wait without a promised one is no signal, but it is known.
            "waitSeconds" => signals.Has(SignalSet.Wait) ? signals.WaitSeconds : JsonMembers.Number(view.Properties, "waitSeconds"u8),
            "revenue" => signals.Has(SignalSet.Revenue) ? signals.Revenue : null,
            "property" => property is null ? null : JsonMembers.Number(view.Properties, property),
            _ => null,
        };
    }
}
