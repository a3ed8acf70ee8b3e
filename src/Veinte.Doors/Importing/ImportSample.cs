using System.Text;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Importing;

/// <summary>Shows an interaction to somebody who looks at a dry run.</summary>
internal static class ImportSample
{
    internal static SampleInteraction Of(long line, in InteractionDraft draft, bool graded) => new(
        line, Text(draft.Customer)!, Text(draft.Touchpoint)!, draft.Channel.Name(), draft.OccurredAt.ToDateTimeOffset(), Text(draft.Staff),
        Text(draft.Area), SignalsOf(draft.Signals), graded, Text(draft.Properties));

    private static Dictionary<string, string> SignalsOf(in Signals signals)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        if (signals.Has(SignalSet.Rating))
            shown["rating"] = $"{SignalReader.Shown(signals.Rating)} of {SignalReader.Shown(signals.RatingMin)}–{SignalReader.Shown(signals.RatingMax)}";
        if (signals.Has(SignalSet.Nps)) shown["nps"] = SignalReader.Shown(signals.Nps);
        if (signals.Has(SignalSet.Csat)) shown["csat"] = SignalReader.Shown(signals.Csat);
        if (signals.Has(SignalSet.Ces)) shown["ces"] = SignalReader.Shown(signals.Ces);
        if (signals.Has(SignalSet.Wait))
            shown["wait"] = $"{SignalReader.Shown(signals.WaitSeconds)} s of {SignalReader.Shown(signals.PromisedWaitSeconds)} s promised";
        if (signals.Has(SignalSet.Outcome)) shown["outcome"] = signals.Outcome.Name();
        if (signals.Has(SignalSet.Effort)) shown["effort"] = SignalReader.Shown(signals.Effort);
        if (signals.Has(SignalSet.Reaction)) shown["reaction"] = signals.Reaction.Name();
        if (signals.Has(SignalSet.Revenue)) shown["revenue"] = SignalReader.Shown(signals.Revenue);
        return shown;
    }

    private static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
}
