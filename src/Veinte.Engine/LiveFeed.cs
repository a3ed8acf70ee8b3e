using System.Threading.Channels;
using Veinte.Engine.Views;

namespace Veinte.Engine;

/// <summary>
/// Hands postings and verdicts to whoever watches. A watcher that is too slow loses the oldest ones and is told how many; nobody is
/// ever waited for. Costs nothing while nobody watches. Thread-safe.
/// </summary>
public sealed class LiveFeed
{
    private const int QueueMax = 512;
    private Watcher[] _watchers = [];

    /// <summary>Whether anybody watches now.</summary>
    public bool Watched => Volatile.Read(ref _watchers).Length > 0;

    /// <summary>Starts watching; dispose the watcher to end it.</summary>
    public Watcher Watch()
    {
        var watcher = new Watcher(this);
        Watcher[] old, next;
        do
        {
            old = Volatile.Read(ref _watchers);
            next = [.. old, watcher];
        }
        while (Interlocked.CompareExchange(ref _watchers, next, old) != old);
        return watcher;
    }

    /// <summary>Hands an event to all watchers. Called by the partitions' loops; never waits.</summary>
    public void Publish(LiveEvent happened)
    {
        foreach (var watcher in Volatile.Read(ref _watchers)) watcher.Offer(happened);
    }

    private void Remove(Watcher watcher)
    {
        Watcher[] old, next;
        do
        {
            old = Volatile.Read(ref _watchers);
            next = Array.FindAll(old, w => w != watcher);
        }
        while (Interlocked.CompareExchange(ref _watchers, next, old) != old);
    }

    /// <summary>One watcher's queue of at most 512 events.</summary>
    public sealed class Watcher : IDisposable
    {
        private readonly LiveFeed _feed;
        private readonly Channel<LiveEvent> _queue;
        private long _lost;

        internal Watcher(LiveFeed feed)
        {
            _feed = feed;
            _queue = Channel.CreateBounded<LiveEvent>(
                new BoundedChannelOptions(QueueMax) { FullMode = BoundedChannelFullMode.DropOldest },
                _ => Interlocked.Increment(ref _lost));
        }

        /// <summary>How many events this watcher has lost so far by being slow.</summary>
        public long Lost => Interlocked.Read(ref _lost);

        /// <summary>Where the events arrive, in the order of each partition.</summary>
        public ChannelReader<LiveEvent> Events => _queue.Reader;

        internal void Offer(LiveEvent happened) => _queue.Writer.TryWrite(happened);

        /// <inheritdoc/>
        public void Dispose()
        {
            _feed.Remove(this);
            _queue.Writer.TryComplete();
        }
    }
}
