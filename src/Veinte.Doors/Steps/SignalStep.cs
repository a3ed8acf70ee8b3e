using System.Globalization;
using Veinte.Doors.Reading;
using Veinte.Model;

namespace Veinte.Doors.Steps;

/// <summary>
/// How did it go? Every signal is finite and on its scale, or the event is refused: a rating of 50 on 1–5 must not be
/// guessed at. Numbers may come as numeric texts ("4"); null and the empty text mean absent.
/// </summary>
internal static class SignalStep
{
    private const double RatingMinDefault = 1;
    private const double RatingMaxDefault = 5;
    private const int WordCharsMax = 16;

    internal static bool Signals(scoped ref Arriving arriving)
    {
        if (!arriving.IsInteraction || !arriving.Found[Field.Properties].HasValue) return true;
        return Rating(ref arriving)
            && OnScale(ref arriving, Field.Nps, SignalSet.Nps, 0, 10, ref arriving.Draft.Signals.Nps)
            && OnScale(ref arriving, Field.Csat, SignalSet.Csat, 1, 5, ref arriving.Draft.Signals.Csat)
            && OnScale(ref arriving, Field.Ces, SignalSet.Ces, 1, 7, ref arriving.Draft.Signals.Ces)
            && Wait(ref arriving)
            && Outcome(ref arriving)
            && OnScale(ref arriving, Field.Effort, SignalSet.Effort, 1, 7, ref arriving.Draft.Signals.Effort)
            && Reaction(ref arriving)
            && OnScale(ref arriving, Field.Revenue, SignalSet.Revenue, double.MinValue, double.MaxValue, ref arriving.Draft.Signals.Revenue)
            && Tone(ref arriving);
    }

    // A text is never refused: one that is no text, or says nothing, is kept among the properties and grades nothing.
    private static bool Tone(scoped ref Arriving arriving)
    {
        if (arriving.Found[Field.Text].IsText) arriving.Limits.Tone.Read(arriving.TextOrEmpty(Field.Text), ref arriving.Draft.Signals);
        return true;
    }

    private static bool Rating(scoped ref Arriving arriving)
    {
        if (!arriving.Found[Field.Rating].HasValue) return true;
        if (!TryNumber(ref arriving, Field.Rating, out var rating)) return arriving.Reason == 0;
        if (!TryNumberOr(ref arriving, Field.RatingMin, RatingMinDefault, out var worst)) return false;
        if (!TryNumberOr(ref arriving, Field.RatingMax, RatingMaxDefault, out var best)) return false;
        if (worst == best || !double.IsFinite(best - worst))
            return arriving.Refuse(QuarantineReason.RatingScaleEmpty,
                $"A scale from {Shown(worst)} to {Shown(best)} cannot carry a rating. Send ratingMin and ratingMax that differ.");
        if (rating < Math.Min(worst, best) || rating > Math.Max(worst, best))
            return arriving.Refuse(QuarantineReason.RatingOffScale,
                $"rating {Shown(rating)} is off the scale from {Shown(worst)} to {Shown(best)}. Send ratingMin and ratingMax with it if its scale is another.");
        ref var signals = ref arriving.Draft.Signals;
        (signals.Rating, signals.RatingMin, signals.RatingMax) = (rating, worst, best);
        signals.Present |= SignalSet.Rating;
        return true;
    }

    private static bool Wait(scoped ref Arriving arriving)
    {
        // A wait says something only against what was promised; alone it stays a property.
        if (!arriving.Found[Field.WaitSeconds].HasValue || !arriving.Found[Field.PromisedWaitSeconds].HasValue) return true;
        if (!TryNumber(ref arriving, Field.WaitSeconds, out var waited)) return arriving.Reason == 0;
        if (!TryNumber(ref arriving, Field.PromisedWaitSeconds, out var promised)) return arriving.Reason == 0;
        if (waited < 0)
            return arriving.Refuse(QuarantineReason.SignalOffScale, $"waitSeconds is {Shown(waited)}; a wait is 0 seconds or more.");
        if (promised <= 0)
            return arriving.Refuse(QuarantineReason.SignalOffScale, $"promisedWaitSeconds is {Shown(promised)}; a promised wait is more than 0 seconds.");
        ref var signals = ref arriving.Draft.Signals;
        (signals.WaitSeconds, signals.PromisedWaitSeconds) = (waited, promised);
        signals.Present |= SignalSet.Wait;
        return true;
    }

