using System.Buffers.Binary;
using Veinte.Journal.Entries;
using Veinte.Journal.Storage;
using Veinte.Model;

namespace Veinte.Journal;

public sealed partial class SegmentedJournal
{
    private readonly Queue<PendingAppend> _queue = new();
    private readonly List<PendingAppend> _group = [];
    private long _queuedBytes;
    private TaskCompletionSource? _room;

    /// <summary>Whether so much waits that the door should turn callers away (429) before it reads their bodies.</summary>
    public bool IsBusy => QueuedBytes >= _options.QueueBytesMax / 2;

    /// <summary>Bytes that wait to be written.</summary>
    public long QueuedBytes => Interlocked.Read(ref _queuedBytes);

    /// <summary>How many may wait, as <see cref="JournalOptions.QueueBytesMax"/> says.</summary>
    public long QueueBytesMax => _options.QueueBytesMax;

    /// <inheritdoc/>
    /// <remarks>
    /// Cancelling helps only until the batch is queued, which is at once unless <see cref="JournalOptions.QueueBytesMax"/>
    /// bytes wait already: nobody could say afterwards whether it was appended.
    /// </remarks>
    /// <exception cref="ArgumentException">The batch is longer than <see cref="JournalOptions.BatchBytesMax"/>, or its bytes are not <c>Count</c> entries.</exception>
    public ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default)
    {
        Check(batch);
        cancel.ThrowIfCancellationRequested();
        var append = new PendingAppend(batch);
        return TryQueue(append, out var room) ? new(append.Task) : new(AppendOnceThereIsRoom(append, room, cancel));
    }

    private async Task<Position> AppendOnceThereIsRoom(PendingAppend append, Task room, CancellationToken cancel)
    {
        do await room.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext);
        while (!TryQueue(append, out room));
        return await append.Task;
    }

    private bool TryQueue(PendingAppend append, out Task room)
    {
        lock (_gate)
        {
            if (_unavailable is { } unavailable) throw Again(unavailable);
            if (_closing) throw JournalErrors.Closed();
            if (_queuedBytes >= _options.QueueBytesMax)
            {
                room = (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                return false;
            }
            append.Batch.Shared?.Hold();
            _queue.Enqueue(append);
            _queuedBytes += append.Batch.Payload.Length;
        }
        room = Task.CompletedTask;
        _work.Writer.TryWrite(true);
        return true;
    }

    // A batch that does not fit its own description would be durable, and would stop every partition at every start.
    private static void Check(EntryBatch batch)
    {
        var rest = batch.Payload.Span;
        if (rest.Length > JournalOptions.BatchBytesMax)
        {
            throw new ArgumentException(
                $"The batch has {rest.Length} bytes; at most {JournalOptions.BatchBytesMax} can be appended together. Split it.", nameof(batch));
        }
        var count = 0;
        for (; rest.Length >= EntryHeader.Size; count++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (length < EntryHeader.Size || length > rest.Length) break;
            rest = rest[length..];
        }
        if (count != batch.Count || count == 0 || !rest.IsEmpty)
        {
            throw new ArgumentException(
                $"The batch says it has {batch.Count} entries; its {batch.Payload.Length} bytes hold {count} whole ones and {rest.Length} bytes more.",
                nameof(batch));
        }
    }

    /// <summary>The one loop. Ends when the journal is closed and everything queued is done, or when the disk failed.</summary>
    private async Task Run()
    {
        try
        {
            while (await _work.Reader.WaitToReadAsync())
            {
                _work.Reader.TryRead(out _);
                while (true)
                {
                    await WaitForJoining();
                    if (!TakeGroup()) break;
                    await CommitGroup();
                }
                if (_writer.Failure is not null) break;
                MarkWhenIdle();
                if (IsDrained()) break;
            }
        }
        catch (Exception e)
        {
            Stop(e);
        }
        finally
        {
            _writer.Dispose();
            EndSubscriptions();
        }
    }

    private bool TakeGroup()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            _group.Clear();
            var bytes = 0L;
            while (bytes < _options.GroupBytesMax && _queue.TryDequeue(out var append))
            {
                _group.Add(append);
                bytes += append.Batch.Payload.Length;
            }
            _queuedBytes -= bytes;
            (room, _room) = (_room, null);
        }
        room?.SetResult();
        return _group.Count > 0;
    }

    private async ValueTask CommitGroup()
    {
        try
        {
            _writer.Begin();
            foreach (var append in _group) append.First = _writer.Stage(append.Batch);
            _writer.Commit();
        }
        catch (StorageFullException full)
        {
            foreach (var append in _group) append.SetException(JournalErrors.Full(full, _options.RetryAfterFull));
            return;
        }
        catch (Exception e)
        {
            Stop(e);
            return;
        }
        await DeliverGroup();
        foreach (var append in _group) append.Succeed();
    }

    private void Stop(Exception cause)
    {
        _group.RemoveAll(append => append.Task.IsCompleted);
        var unavailable = JournalErrors.Stopped(cause);
        TaskCompletionSource? room;
        lock (_gate)
        {
            _unavailable = unavailable;
            while (_queue.TryDequeue(out var append)) _group.Add(append);
            _queuedBytes = 0;
            (room, _room) = (_room, null);
        }
        foreach (var append in _group) append.SetException(Again(unavailable));
        room?.SetResult();
        _failure.TrySetResult(cause);
    }

    /// <summary>Marks the end when two ticks came without an append in between: a busy journal proves itself by its next group.</summary>
    private void MarkWhenIdle()
    {
        if (!_ticked) return;
        _ticked = false;
        var isIdle = _writtenAtTick == _writer.Extent.Written;
        _writtenAtTick = _writer.Extent.Written;
        if (!isIdle) return;
        try
        {
            _writer.Mark();
            lock (_gate) _extent = _writer.Extent;
        }
        catch (StorageFullException)
        {
            // The mark is a courtesy: the next group proves as much.
        }
    }

    private bool IsDrained()
    {
        lock (_gate) return _unavailable is not null || (_closing && _queue.Count == 0);
    }

    // Each caller gets an exception of its own: a thrown one carries its thrower's stack.
    private static JournalUnavailableException Again(JournalUnavailableException e) => new(e.Message, e.RetryAfter, e.InnerException);

    /// <summary>One caller's batch on its way; completes off the writer's thread.</summary>
    private sealed class PendingAppend(EntryBatch batch) : TaskCompletionSource<Position>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        internal EntryBatch Batch { get; } = batch;
        internal Position First { get; set; }
        internal JournalRecord Record => new(First, Batch.Count, Batch.Payload, Batch.Shared);

        // What failed is left to the collector: who knows who still reads it.
        internal void Succeed()
        {
            SetResult(First);
            Batch.Shared?.Release();
        }
    }
}
