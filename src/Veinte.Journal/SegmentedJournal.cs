using System.Threading.Channels;
using Veinte.Journal.Segments;
using Veinte.Journal.Storage;
using Veinte.Model;

namespace Veinte.Journal;

/// <summary>
/// The journal of the embedded mode: our own segmented files with group commit. One loop on one thread takes all
/// batches that wait, writes them with one write, makes them durable with one flush, hands them to the followers in
/// order and then completes the appends. The layout is written down in <c>docs/internals/journal-format.md</c>.
/// Thread-safe.
/// </summary>
public sealed partial class SegmentedJournal : IJournal
{
    private readonly IJournalStorage _storage;
    private readonly JournalOptions _options;
    private readonly JournalWriter _writer;
    private readonly WriterThread? _thread;
    private readonly ITimer? _markTimer;
    private readonly Task _loop;
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One signal is enough: whoever takes it looks at everything.
    private readonly Channel<bool> _work = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    // Guards the queue, the followers and the moment at which the extent grows; never held while waiting.
    private readonly Lock _gate = new();
    private JournalUnavailableException? _unavailable;
    private bool _closing;
    private volatile bool _ticked;
    private long _writtenAtTick = -1;

    // What readers may see. Grows under the gate, together with the choice of who is told.
    private volatile JournalExtent _extent;

    private SegmentedJournal(IJournalStorage storage, JournalOptions options, JournalWriter writer, WriterThread? thread, TaskScheduler scheduler)
    {
        (_storage, _options, _writer, _thread, _extent) = (storage, options, writer, thread, writer.Extent);
        if (options.MarkAfterIdle > TimeSpan.Zero)
            _markTimer = options.Time.CreateTimer(_ => Tick(), null, options.MarkAfterIdle, options.MarkAfterIdle);
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
    }

    /// <summary>Opens the journal for writing, creating it when there is none. A torn tail is cut off and reported.</summary>
    /// <exception cref="JournalDamagedException">Bytes that had been flushed have changed.</exception>
    /// <exception cref="IOException">Another process writes here; the message names it.</exception>
    public static async Task<SegmentedJournal> Open(IJournalStorage storage, JournalOptions options)
    {
        var thread = options.Scheduler is null ? new WriterThread() : null;
        var scheduler = options.Scheduler ?? thread!;
        try
        {
            var writer = await Task.Factory.StartNew(
                () => JournalWriter.Recover(storage, options), CancellationToken.None, TaskCreationOptions.None, scheduler);
            return new(storage, options, writer, thread, scheduler);
        }
        catch
        {
            thread?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Position Head => _extent.Head;

    /// <summary>Completes when the journal has stopped for good because the disk failed; never while it is well.</summary>
    public Task<Exception> Failure => _failure.Task;

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> Read(
        Position after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        const int bytesBetweenPauses = 16 * 1024 * 1024;
        var bytes = 0L;
        foreach (var record in JournalScan.Records(_storage, _extent, after, RecordBytes.Lent))
        {
            cancel.ThrowIfCancellationRequested();
            yield return record;
            // The files are read synchronously, mostly out of memory; a long scan lets others have the thread now and then.
            if ((bytes += record.Payload.Length) < bytesBetweenPauses) continue;
            bytes = 0;
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    public ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return new(JournalScan.Find(_storage, _extent, position));
    }

    /// <summary>Takes nothing more, makes durable what waits, marks the end and gives the files back.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closing) return;
            _closing = true;
        }
        _work.Writer.TryWrite(true);
        if (_markTimer is not null) await _markTimer.DisposeAsync();
        await _loop;
        _thread?.Dispose();
    }

    private void Tick()
    {
        _ticked = true;
        _work.Writer.TryWrite(true);
    }
}
