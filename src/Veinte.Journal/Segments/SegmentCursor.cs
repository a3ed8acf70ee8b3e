using System.Buffers;
using Veinte.Journal.Storage;

namespace Veinte.Journal.Segments;

/// <summary>
/// Walks through the records of one segment, checking every header, and every payload that is asked for. It judges
/// nothing: when bytes are not what they should be it stops and says so in <see cref="Problem"/>, and the caller knows
/// whether that is a torn tail or damage. Not thread-safe; dispose returns its window, not the file.
/// </summary>
internal sealed class SegmentCursor : IDisposable
{
    private const int WindowBytes = 128 * 1024;

    private readonly IJournalFile _file;
    private readonly Segment _segment;
    private readonly long _end;
    private byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private long _windowStart;
    private int _windowLength;
    private int _groupBytesExpected;

    /// <param name="file">The segment's file.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="start">A record's position and offset.</param>
    /// <param name="end">Where to stop: the durable end, or the file's length.</param>
    internal SegmentCursor(IJournalFile file, Segment segment, (long Position, long Offset) start, long end)
    {
        (_file, _segment, _end) = (file, segment, end);
        (NextPosition, NextOffset) = start;
        // In the middle of a segment nobody knows how much of the group lies before.
        _groupBytesExpected = start.Offset == Segment.HeaderSize ? 0 : -1;
    }

    /// <summary>Where the current record begins.</summary>
    internal long Offset { get; private set; }

    /// <summary>The current record's header.</summary>
    internal RecordHeader Header { get; private set; }

    /// <summary>Where the next record begins: everything before is sound, as far as it was asked for.</summary>
    internal long NextOffset { get; private set; }

    /// <summary>The position the next entry must have.</summary>
    internal long NextPosition { get; private set; }

    /// <summary>What is wrong at <see cref="Offset"/>, or null.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Steps to the next record's header; false at the end, or when it is not sound.</summary>
    internal bool MoveNext()
    {
        if (Problem is not null || NextOffset == _end) return false;
        Offset = NextOffset;
        var left = _end - Offset;
        if (left < RecordHeader.Size) return Stop($"{left} bytes are left, too few for a record's header");
        var bytes = Window(Offset, RecordHeader.Size);
        if (bytes.Length < RecordHeader.Size) return Stop("the file ends before its record does");
        if (!RecordHeader.TryRead(bytes, _segment.Salt, out var header)) return Stop("there is no record's header with a right checksum");
        if (header.First != NextPosition) return Stop($"the record has position {header.First}, {NextPosition} was expected");
        if (header.RecordLength > left) return Stop($"the record has {header.RecordLength} bytes, {left} are left");
        if (header.GroupBytes != 0 && _groupBytesExpected >= 0 && header.GroupBytes != _groupBytesExpected)
            return Stop($"the record says that {header.GroupBytes} bytes of its group lie before it, there are {_groupBytesExpected}");
        Header = header;
        NextOffset = Offset + header.RecordLength;
        NextPosition = header.Next;
        _groupBytesExpected = header.GroupBytes + header.RecordLength;
        _segment.Index(header.First, Offset, NextOffset);
        return true;
    }

    /// <summary>Reads the current record's payload, as long as its header says; false when its checksum is wrong.</summary>
    internal bool TryReadPayload(Span<byte> payload)
    {
        var offset = Offset + RecordHeader.Size;
        var ready = Math.Clamp((int)Math.Min(_windowStart + _windowLength - offset, int.MaxValue), 0, payload.Length);
        if (ready == payload.Length || payload.Length <= WindowBytes)
        {
            var bytes = Window(offset, payload.Length);
            bytes.CopyTo(payload);
            if (bytes.Length < payload.Length) return StopAtPayload();
        }
        else
        {
            _window.AsSpan((int)(offset - _windowStart), ready).CopyTo(payload);
            if (_file.Read(offset + ready, payload[ready..]) < payload.Length - ready) return StopAtPayload();
        }
        return Checksum.Of(_segment.Salt, payload) == Header.PayloadChecksum || StopAtPayload();
    }

    /// <summary>Checks the current record's payload without keeping it.</summary>
    internal bool CheckPayload()
    {
        var state = ~_segment.Salt;
        var (offset, left) = (Offset + RecordHeader.Size, Header.PayloadLength);
        while (left > 0)
        {
            var bytes = Window(offset, Math.Min(left, WindowBytes));
            if (bytes.IsEmpty) return StopAtPayload();
            state = Checksum.Continue(state, bytes);
            offset += bytes.Length;
            left -= bytes.Length;
        }
        return ~state == Header.PayloadChecksum || StopAtPayload();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_window.Length > 0) ArrayPool<byte>.Shared.Return(_window);
        _window = [];
    }

    private bool Stop(string problem)
    {
        Problem = problem;
        return false;
    }

    private bool StopAtPayload()
    {
        (NextOffset, NextPosition) = (Offset, Header.First);
        return Stop($"the payload of the record at position {Header.First} is not what was written");
    }

    /// <summary>Bytes of the file through the window; fewer than asked for when the file ends. At most a window full.</summary>
    private ReadOnlySpan<byte> Window(long offset, int count)
    {
        if (offset < _windowStart || offset + count > _windowStart + _windowLength)
        {
            _windowStart = offset;
            _windowLength = _file.Read(offset, _window.AsSpan(0, (int)Math.Min(WindowBytes, Math.Max(count, _end - offset))));
        }
        return _window.AsSpan((int)(offset - _windowStart), Math.Min(count, _windowLength - (int)(offset - _windowStart)));
    }
}
