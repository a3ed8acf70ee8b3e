using System.Numerics;
using Veinte.Journal.Storage;
using Veinte.Model;

namespace Veinte.Journal.Segments;

/// <summary>Where the bytes of the records lie that a scan reads.</summary>
internal enum RecordBytes
{
    /// <summary>In memory of their own, for whoever keeps them.</summary>
    Own,
    /// <summary>Where the record before lay: who only walks through leaves no garbage.</summary>
    Lent,
    /// <summary>In memory out of a pool, held once, for whoever releases each.</summary>
    Shared,
}

/// <summary>Reads records out of an extent whose bytes are all durable, so whatever is not sound there is damage.</summary>
internal static class JournalScan
{
    /// <summary>The records that follow <paramref name="after"/>, in order, across files.</summary>
    /// <param name="storage">Where the files are.</param>
    /// <param name="extent">How far they are durable.</param>
    /// <param name="after">The last position that is not wanted.</param>
    /// <param name="bytes">Where their bytes lie.</param>
    /// <exception cref="JournalDamagedException">Bytes are not what was written.</exception>
    internal static IEnumerable<JournalRecord> Records(IJournalStorage storage, JournalExtent extent, Position after, RecordBytes bytes = RecordBytes.Own)
    {
        if (after >= extent.Head) yield break;
        var next = -1L;
        byte[] again = [];
        Memory<byte> Room(int length, SharedBytes? shared)
        {
            if (shared is not null) return shared.Bytes;
            if (bytes != RecordBytes.Lent) return GC.AllocateUninitializedArray<byte>(length);
            if (again.Length < length) again = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)length));
            return again.AsMemory(0, length);
        }
        for (var i = extent.FileOf(after.Value + 1); i < extent.Segments.Length; i++)
        {
            var segment = extent.Segments[i];
            if (next >= 0 && next != segment.First)
                throw JournalErrors.Missing(storage.Place, next, $"the file {segment.Name} follows");
            using var file = storage.Open(segment.Name, forWriting: false);
            var isLast = i == extent.Segments.Length - 1;
            using var cursor = new SegmentCursor(file, segment, segment.Locate(after.Value + 1), isLast ? extent.End : file.Length);
            while (cursor.MoveNext())
            {
                // A mark has no entries, and what the reader has already is not read from the disk again.
                if (cursor.Header.Next - 1 <= after.Value || cursor.Header.Count == 0) continue;
                var length = cursor.Header.PayloadLength;
                var shared = bytes == RecordBytes.Shared ? SharedBytes.Rent(length) : null;
                var payload = Room(length, shared);
                if (!cursor.TryReadPayload(payload.Span)) break;
                yield return new(new(cursor.Header.First), cursor.Header.Count, payload, shared);
            }
            if (cursor.Problem is { } problem) throw JournalErrors.Damaged(storage.Place, segment.Name, cursor.Offset, problem);
            next = cursor.NextPosition;
        }
        if (next != extent.Head.Value + 1)
            throw JournalErrors.Missing(storage.Place, next, $"the journal should reach position {extent.Head}");
    }

    /// <summary>The record that holds a position, or null when it is beyond the extent.</summary>
    internal static JournalRecord? Find(IJournalStorage storage, JournalExtent extent, Position position)
    {
        if (position <= Position.None || position > extent.Head) return null;
        return Records(storage, extent, new(position.Value - 1)).First();
    }
}
