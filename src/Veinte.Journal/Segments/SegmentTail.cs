using System.Buffers;
using Veinte.Journal.Storage;

namespace Veinte.Journal.Segments;

/// <summary>
/// Tells a torn tail from damage. A group is written only after everything before it was flushed, and each header says
/// where its group begins. So when a sound header is found anywhere after unsound bytes, and its group begins after
/// them, those bytes had been flushed: damage. When there is none, they belong to the last group, which nobody was
/// told about unless the flush came through: a torn tail. (Records of one group may reach the disk in any order, so a
/// sound record of the same group proves nothing.)
/// </summary>
internal static class SegmentTail
{
    private const int WindowBytes = 256 * 1024;

    /// <summary>Where a header lies that proves that the bytes at <paramref name="unsound"/> had been flushed; null when there is none.</summary>
    internal static long? FindProof(IJournalFile file, Segment segment, long unsound)
    {
        var window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            for (var start = unsound + 1; ;)
            {
                var read = file.Read(start, window.AsSpan(0, WindowBytes));
                if (read < RecordHeader.Size) return null;
                var bytes = window.AsSpan(0, read);
                for (var at = 0; at + RecordHeader.Size <= read; at++)
                {
                    var hit = bytes[at..].IndexOf(RecordHeader.Magic);
                    if (hit < 0) break;
                    at += hit;
                    if (at + RecordHeader.Size > read) break;
                    if (RecordHeader.TryRead(bytes[at..], segment.Salt, out var header) && start + at - header.GroupBytes > unsound)
                        return start + at;
                }
                // The next window begins where a header could still have been cut in two.
                start += read - RecordHeader.Size + 1;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }
}
