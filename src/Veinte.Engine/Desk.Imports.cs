using System.Text;
using System.Text.Json;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine;

public sealed partial class Desk
{
    private const int ReversalsPerBatch = 1_000;
    private static readonly long UndoSource = StableHash.Source("veinte:undo");

    /// <summary>
    /// Takes back every posting of an import and marks it undone. May run long; stopped in the middle, it goes on where it
    /// was when called again, for each reversal has the same dedupe key every time. What the journal holds twice, because two
    /// servers sent it, is reversed wherever it stands and counted once: as often as it stands in the books.
    /// </summary>
    public async Task<DeskResult> UndoImport(
        string import, string author, IProgress<(long Done, long Total)>? progress, CancellationToken cancel = default)
    {
        if (await _books.ImportOf(import, cancel) is not { } known) return new(DeskStatus.NotFound, $"There is no import '{import}'.");
        if (known.Progress.State == "undone") return new(DeskStatus.AlreadyDone, $"Import '{import}' was undone before.");
        await Note(known.Progress with { State = "undoing", Author = author }, cancel);
        var source = Encoding.UTF8.GetBytes("import:" + import);
        using var builder = new EntryBatchBuilder();
        var (sent, distinct) = (0L, 0L);
        await foreach (var record in _journal.Read(new(known.FirstPosition - 1), cancel))
        {
            distinct = Math.Max(distinct, AddReversals(builder, record, source, import, author));
            if (builder.Count < ReversalsPerBatch) continue;
            sent += builder.Count;
            // Told before each write: whoever was paused meanwhile hears now that another has gone on with it.
            progress?.Report((Math.Min(sent, known.Progress.Interactions), known.Progress.Interactions));
            await _journal.Append(builder.Build(), cancel);
        }
        sent += builder.Count;
        progress?.Report((Math.Min(sent, known.Progress.Interactions), known.Progress.Interactions));
        cancel.ThrowIfCancellationRequested();
        if (builder.Count > 0) await _journal.Append(builder.Build(), cancel);
        var at = await Note(known.Progress with { State = "undone", Author = author }, cancel);
        return new(DeskStatus.Done, $"Import '{import}' is undone: {Math.Min(sent, distinct)} interactions are taken back.", at);
    }

    /// <summary>Adds reversals of what a record holds of the import; how many interactions it had by then, as far as the record says so.</summary>
    private long AddReversals(EntryBatchBuilder builder, Journal.JournalRecord record, byte[] source, string import, string author)
    {
        var now = Instant.From(_time.GetUtcNow());
        var distinct = 0L;
        foreach (var entry in record)
        {
            if (entry.Header.Kind == EntryKind.ImportProgressed && JsonSerializer.Deserialize(entry.Body, EntryJson.Default.ImportProgressed) is { } told && told.Import == import)
                distinct = Math.Max(distinct, told.Interactions);
            if (entry.Header.Kind != EntryKind.Interaction) continue;
            if (!new InteractionView(entry.Header, entry.Body).Source.SequenceEqual(source)) continue;
            var header = new EntryHeader
            {
                Kind = EntryKind.ReversalRequested,
                Key = entry.Header.Key,
                Message = StableHash.Message(UndoSource, entry.Position.ToString()),
                OccurredAt = now,
                ReceivedAt = now,
            };
            builder.Add(header, new ReversalRequested(entry.Position.Value, author, "import undone", import), EntryJson.Default.ReversalRequested);
        }
        return distinct;
    }

    private Task<Position> Note(ImportProgressed progress, CancellationToken cancel) =>
        Append(EntryKind.ImportProgressed, StableHash.Customer(IdentifierKind.User, "import:" + progress.Import), progress, EntryJson.Default.ImportProgressed, cancel);
}
