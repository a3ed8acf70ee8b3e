using System.Buffers;
using System.Text.Unicode;
using Veinte.Doors.Reading;
using Veinte.Doors.Segment;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Steps;

/// <summary>Takes each found event through the steps and writes what becomes of it: an interaction, another entry, or a quarantined event.</summary>
internal ref struct EntryWriter
{
    private const int MadeIdRoom = 128;
    private readonly ReadOnlySpan<byte> _body;
    private readonly ReadOnlySpan<byte> _asItCame;
    private readonly DoorSource _source;
    private readonly DoorLimits _limits;
    private readonly Instant _receivedAt;
    private readonly EntryBatchBuilder _batch;
    private readonly byte[] _scratch;
    private EntryJsonWriter? _json;

    internal readonly bool BodyIsUtf8;
    internal int Accepted;
    internal int Quarantined;

    internal EntryWriter(
        ReadOnlySpan<byte> body, ReadOnlySpan<byte> asItCame, DoorSource source, DoorLimits limits, Instant receivedAt, EntryBatchBuilder batch)
    {
        _body = body;
        _asItCame = asItCame;
        (_source, _limits, _receivedAt, _batch) = (source, limits, receivedAt, batch);
        _scratch = ArrayPool<byte>.Shared.Rent(limits.EventBytesMax + MadeIdRoom);
        BodyIsUtf8 = Utf8.IsValid(body);
    }

    internal void Judge(
        ref readonly FoundEvent found, SegmentRoute route, Instant envelopeSentAt, ReadOnlySpan<byte> envelopeContext,
        DoorStep[] steps, string door, EventType type = 0)
    {
        var arriving = new Arriving(_body, in found, BodyIsUtf8, _scratch, _source, _limits, _receivedAt)
        {
            Route = route,
            EnvelopeSentAt = envelopeSentAt,
        };
        arriving.Draft.Type = type;
        foreach (var step in steps)
        {
            if (step.Check(ref arriving)) continue;
            Quarantine(found.Raw(_asItCame), arriving.Reason, arriving.Detail, door);
            return;
        }
        Write(ref arriving, envelopeContext, _batch, ref _json);
        Accepted++;
    }

    /// <summary>The events beyond the length of a batch, as one quarantined batch that can be replayed as it is.</summary>
    internal void QuarantineBeyond(in BodyReader reader, ReadOnlySpan<byte> opening, ReadOnlySpan<byte> closing, string door)
    {
        var (start, end, count) = (reader.BeyondStart, reader.BeyondEnd, reader.Beyond);
        var raw = new ArrayBufferWriter<byte>(opening.Length + end - start + closing.Length);
        raw.Write(opening);
        raw.Write(_asItCame[start..end]);
        raw.Write(closing);
        var detail = $"{count} events stood beyond the {_limits.BatchEventsMax} one batch may hold; they are kept here together. Replay them, and send smaller batches.";
        QuarantinedView.Add(
            _batch, _receivedAt, _source.Name, QuarantineReason.BatchTooLong.Code(), detail, door, raw.WrittenSpan);
        Quarantined += count;
    }

    internal void Quarantine(ReadOnlySpan<byte> raw, QuarantineReason reason, string detail, string door)
    {
        QuarantinedView.Add(_batch, _receivedAt, _source.Name, reason.Code(), detail, door, raw);
        Quarantined++;
    }

    /// <summary>A time of the envelope; one that cannot be read is as good as none.</summary>
    internal readonly Instant TimeOf(ref readonly FoundEvent envelope, Field field)
    {
        var arriving = new Arriving(_body, in envelope, BodyIsUtf8, _scratch, _source, _limits, _receivedAt);
        return envelope[field].Length <= TimeCharsMax && TimeStep.TryRead(ref arriving, field, out var time) ? time : InteractionDraft.NoTime;
    }

    private const int TimeCharsMax = 100;

    internal readonly void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_scratch);
        _json?.Dispose();
    }

    // Static, so that the compiler sees that nothing of the event outlives it.
    private static void Write(
        scoped ref Arriving arriving, ReadOnlySpan<byte> envelopeContext, EntryBatchBuilder batch, ref EntryJsonWriter? json)
    {
        switch (arriving.Route)
        {
            case SegmentRoute.Identify or SegmentRoute.Group:
                (json ??= new()).Identified(ref arriving, batch);
                break;
            case SegmentRoute.Alias:
                (json ??= new()).Alias(ref arriving, batch);
                break;
            default:
                if (!envelopeContext.IsEmpty)
                    arriving.Draft.Context = arriving.Draft.Context.IsEmpty
                        ? envelopeContext
                        : (json ??= new()).Merged(envelopeContext, arriving.Draft.Context);
                batch.Add(arriving.Draft);
                break;
        }
    }
}
