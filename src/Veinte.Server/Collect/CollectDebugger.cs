using System.Threading.Channels;
using Veinte.Journal;
using Veinte.Journal.Entries;

namespace Veinte.Server.Collect;

/// <summary>
/// The last 500 events that came in to this process, and a feed of new ones, for the page Connect. A sample when much
/// arrives: at most 20 of one request and 100 a second, refused ones first. Never holds a request up; forgotten at a restart.
/// Thread-safe.
/// </summary>
internal sealed class CollectDebugger(TimeProvider time)
{
    private const int KeptMax = 500;
    private const int PerRequestMax = 20;
    private const int PerSecondMax = 100;
    private const int QueueMax = 512;
    private readonly Lock _gate = new();
    private readonly Queue<CollectedEvent> _kept = new(KeptMax);
    private Watcher[] _watchers = [];
    private long _lastId;
    private long _secondStarted;
    private int _thisSecond;

    /// <summary>The events kept, newest first.</summary>
    public IReadOnlyList<CollectedEvent> Recent()
    {
        lock (_gate) return [.. _kept.Reverse()];
    }

    /// <summary>Starts watching; dispose the watcher to end it.</summary>
    public Watcher Watch()
    {
        var watcher = new Watcher(this);
        lock (_gate) _watchers = [.. _watchers, watcher];
        return watcher;
    }

    /// <summary>Takes a look at what a request brought, after it was made durable.</summary>
    public void Show(string source, EntryBatch batch)
    {
        var room = Room();
        if (room == 0) return;
        var shown = new List<CollectedEvent>(Math.Min(room, batch.Count));
        Pick(source, batch, refused: true, room, shown);
        Pick(source, batch, refused: false, room, shown);
        lock (_gate)
        {
            foreach (var collected in shown)
            {
                if (_kept.Count == KeptMax) _kept.Dequeue();
                _kept.Enqueue(collected);
                foreach (var watcher in _watchers) watcher.Offer(collected);
            }
        }
    }

    private void Pick(string source, EntryBatch batch, bool refused, int room, List<CollectedEvent> shown)
    {
        foreach (var entry in new JournalRecord(new(1), batch.Count, batch.Payload))
        {
            if (shown.Count == room) return;
            if (entry.Header.Kind == EntryKind.Quarantined != refused) continue;
            if (CollectedEvent.Of(Interlocked.Increment(ref _lastId), source, entry) is { } collected) shown.Add(collected);
        }
    }

    private int Room()
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (time.GetElapsedTime(_secondStarted, now) >= TimeSpan.FromSeconds(1)) (_secondStarted, _thisSecond) = (now, 0);
            var room = Math.Min(PerRequestMax, PerSecondMax - _thisSecond);
            _thisSecond += room;
            return room;
        }
    }

    private void Remove(Watcher watcher)
    {
        lock (_gate) _watchers = Array.FindAll(_watchers, other => other != watcher);
    }

    /// <summary>One watcher's queue of at most 512 events; when it is full the oldest go.</summary>
    internal sealed class Watcher : IDisposable
    {
        private readonly CollectDebugger _debugger;
        private readonly Channel<CollectedEvent> _queue = Channel.CreateBounded<CollectedEvent>(
            new BoundedChannelOptions(QueueMax) { FullMode = BoundedChannelFullMode.DropOldest });

        internal Watcher(CollectDebugger debugger) => _debugger = debugger;

        /// <summary>Where the events arrive.</summary>
        public ChannelReader<CollectedEvent> Events => _queue.Reader;

        internal void Offer(CollectedEvent collected) => _queue.Writer.TryWrite(collected);

        /// <inheritdoc/>
        public void Dispose()
        {
            _debugger.Remove(this);
            _queue.Writer.TryComplete();
        }
    }
}