    private static bool Outcome(scoped ref Arriving arriving)
    {
        if (!TryWord(ref arriving, Field.Outcome, out var text)) return true;
        Span<char> characters = stackalloc char[WordCharsMax];
        if (!TouchpointSteps.TryCharacters(text, characters, out var count)
            || !WordNames.TryParse(characters[..count], out arriving.Draft.Signals.Outcome))
            return arriving.Refuse(QuarantineReason.UnknownOutcome,
                $"outcome is {Arriving.Shown(arriving.RawOf(Field.Outcome))}; it can be success, partial or failure.");
        arriving.Draft.Signals.Present |= SignalSet.Outcome;
        return true;
    }

    private static bool Reaction(scoped ref Arriving arriving)
    {
        if (!TryWord(ref arriving, Field.Reaction, out var text)) return true;
        Span<char> characters = stackalloc char[WordCharsMax];
        if (!TouchpointSteps.TryCharacters(text, characters, out var count)
            || !WordNames.TryParse(characters[..count], out arriving.Draft.Signals.Reaction))
            return arriving.Refuse(QuarantineReason.UnknownReaction,
                $"reaction is {Arriving.Shown(arriving.RawOf(Field.Reaction))}; it can be like, love, laugh, wow, sad, dislike or angry.");
        arriving.Draft.Signals.Present |= SignalSet.Reaction;
        return true;
    }

    private static bool OnScale(scoped ref Arriving arriving, Field field, SignalSet signal, double low, double high, ref double target)
    {
        if (!arriving.Found[field].HasValue) return true;
        if (!TryNumber(ref arriving, field, out var value)) return arriving.Reason == 0;
        if (value < low || value > high)
            return arriving.Refuse(QuarantineReason.SignalOffScale,
                $"{arriving.NameOf(field)} is {Shown(value)}; its scale goes from {Shown(low)} to {Shown(high)}. Another scale can be sent as rating with ratingMin and ratingMax.");
        target = value;
        arriving.Draft.Signals.Present |= signal;
        return true;
    }

    private static bool TryWord(scoped ref Arriving arriving, Field field, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!arriving.Found[field].HasValue) return false;
        text = TouchpointSteps.Trim(arriving.TextOrEmpty(field));
        return !text.IsEmpty || !arriving.Found[field].IsText; // an empty text is absent, an object is unknown
    }

    private static bool TryNumberOr(scoped ref Arriving arriving, Field field, double otherwise, out double value)
    {
        if (TryNumber(ref arriving, field, out value)) return true;
        value = otherwise;
        return arriving.Reason == 0;
    }

    /// <summary>False when the number is absent (no reason noted) or none (refused).</summary>
    private static bool TryNumber(scoped ref Arriving arriving, Field field, out double value)
    {
        value = 0;
        var slice = arriving.Found[field];
        if (!slice.HasValue) return false;
        var text = slice.Kind is SliceKind.Number or SliceKind.Text or SliceKind.EscapedText
            ? TouchpointSteps.Trim(arriving.TextOrEmpty(field)) : default;
        if (text.IsEmpty && slice.IsText) return false;
        if (NumberText.TryRead(text, out value)) return true;
        return arriving.Refuse(QuarantineReason.SignalNotANumber,
            $"{arriving.NameOf(field)} must be a finite number, but it is {Arriving.Shown(arriving.RawOf(field))}.");
    }

    private static string Shown(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
