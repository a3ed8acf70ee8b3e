using System.Text;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine;

public sealed partial class Desk
{
    private const int ReversalsPerBatch = 1_000;
    private static readonly long UndoSource = StableHash.Source("veinte:undo");

    /// <summary>
    /// Takes back every posting of an import and marks it undone. May run long; stopped in the middle, it goes on where it
    /// was when called again, for each reversal has the same dedupe key every time.
    /// </summary>
    public async Task<DeskResult> UndoImport(
        string import, string author, IProgress<(long Done, long Total)>? progress, CancellationToken cancel = default)
    {
        if (await _books.ImportOf(import, cancel) is not { } known) return new(DeskStatus.NotFound, $"There is no import '{import}'.");
        if (known.Progress.State == "undone") return new(DeskStatus.AlreadyDone, $"Import '{import}' was undone before.");
        await Note(known.Progress with { State = "undoing", Author = author }, cancel);
        var source = Encoding.UTF8.GetBytes("import:" + import);
        using var builder = new EntryBatchBuilder();
        var done = 0L;
        await foreach (var record in _journal.Read(new(known.FirstPosition - 1), cancel))
        {
            AddReversals(builder, record, source, import, author);
            if (builder.Count < ReversalsPerBatch) continue;
            done += builder.Count;
            await _journal.Append(builder.Build(), cancel);
            progress?.Report((done, known.Progress.Interactions));
        }
        done += builder.Count;
        if (builder.Count > 0) await _journal.Append(builder.Build(), cancel);
        var at = await Note(known.Progress with { State = "undone", Author = author }, cancel);
        progress?.Report((done, known.Progress.Interactions));
        return new(DeskStatus.Done, $"Import '{import}' is undone: {done} interactions are taken back.", at);
    }

    private void AddReversals(EntryBatchBuilder builder, Journal.JournalRecord record, byte[] source, string import, string author)
    {
        var now = Instant.From(_time.GetUtcNow());
        foreach (var entry in record)
        {
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
    }

    private Task<Position> Note(ImportProgressed progress, CancellationToken cancel) =>
        Append(EntryKind.ImportProgressed, StableHash.Customer(IdentifierKind.User, "import:" + progress.Import), progress, EntryJson.Default.ImportProgressed, cancel);
}
