using System.Buffers;
using Veinte.Journal.Storage;
using Veinte.Model;

namespace Veinte.Journal.Segments;

internal sealed partial class JournalWriter
{
    private const int CopyBytes = 1024 * 1024;

    private JournalWriter(IJournalStorage storage, JournalOptions options, IDisposable held, IJournalFile file, JournalExtent extent)
    {
        (_storage, _options, _lock, _file, _extent) = (storage, options, held, file, extent);
        _segment = extent.Segments[^1];
        _nextPosition = extent.Head.Value + 1;
    }

    /// <summary>
    /// Opens the files for writing. Only the last one is read whole; the headers of the others are checked, their records
    /// when somebody reads them. A torn tail is cut off and reported.
    /// </summary>
    /// <exception cref="JournalDamagedException">Bytes that had been flushed have changed.</exception>
    /// <exception cref="IOException">Another process writes here.</exception>
    internal static JournalWriter Recover(IJournalStorage storage, JournalOptions options)
    {
        var held = storage.LockForWriting();
        try
        {
            var (segments, unfinished) = SegmentList.Read(storage);
            if (unfinished is { } name) DropUnfinished(storage, options, name);
            // A name that was never made durable must not hold records that are.
            storage.FlushNames();
            if (segments.Length > 0) return RecoverTail(storage, options, held, segments, isProved: unfinished is not null);

            var first = new Segment(1, options.NewSalt());
            var file = CreateSegment(storage, first);
            return new(storage, options, held, file, new([first], Segment.HeaderSize, Position.None, 0)) { _proved = true };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static void DropUnfinished(IJournalStorage storage, JournalOptions options, string name)
    {
        storage.Delete(name);
        options.Report?.Invoke($"The journal file {name} was being created when the process or machine stopped; it held no record and was removed.");
    }

    private static JournalWriter RecoverTail(
        IJournalStorage storage, JournalOptions options, IDisposable held, Segment[] segments, bool isProved)
    {
        var segment = segments[^1];
        var file = storage.Open(segment.Name, forWriting: true);
        try
        {
            var length = file.Length;
            using var cursor = new SegmentCursor(file, segment, (segment.First, Segment.HeaderSize), length);
            // Where the last group begins that nothing behind it proves.
            var group = (long)Segment.HeaderSize;
            while (cursor.MoveNext() && cursor.CheckPayload())
                group = cursor.Header.Count == 0 ? cursor.NextOffset : cursor.Offset - cursor.Header.GroupBytes;

            var end = cursor.NextOffset;
            if (cursor.Problem is { } problem)
            {
                if (isProved || SegmentTail.FindProof(file, segment, cursor.Offset) is not null)
                    throw JournalErrors.Damaged(storage.Place, segment.Name, cursor.Offset, problem);
                segment.CutIndex(end);
                options.Report?.Invoke(
                    $"The journal's last write was cut short: {length - end} bytes at the end of {segment.Name} (from byte {end}) had never been acknowledged and were cut off ({problem}).");
            }
            var writer = new JournalWriter(storage, options, held, file, new(segments, end, new(cursor.NextPosition - 1), 0))
            {
                _proved = isProved || group == end,
            };
            writer.Settle(group);
            return writer;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes what recovery found durable before anybody is told. The last group may lie in the operating system's memory
    /// only, and after a failed flush even pass for clean there, so it is written once more; then a mark proves it. So may
    /// a cut: bytes cut off by the process before must not come back behind the records of the next file.
    /// </summary>
    private void Settle(long group)
    {
        if (!_proved) Rewrite(group, _extent.End);
        _file.SetLength(_extent.End);
        _file.Flush();
        try
        {
            Mark();
        }
        catch (StorageFullException e)
        {
            _options.Report?.Invoke($"The journal was opened without a mark at its end: {e.Message}");
        }
    }

    private void Rewrite(long from, long to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            for (var offset = from; offset < to;)
            {
                var bytes = buffer.AsSpan(0, (int)Math.Min(CopyBytes, to - offset));
                if (_file.Read(offset, bytes) < bytes.Length) throw new IOException($"The file {_segment.Name} became shorter while it was recovered.");
                _file.Write(offset, bytes);
                offset += bytes.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
