using System.Text;
using Veinte.Doors;
using Veinte.Doors.CloudEvents;
using Veinte.Doors.Segment;
using Veinte.Engine;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Collect;

/// <summary>
/// Sends an event in quarantine through its door again, as it was or as a person has corrected it, with the time at which it
/// was received. The entries and the note that the event was dealt with are appended together: a crash leaves both or
/// neither. Thread-safe.
/// </summary>
internal sealed class QuarantineReplay(IJournal journal, Books books, CollectSources sources, DoorLimits limits, TimeProvider time)
{
    private static readonly long ReplaySource = StableHash.Source("veinte:replay");

    /// <summary>Replays an event; when the door refuses it again, nothing changes and the detail says why.</summary>
    /// <param name="id">Its position.</param>
    /// <param name="corrected">Its bytes as a person wants them to have been; null for as they came.</param>
    /// <param name="author">Who replays.</param>
    /// <param name="cancel">Gives up before anything was appended.</param>
    public async Task<DeskResult> Replay(long id, string? corrected, string author, CancellationToken cancel = default)
    {
        if (await books.Quarantined(id, cancel) is not { } waiting) return new(DeskStatus.NotFound, $"There is no event {id} in quarantine.");
        if (waiting.State != "waiting") return new(DeskStatus.AlreadyDone, $"Event {id} was {waiting.State} before.");
        if (waiting.Door != CloudEventDoor.Name && !waiting.Door.StartsWith(SegmentDoor.Name, StringComparison.Ordinal))
            return new(DeskStatus.Refused, "A row of an import cannot be replayed alone: correct it in a file of its own, with the header, and import that with the same mapping.");

        using var builder = new EntryBatchBuilder();
        var receivedAt = Instant.From(waiting.ReceivedAt);
        var source = sources.Named(waiting.Source).ForReplay();
        var raw = Encoding.UTF8.GetBytes(corrected ?? waiting.Raw ?? "");
        var result = waiting.Door == CloudEventDoor.Name
            ? CloudEventDoor.Replay(raw, source, receivedAt, limits, builder)
            : SegmentDoor.Replay(raw, waiting.Door, source, receivedAt, limits, builder);
        if (result.IsMalformed) return new(DeskStatus.Refused, result.Malformed!);
        if (result.Quarantined > 0) return new(DeskStatus.Refused, $"It is refused again: {CollectAnswers.DetailOf(builder.Build())}");
        if (result.Accepted == 0) return new(DeskStatus.Refused, "There is no event in it.");

        var now = Instant.From(time.GetUtcNow());
        builder.Add(
            new EntryHeader
            {
                Kind = EntryKind.QuarantineSettled,
                Key = QuarantinedView.KeyOf(waiting.Source),
                Message = StableHash.Message(ReplaySource, $"{id}"),
                OccurredAt = now,
                ReceivedAt = now,
            },
            new QuarantineSettled(id, waiting.Source, Replayed: true, author), EntryJson.Default.QuarantineSettled);
        var position = await journal.Append(builder.Build(), cancel);
        return new(DeskStatus.Done, result.Accepted == 1 ? $"Event {id} is replayed." : $"{result.Accepted} events of {id} are replayed.", position);
    }
}
