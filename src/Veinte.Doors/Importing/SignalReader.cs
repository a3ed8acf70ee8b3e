using System.Globalization;
using Veinte.Model;

namespace Veinte.Doors.Importing;

/// <summary>Makes the evidence of an interaction from a row. A value off its scale is a problem of the row: nothing is guessed.</summary>
internal static class SignalReader
{
    /// <summary>Absent when the row has none of the evidence the rule asks for.</summary>
    internal static Found Read(InteractionRule rule, ImportRow row, out Signals signals)
    {
        signals = default;
        if (rule.Rating is not null && Rating(rule.Rating, row, ref signals) == Found.Bad) return Found.Bad;
        foreach (var number in rule.Numbers)
            if (Number(number, row, ref signals) == Found.Bad)
                return Found.Bad;
        if (rule.Wait is not null && Wait(rule.Wait, row, ref signals) == Found.Bad) return Found.Bad;
        if (rule.Outcome is not null && Outcome(rule.Outcome, row, ref signals) == Found.Bad) return Found.Bad;
        if (rule.Reaction is not null && Reaction(rule.Reaction, row, ref signals) == Found.Bad) return Found.Bad;
        return signals.HasEvidence ? Found.Present : Found.Absent;
    }

    private static Found Rating(RatingRule rule, ImportRow row, ref Signals signals)
    {
        var found = rule.Value.Number(row, out var rating);
        if (found != Found.Present) return found;
        if (rating < Math.Min(rule.Min, rule.Max) || rating > Math.Max(rule.Min, rule.Max))
            return row.Refuse(QuarantineReason.RatingOffScale, rule.Value.Label, Shown(rating),
                $"is off the scale from {Shown(rule.Min)} to {Shown(rule.Max)}; if it means \"not applicable\", say so in {rule.Value.Path}.notApplicable");
        (signals.Rating, signals.RatingMin, signals.RatingMax) = (rating, rule.Min, rule.Max);
        signals.Present |= SignalSet.Rating;
        return Found.Present;
    }

    private static Found Number(NumberSignalRule rule, ImportRow row, ref Signals signals)
    {
        var found = rule.Value.Number(row, out var value);
        if (found != Found.Present) return found;
        if (value < rule.Low || value > rule.High)
            return row.Refuse(QuarantineReason.SignalOffScale, rule.Value.Label, Shown(value),
                $"is off the scale of {rule.Name} from {Shown(rule.Low)} to {Shown(rule.High)}; another scale can be mapped as a rating with min and max");
        switch (rule.Signal)
        {
            case SignalSet.Nps: signals.Nps = value; break;
            case SignalSet.Csat: signals.Csat = value; break;
            case SignalSet.Ces: signals.Ces = value; break;
            case SignalSet.Effort: signals.Effort = value; break;
            default: signals.Revenue = value; break;
        }
        signals.Present |= rule.Signal;
        return Found.Present;
    }

    private static Found Wait(WaitRule rule, ImportRow row, ref Signals signals)
    {
        var found = rule.Seconds is null ? WaitInTimes(rule, row, out var waited, out var promised) : WaitInSeconds(rule, row, out waited, out promised);
        if (found != Found.Present) return found;
        if (waited < 0) return row.Refuse(QuarantineReason.SignalOffScale, LabelOf(rule), Shown(waited), "seconds is no wait: it ends before it begins");
        if (promised <= 0) return row.Refuse(QuarantineReason.SignalOffScale, LabelOf(rule), Shown(promised), "seconds is no promised wait: it must be more than 0");
        (signals.WaitSeconds, signals.PromisedWaitSeconds) = (waited, promised);
        signals.Present |= SignalSet.Wait;
        return Found.Present;
    }

    private static Found WaitInSeconds(WaitRule rule, ImportRow row, out double waited, out double promised)
    {
        promised = 0;
        var found = rule.Seconds!.Number(row, out waited);
        return found == Found.Present ? rule.PromisedSeconds!.Number(row, out promised) : found;
    }

    private static Found WaitInTimes(WaitRule rule, ImportRow row, out double waited, out double promised)
    {
        (waited, promised) = (0, 0);
        var found = rule.Since!.Read(row, out var since);
        if (found != Found.Present) return found;
        found = rule.Until!.Read(row, out var until);
        if (found != Found.Present) return found;
        found = rule.PromisedUntil!.Read(row, out var promisedUntil);
        if (found != Found.Present) return found;
        waited = (until.UnixMicros - since.UnixMicros) / (double)Instant.MicrosPerSecond;
        promised = (promisedUntil.UnixMicros - since.UnixMicros) / (double)Instant.MicrosPerSecond;
        return Found.Present;
    }

    private static Found Outcome(ValueRule rule, ImportRow row, ref Signals signals)
    {
        var found = rule.Text(row, out var word);
        if (found != Found.Present) return found;
        if (!WordNames.TryParse(word, out signals.Outcome))
            return row.Refuse(QuarantineReason.UnknownOutcome, rule.Label, word, $"is not success, partial or failure; say in {rule.Path}.values what it means");
        signals.Present |= SignalSet.Outcome;
        return Found.Present;
    }

    private static Found Reaction(ValueRule rule, ImportRow row, ref Signals signals)
    {
        var found = rule.Text(row, out var word);
        if (found != Found.Present) return found;
        if (!WordNames.TryParse(word, out signals.Reaction))
            return row.Refuse(QuarantineReason.UnknownReaction, rule.Label, word,
                $"is not like, love, laugh, wow, sad, dislike or angry; say in {rule.Path}.values what it means");
        signals.Present |= SignalSet.Reaction;
        return Found.Present;
    }

    private static string LabelOf(WaitRule rule) => rule.Seconds?.Label ?? rule.Until!.Label;

    internal static string Shown(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
