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

    /// <summary>The signal of a name; <see cref="PromiseSignal.None"/> when it is none.</summary>
    public static PromiseSignal Of(string? name) => name switch
    {
        "grade" => PromiseSignal.Grade,
        "rating" => PromiseSignal.Rating,
        "nps" => PromiseSignal.Nps,
        "csat" => PromiseSignal.Csat,
        "ces" => PromiseSignal.Ces,
        "effort" => PromiseSignal.Effort,
        "waitSeconds" => PromiseSignal.WaitSeconds,
        "waitKept" => PromiseSignal.WaitKept,
        "outcome" => PromiseSignal.Outcome,
        "reaction" => PromiseSignal.Reaction,
        "revenue" => PromiseSignal.Revenue,
        "property" => PromiseSignal.Property,
        _ => PromiseSignal.None,
    };

    /// <summary>A number of an interaction; null when it does not carry it.</summary>
    /// <param name="signal">Which one; a rating is told on its own scale as 0–1 when <paramref name="ratingAsShare"/> is set.</param>
    /// <param name="property">Name of the property, in UTF-8.</param>
    /// <param name="view">The interaction.</param>
    /// <param name="grade">Its grade.</param>
    /// <param name="ratingAsShare">Whether a rating's own scale is taken off.</param>
    public static double? Number(PromiseSignal signal, byte[]? property, in InteractionView view, Grade? grade, bool ratingAsShare)
    {
        ref readonly var signals = ref view.Signals;
        return signal switch
        {
            PromiseSignal.Grade => grade?.Value,
            PromiseSignal.Rating => !signals.Has(SignalSet.Rating) ? null
                : ratingAsShare ? (signals.Rating - signals.RatingMin) / (signals.RatingMax - signals.RatingMin) : signals.Rating,
            PromiseSignal.Nps => signals.Has(SignalSet.Nps) ? signals.Nps : null,
            PromiseSignal.Csat => signals.Has(SignalSet.Csat) ? signals.Csat : null,
            PromiseSignal.Ces => signals.Has(SignalSet.Ces) ? signals.Ces : null,
            PromiseSignal.Effort => signals.Has(SignalSet.Effort) ? signals.Effort : null,
            // A wait without a promised one is no signal, but it is known.
            PromiseSignal.WaitSeconds => signals.Has(SignalSet.Wait) ? signals.WaitSeconds : JsonMembers.Number(view.Properties, "waitSeconds"u8),
            PromiseSignal.Revenue => signals.Has(SignalSet.Revenue) ? signals.Revenue : null,
            PromiseSignal.Property => property is null ? null : JsonMembers.Number(view.Properties, property),
            PromiseSignal.None or PromiseSignal.WaitKept or PromiseSignal.Outcome or PromiseSignal.Reaction => null,
        };
    }
}

/// <summary>What a promise can speak of, by the names of <see cref="PromiseSignals.Of"/>; nowhere written.</summary>
internal enum PromiseSignal
{
    None,
    Grade,
    Rating,
    Nps,
    Csat,
    Ces,
    Effort,
    WaitSeconds,
    WaitKept,
    Outcome,
    Reaction,
    Revenue,
    Property,
}
