using Veinte.Doors.Reading;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Steps;

/// <summary>
/// When did it happen? The clock rule of the Segment API: the time of receipt less the time the event waited in the client
/// (both on the client's clock), so that a wrong clock does no harm.
/// </summary>
internal static class TimeStep
{
    internal static bool Time(scoped ref Arriving arriving)
    {
        var field = HasTime(ref arriving, Field.OriginalTimestamp) ? Field.OriginalTimestamp : Field.Timestamp;
        ref var draft = ref arriving.Draft;
        if (HasTime(ref arriving, field) && !TryRead(ref arriving, field, out draft.OriginalAt))
            return arriving.Refuse(QuarantineReason.TimeInvalid,
                $"{arriving.NameOf(field)} is not a time: {Arriving.Shown(arriving.RawOf(field))}. Send RFC 3339, such as 2026-11-23T21:06:49.802Z.");
        if (!HasTime(ref arriving, Field.SentAt) || !TryRead(ref arriving, Field.SentAt, out draft.SentAt))
            draft.SentAt = arriving.EnvelopeSentAt;

        if (draft.OriginalAt == InteractionDraft.NoTime)
        {
            draft.OccurredAt = arriving.ReceivedAt;
            return true;
        }
        var waited = draft.SentAt == InteractionDraft.NoTime
            ? arriving.ReceivedAt.UnixMicros - draft.OriginalAt.UnixMicros
            : draft.SentAt.UnixMicros - draft.OriginalAt.UnixMicros;
        draft.OccurredAt = new(arriving.ReceivedAt.UnixMicros - waited);
        return IsCredible(ref arriving, field);
    }

    private static bool IsCredible(scoped ref Arriving arriving, Field field)
    {
        ref var draft = ref arriving.Draft;
        var limits = arriving.Limits;
        var ahead = draft.OccurredAt.UnixMicros - arriving.ReceivedAt.UnixMicros;
        if (ahead > limits.AheadMax.Ticks / TimeSpan.TicksPerMicrosecond)
        {
            if (ahead > limits.ClampedAheadMax.Ticks / TimeSpan.TicksPerMicrosecond)
                return arriving.Refuse(QuarantineReason.TimeOutOfRange,
                    $"{arriving.NameOf(field)} {Arriving.Shown(arriving.RawOf(field))} lies more than {limits.ClampedAheadMax.TotalHours:0} hours in the future. Send the time at which it happened.");
            draft.OccurredAt = arriving.ReceivedAt;
            draft.Flags |= EntryFlags.TimeClamped;
            return true;
        }
        return draft.OccurredAt >= limits.Earliest
            || arriving.Refuse(QuarantineReason.TimeOutOfRange,
                $"{arriving.NameOf(field)} {Arriving.Shown(arriving.RawOf(field))} lies before {limits.Earliest}. Send the time at which it happened, or none for now.");
    }

    private static bool HasTime(scoped ref Arriving arriving, Field field)
    {
        var slice = arriving.Found[field];
        return slice.HasValue && slice.Length > 0;
    }

    internal static bool TryRead(scoped ref Arriving arriving, Field field, out Instant time)
    {
        var read = arriving.Found[field].Kind switch
        {
            SliceKind.Text or SliceKind.EscapedText => TimeText.TryRead(arriving.TextOrEmpty(field), out time),
            SliceKind.Number => TimeText.TryReadEpoch(arriving.RawOf(field), out time),
            _ => No(out time),
        };
        if (!read) time = InteractionDraft.NoTime;
        return read;
    }

    private static bool No(out Instant time)
    {
        time = default;
        return false;
    }
}
