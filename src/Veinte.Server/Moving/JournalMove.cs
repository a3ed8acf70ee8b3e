using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Moving;

/// <summary>
/// Copies a journal into another one and compares the two entry by entry. Whatever the target holds already must be the
/// beginning of the source: a move that was interrupted goes on where it was. How entries are grouped into records is each
/// journal's own matter; positions and bytes of entries are not.
/// </summary>
internal static class JournalMove
{
    private const int GroupBytes = 192 * 1024;
    private const int EntriesBetweenReports = 20_000;

    /// <summary>Copies what the target lacks.</summary>
    /// <exception cref="InvalidDataException">The target holds more than the source.</exception>
    public static async Task Copy(IJournal source, Position end, IJournal target, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        if (target.Head > end) throw new InvalidDataException($"The target ends at position {target.Head}, the source at {end}: it holds other books. Nothing was changed.");
        var (group, count, next) = (new MemoryStream(), 0, target.Head + 1);
        await foreach (var record in source.Read(target.Head, cancel))
        {
            // What a partition has appended because of an entry stands in a later record than that entry: it counts on that.
            if (count > 0 && (group.Length >= GroupBytes || HoldsEffects(record))) await Append();
            if (record.First > end) break;
            var payload = Between(record, next + count, end);
            group.Write(payload.Span);
            count += (int)(Math.Min(record.Last.Value, end.Value) - (next.Value + count) + 1);
        }
        if (count > 0) await Append();

        async Task Append()
        {
            var first = await target.Append(new EntryBatch(group.ToArray(), count), cancel);
            if (first != next) throw new InvalidDataException($"The target gave position {first} where {next} was expected: somebody else writes to it.");
            (group, count, next) = (new MemoryStream(), 0, next + count);
            progress.Report((next.Value, end.Value));
        }
    }

    /// <summary>Compares every entry of both, position by position.</summary>
    /// <returns>Null when they are equal, else the first difference in words.</returns>
    public static async Task<string?> Compare(IJournal source, Position end, IJournal target, IProgress<(long Done, long Total)> progress, CancellationToken cancel)
    {
        await using var others = Entries(target, cancel).GetAsyncEnumerator(cancel);
        await foreach (var (position, bytes) in Entries(source, cancel))
        {
            if (position > end) break;
            if (!await others.MoveNextAsync()) return $"the target ends before position {position}";
            if (others.Current.Position != position) return $"the target has position {others.Current.Position} where {position} is expected";
            if (!others.Current.Bytes.Span.SequenceEqual(bytes.Span)) return $"the entries at position {position} differ";
            if (position.Value % EntriesBetweenReports == 0) progress.Report((position.Value, end.Value));
        }
        return await others.MoveNextAsync() ? $"the target goes on after position {end}" : null;
    }

    /// <summary>The last position before the first entry that was received after a time, and no later than <paramref name="end"/>.</summary>
    public static async Task<Position> LastBefore(IJournal journal, Instant time, Position end, CancellationToken cancel)
    {
        await foreach (var (position, bytes) in Entries(journal, cancel))
        {
            if (position > end) break;
            if (EntryHeader.Read(bytes.Span, out _).ReceivedAt > time) return new(position.Value - 1);
        }
        return end;
    }

    private static async IAsyncEnumerable<(Position Position, ReadOnlyMemory<byte> Bytes)> Entries(
        IJournal journal, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var record in journal.Read(Position.None, cancel))
        {
            var (rest, position) = (record.Payload, record.First);
            while (!rest.IsEmpty)
            {
                EntryHeader.Read(rest.Span, out var length);
                yield return (position, rest[..length]);
                (rest, position) = (rest[length..], position + 1);
            }
        }
    }

    private static bool HoldsEffects(JournalRecord record)
    {
        foreach (var entry in record)
            if (entry.Header.Kind is EntryKind.MergeRequested or EntryKind.MergeDelivered or EntryKind.UnmergeDelivered) return true;
        return false;
    }

    private static ReadOnlyMemory<byte> Between(JournalRecord record, Position first, Position last)
    {
        var (rest, position) = (record.Payload, record.First);
        for (; position < first; position += 1) rest = rest[LengthOf(rest)..];
        if (record.Last <= last) return rest;
        var bytes = 0;
        for (; position <= last; position += 1) bytes += LengthOf(rest[bytes..]);
        return rest[..bytes];
    }

    private static int LengthOf(ReadOnlyMemory<byte> entries)
    {
        EntryHeader.Read(entries.Span, out var length);
        return length;
    }
}
