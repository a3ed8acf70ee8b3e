using System.Text;
using System.Text.Json;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.History;

/// <summary>Puts journal entries and daybook lines of the same positions together, record by record.</summary>
internal sealed class HistoryPassage(Position after)
{
    private readonly HistoryNames _names = new();
    private List<HistoryRow> _rows = [];
    private List<HistoryReversal> _reversals = [];
    private List<HistoryPointer> _pointers = [];

    /// <summary>The last position taken.</summary>
    public Position Position { get; private set; } = after;

    /// <summary>How many changes wait to be built into a batch.</summary>
    public int Count => _rows.Count + _reversals.Count + _pointers.Count;

    /// <summary>Takes a record whose lines are at hand.</summary>
    public void Take(JournalRecord record, IReadOnlyList<DaybookCursor> daybooks)
    {
        foreach (var entry in record)
        {
            if (entry.Position <= Position || (entry.Header.Flags & EntryFlags.Broadcast) != 0) continue;
            var daybook = daybooks[StableHash.Partition(entry.Header.Key, daybooks.Count)];
            while (daybook.TryTake(entry.Position.Value, out var line)) Take(entry, line, daybook);
        }
        Position = record.Last;
    }

    /// <summary>A batch of all that was taken since the last one.</summary>
    public HistoryBatch Build(HistoryMark mark)
    {
        var batch = new HistoryBatch(_rows, _reversals, _pointers, mark);
        (_rows, _reversals, _pointers) = ([], [], []);
        return batch;
    }

    private void Take(in JournalEntry entry, in DaybookEntry line, DaybookCursor daybook)
    {
        switch (line.Kind)
        {
            case DaybookKind.Posting or DaybookKind.Ungraded:
                _rows.Add(RowOf(entry, line, daybook));
                break;
            case DaybookKind.Reversal:
                _reversals.Add(new(new(PostingOf(entry)), entry.Position));
                break;
            case DaybookKind.TransferIn:
                _pointers.Add(PointerOf(entry));
                break;
            case DaybookKind.TransferOut or DaybookKind.Noted:
                break;
        }
    }

    private HistoryRow RowOf(in JournalEntry entry, in DaybookEntry line, DaybookCursor daybook)
    {
        var view = new InteractionView(entry.Header, entry.Body);
        var graded = line.Kind == DaybookKind.Posting;
        return new(
            entry.Position, entry.Header.OccurredAt, entry.Header.ReceivedAt, IdentifierOf(view.CustomerKind, view.Customer),
            daybook.Touchpoint(line.Touchpoint), entry.Header.Channel, entry.Header.Intent,
            daybook.Staff(line.Staff), daybook.Area(line.Area), _names.Of(view.Stage), _names.Of(view.Journey), _names.Of(view.Source) ?? "",
            Encoding.UTF8.GetString(view.MessageId), graded ? new Grade(line.Grade) : null, new(line.Weight), new(line.Par),
            new(line.Amount), line.PolicyVersion);
    }

    private static long PostingOf(in JournalEntry entry) => entry.Header.Kind switch
    {
        EntryKind.ReversalRequested => JsonSerializer.Deserialize(entry.Body, EntryJson.Default.ReversalRequested)!.Posting,
        EntryKind.DisputeResolved => JsonSerializer.Deserialize(entry.Body, EntryJson.Default.DisputeResolved)!.Posting,
        _ => throw Unexpected(entry, "a reversal"),
    };

    private static HistoryPointer PointerOf(in JournalEntry entry)
    {
        switch (entry.Header.Kind)
        {
            case EntryKind.MergeDelivered:
                var merge = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.MergeDelivered)!;
                return new(IdentifierOf(merge.From), IdentifierOf(merge.Into), new(merge.RequestedAt));
            case EntryKind.UnmergeDelivered:
                var unmerge = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.UnmergeDelivered)!;
                return new(IdentifierOf(unmerge.From), null, entry.Position);
            default:
                throw Unexpected(entry, "a transfer");
        }
    }

    private static string IdentifierOf(Identifier identifier) => PrefixOf(identifier.Kind) + identifier.Value;

    private static string IdentifierOf(IdentifierKind kind, ReadOnlySpan<byte> utf8) => PrefixOf(kind) + Encoding.UTF8.GetString(utf8);

    private static string PrefixOf(IdentifierKind kind) => kind == IdentifierKind.User ? "u:" : "a:";

    private static InvalidDataException Unexpected(in JournalEntry entry, string line) =>
        new($"The daybook has {line} at position {entry.Position}, where the journal has an entry of kind {entry.Header.Kind}.");
}
