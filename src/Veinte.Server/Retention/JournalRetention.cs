using Veinte.Cluster;
using Veinte.Embedded;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Retention;

/// <summary>
/// Applies the rules to the journal: of a folder on which no server runs, whole and compared before it takes the old one's
/// place; of a cluster record by record, also while nodes run. Without <c>apply</c> nothing is changed, only counted.
/// </summary>
internal static class JournalRetention
{
    /// <summary>A folder's journal. It needs as much room again until it is done.</summary>
    /// <exception cref="IOException">A server runs on the folder or is starting, or there is no room.</exception>
    public static async Task<IReadOnlyList<RetentionFound>> InFolder(
        string folder, RetentionRules rules, DateTimeOffset now, bool apply, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        using var redaction = new JournalRedaction(rules, now);
        if (!redaction.HasRules) return [];
        using var alone = FolderInChange.Hold(folder);
        JournalSwap.Finish(folder);
        var changes = 0L;
        await using (var source = await FolderJournal.Open(folder, held: true))
        {
            var end = source.Journal.Head;
            if (!apply) await Count(source.Journal, end, redaction, progress, cancel);
            else
            {
                await using var target = await FolderJournal.Open(JournalSwap.NextFolder(folder), source.Partitions);
                changes = await Write(source.Journal, end, target.Journal, redaction, progress, cancel);
                await Check(source.Journal, target.Journal, rules, now, cancel);
            }
        }
        if (changes > 0) JournalSwap.Change(folder);
        else JournalSwap.Finish(folder);
        return redaction.Found;
    }

    /// <summary>A cluster's journal.</summary>
    public static async Task<IReadOnlyList<RetentionFound>> InCluster(
        string postgres, RetentionRules rules, DateTimeOffset now, bool apply, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        using var redaction = new JournalRedaction(rules, now);
        if (!redaction.HasRules) return [];
        await ClusterRewriting.Run(postgres, redaction.Redacted, apply, progress, cancel);
        return redaction.Found;
    }

    private static async Task Count(SegmentedJournal journal, Position end, JournalRedaction redaction, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        await foreach (var record in journal.Read(Position.None, cancel))
        {
            redaction.Redacted(record);
            progress.Report((record.Last.Value, end.Value));
        }
    }

    // Record by record, as they were: what a partition appended because of an entry stands in a later one.
    private static async Task<long> Write(
        SegmentedJournal source, Position end, SegmentedJournal target, JournalRedaction redaction, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        var changes = 0L;
        await foreach (var record in source.Read(Position.None, cancel))
        {
            var redacted = redaction.Redacted(record);
            if (redacted is not null) changes++;
            var first = await target.Append(redacted ?? new EntryBatch(record.Payload, record.Count), cancel);
            if (first != record.First) throw new InvalidDataException($"The new journal gave position {first} where {record.First} was expected. The old one is as it was.");
            progress.Report((record.Last.Value, end.Value));
        }
        return changes;
    }

    // Read back from the disk: each entry is the old one, or the old one without what goes.
    private static async Task Check(SegmentedJournal source, SegmentedJournal target, RetentionRules rules, DateTimeOffset now, CancellationToken cancel)
    {
        using var again = new JournalRedaction(rules, now);
        await using var others = target.Read(Position.None, cancel).GetAsyncEnumerator(cancel);
        await foreach (var record in source.Read(Position.None, cancel))
        {
            var wanted = again.Redacted(record)?.Payload ?? record.Payload;
            if (!await others.MoveNextAsync() || others.Current.First != record.First || !others.Current.Payload.Span.SequenceEqual(wanted.Span))
                throw new InvalidDataException($"The new journal differs from the old one at position {record.First} in more than what goes. The old one is as it was.");
        }
        if (await others.MoveNextAsync()) throw new InvalidDataException("The new journal goes on after the old one's end. The old one is as it was.");
    }
}
