using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Cluster.Calls;

/// <summary>
/// A partition this node owns now: its host, and how far the journal has been delivered to it. A question that names a
/// position waits for it, so that what was acknowledged by any node before the question is in the answer. Thread-safe.
/// </summary>
internal sealed class HostedPartition(int partition, long epoch, PartitionHost host)
{
    private readonly Lock _lock = new();
    private readonly List<(Position Position, TaskCompletionSource Reached)> _waiting = [];
    private Position _delivered;
    private bool _following;
    private bool _ended;

    /// <summary>The epoch of this ownership.</summary>
    public long Epoch => epoch;

    /// <summary>The position last delivered.</summary>
    public Position Delivered
    {
        get
        {
            lock (_lock) return _delivered;
        }
    }

    /// <summary>Has the host answer after everything up to a position.</summary>
    /// <exception cref="PartitionUnavailableException">It has stopped.</exception>
    public async ValueTask<TAnswer> Ask<TAnswer>(PartitionQuery<TAnswer> query, Position after, CancellationToken cancel)
    {
        await Reached(after).WaitAsync(cancel);
        return await host.Ask(query, cancel);
    }

    /// <summary>The follower as the journal should have it: deliveries are noted, until one ends this ownership.</summary>
    public Follower Noted(Follower follower, Func<JournalRecord, CancellationToken, ValueTask<bool>> ends)
    {
        Note(follower.After);
        return follower with
        {
            Deliver = async (record, cancel) =>
            {
                if (await ends(record, cancel)) throw new OperationCanceledException("These books end here.");
                await follower.Deliver(record, cancel);
                Note(record.Last);
            },
        };
    }

    /// <summary>Nothing is delivered any more; who waits is told.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            foreach (var (_, reached) in _waiting) reached.TrySetException(new PartitionUnavailableException(partition));
            _waiting.Clear();
        }
    }

    /// <summary>Completes once everything up to a position has been delivered.</summary>
    public Task Reached(Position position)
    {
        lock (_lock)
        {
            if (_ended) return Task.FromException(new PartitionUnavailableException(partition));
            if (_following && _delivered >= position) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((position, reached));
            return reached.Task;
        }
    }

    private void Note(Position position)
    {
        lock (_lock)
        {
            _following = true;
            _delivered = position;
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Position > position) continue;
                _waiting[i].Reached.TrySetResult();
                _waiting.RemoveAt(i);
            }
        }
    }
}
