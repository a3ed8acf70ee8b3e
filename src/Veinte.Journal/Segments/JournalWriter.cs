using Veinte.Journal.Entries;
using Veinte.Journal.Storage;
using Veinte.Model;

namespace Veinte.Journal.Segments;

/// <summary>
/// The synchronous core: stamps positions, writes a group with one write, makes it durable with one flush. Fail-stop:
/// after any failure but a full disk it refuses everything for good, for nobody can say what is on the disk. Used by
/// one thread at a time; <see cref="Extent"/> may be read by all.
/// </summary>
internal sealed partial class JournalWriter : IDisposable
{
    private readonly IJournalStorage _storage;
    private readonly JournalOptions _options;
    private readonly IDisposable _lock;
    private readonly List<(long Position, int Offset, int Length)> _staged = [];

    private IJournalFile _file;
    private Segment _segment;
    private byte[] _group = [];
    private int _groupLength;
    private long _nextPosition;
    private bool _proved;
    private volatile JournalExtent _extent;

    /// <summary>What is durable.</summary>
    internal JournalExtent Extent => _extent;

    /// <summary>Why it stopped for good, or null.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Whether a mark, or the beginning of the file, proves that everything written was flushed.</summary>
    internal bool IsProved => _proved;

    /// <summary>Adds a batch to the group that the next <see cref="Commit"/> writes.</summary>
    /// <returns>The position its first entry will have.</returns>
    internal Position Stage(EntryBatch batch)
    {
        var payload = batch.Payload.Span;
        var first = _nextPosition;
        Stage(new(first, batch.Count, payload.Length, Checksum.Of(_segment.Salt, payload), _groupLength), payload);
        _nextPosition += batch.Count;
        return new(first);
    }

    /// <summary>Begins a group, in a new file when the current one has its size.</summary>
    /// <exception cref="StorageFullException">There is no room for a new file; nothing has changed.</exception>
    internal void Begin()
    {
        ThrowIfStopped();
        Forget();
        if (_extent.End >= _options.SegmentBytes) Guarded(Roll);
    }

    /// <summary>Writes and flushes what was staged. Afterwards it is in <see cref="Extent"/>.</summary>
    /// <exception cref="StorageFullException">The disk is full; nothing was appended and the file ends where it did.</exception>
    internal void Commit()
    {
        ThrowIfStopped();
        Guarded(() =>
        {
            WriteOrCutBack();
            _file.Flush();
        });
        foreach (var (position, offset, length) in _staged)
            _segment.Index(position, _extent.End + offset, _extent.End + offset + length);
        _proved = _nextPosition == _extent.Head.Value + 1;
        _extent = _extent with
        {
            End = _extent.End + _groupLength,
            Head = new(_nextPosition - 1),
            Written = _extent.Written + _groupLength,
        };
    }

    /// <summary>Writes a mark behind the last record, so that recovery knows it had been flushed. Does nothing when that is known.</summary>
    /// <exception cref="StorageFullException">The disk is full; the mark can wait.</exception>
    internal void Mark()
    {
        ThrowIfStopped();
        if (_proved) return;
        Forget();
        Stage(new(_nextPosition, 0, 0, Checksum.Of(_segment.Salt, []), 0), []);
        Commit();
    }

    /// <summary>Closes the file and gives the lock back. Marks the end when the disk allows.</summary>
    public void Dispose()
    {
        try
        {
            if (Failure is null) Mark();
        }
        catch (IOException e)
        {
            _options.Report?.Invoke($"The journal could not mark its end while closing: {e.Message}");
        }
        finally
        {
            _file.Dispose();
            _lock.Dispose();
        }
    }

    private void Stage(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        if (_group.Length - _groupLength < header.RecordLength)
            Array.Resize(ref _group, Math.Max(_group.Length * 2, _groupLength + header.RecordLength));
        header.Write(_group.AsSpan(_groupLength), _segment.Salt);
        payload.CopyTo(_group.AsSpan(_groupLength + RecordHeader.Size));
        _staged.Add((header.First, _groupLength, header.RecordLength));
        _groupLength += header.RecordLength;
    }

    private void Forget()
    {
        _staged.Clear();
        _groupLength = 0;
        _nextPosition = _extent.Head.Value + 1;
    }

    private void WriteOrCutBack()
    {
        try
        {
            _file.Write(_extent.End, _group.AsSpan(0, _groupLength));
        }
        catch (StorageFullException)
        {
            // A part may have been written. If it cannot be cut off again, the exception from here stops the journal. The cut
            // is made durable at once: when the next file begins, nothing but records may be found in this one.
            _file.SetLength(_extent.End);
            _file.Flush();
            Forget();
            throw;
        }
    }

    private void Roll()
    {
        var segment = new Segment(_nextPosition, _options.NewSalt());
        var file = CreateSegment(_storage, segment);
        _file.Dispose();
        (_file, _segment, _proved) = (file, segment, true);
        _extent = _extent with { Segments = [.. _extent.Segments, segment], End = Segment.HeaderSize };
    }

    /// <summary>
    /// A new file counts only once its header and its name are durable; no record is written before. So what a crash
    /// leaves of a creation is a file without a record.
    /// </summary>
    private static IJournalFile CreateSegment(IJournalStorage storage, Segment segment)
    {
        var file = storage.Create(segment.Name);
        try
        {
            Span<byte> header = stackalloc byte[Segment.HeaderSize];
            segment.WriteHeader(header);
            file.Write(0, header);
            file.Flush();
            storage.FlushNames();
            return file;
        }
        catch (StorageFullException)
        {
            // The name must not come back after a crash: recovery would take it as proof that the file before was finished.
            file.Dispose();
            storage.Delete(segment.Name);
            storage.FlushNames();
            throw;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is not StorageFullException)
        {
            Failure = e;
            _options.Report?.Invoke($"The journal has stopped for good: {e.Message}");
            throw;
        }
    }

    private void ThrowIfStopped()
    {
        if (Failure is { } failure) throw new IOException($"The journal has stopped: {failure.Message}", failure);
    }
}
