using Veinte.Journal.Segments;
using Veinte.Journal.Storage;
using Veinte.Model;

namespace Veinte.Journal;

/// <summary>
/// Reads a journal without the right to write, also while another process appends: up to the last record that is whole
/// at the moment. The very last ones may not be flushed yet. It changes and locks nothing. Thread-safe.
/// </summary>
/// <param name="storage">Where the files lie.</param>
public sealed class JournalReader(IJournalStorage storage)
{
    /// <summary>The position of the last whole record; <see cref="Position.None"/> when there is no journal yet. Reads the last file whole.</summary>
    /// <exception cref="JournalDamagedException">Bytes that had been flushed have changed.</exception>
    public Position Head() => Extent().Head;

    /// <summary>The records that follow <paramref name="after"/>, up to the last whole one at the time of the call, in order.</summary>
    /// <exception cref="JournalDamagedException">Bytes that had been flushed have changed.</exception>
    public IEnumerable<JournalRecord> Read(Position after) => JournalScan.Records(storage, Extent(), after);

    /// <summary>The record that holds a position, or null when there is none (yet).</summary>
    /// <exception cref="JournalDamagedException">Bytes that had been flushed have changed.</exception>
    public JournalRecord? Find(Position position) => JournalScan.Find(storage, Extent(), position);

    private JournalExtent Extent()
    {
        var (segments, _) = SegmentList.Read(storage);
        if (segments.Length == 0) return new([], 0, Position.None, 0);
        var segment = segments[^1];
        using var file = storage.Open(segment.Name, forWriting: false);
        var start = (Position: segment.First, Offset: (long)Segment.HeaderSize);
        for (var unsound = -1L; ;)
        {
            using var cursor = new SegmentCursor(file, segment, start, file.Length);
            while (cursor.MoveNext() && cursor.CheckPayload())
            {
            }
            // Unsound bytes before a later group are damage, unless the writer finished them between the two looks.
            if (cursor.Problem is not { } problem || SegmentTail.FindProof(file, segment, cursor.Offset) is null)
                return new(segments, cursor.NextOffset, new(cursor.NextPosition - 1), 0);
            if (cursor.Offset == unsound) throw JournalErrors.Damaged(storage.Place, segment.Name, cursor.Offset, problem);
            unsound = cursor.Offset;
            start = (cursor.NextPosition, cursor.NextOffset);
        }
    }
}
