using Veinte.Journal.Segments;

namespace Veinte.Journal;

public sealed partial class SegmentedJournal
{
    // Below this distance the committer waits until a new follower has caught up; else it could run after it for ever.
    private const long JoinBytes = 16 * 1024 * 1024;

    private Subscription[] _live = [];
    private readonly List<Task> _joining = [];
    private bool _ended;

    /// <inheritdoc/>
    /// <remarks>
    /// All followers of one call catch up in one scan of the files. Appends made meanwhile do not wait for them; from the
    /// moment they have caught up each append does. Once the call has returned nothing is delivered any more. It also
    /// returns when the journal is closed or has stopped.
    /// </remarks>
    /// <exception cref="JournalDamagedException">A record on the way is damaged, or a follower is ahead of the journal.</exception>
    public async Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel)
    {
        foreach (var follower in followers)
        {
            if (follower.After > Head)
                throw JournalErrors.EndsTooEarly(_storage.Place, Head, follower.Partition, follower.After);
        }
        var subscription = new Subscription(followers, cancel);
        try
        {
            await CatchUp(subscription);
            await subscription.Ended.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        finally
        {
            await Leave(subscription);
        }
    }

    private async Task CatchUp(Subscription subscription)
    {
        var at = subscription.Followers.Count == 0 ? Head : subscription.Followers.Min(follower => follower.After);
        TaskCompletionSource? joining = null;
        try
        {
            for (var extent = _extent; ;)
            {
                foreach (var record in JournalScan.Records(_storage, extent, at, RecordBytes.Shared))
                {
                    await subscription.Deliver(record);
                    record.Release();
                    at = record.Last;
                }
                lock (_gate)
                {
                    var now = _extent;
                    // The extent grows under the same lock as the committer looks for followers: no record falls between.
                    if (now.Head == at)
                    {
                        if (_ended) subscription.Ended.SetResult();
                        else _live = [.. _live, subscription];
                        return;
                    }
                    if (joining is null && now.Written - extent.Written <= JoinBytes)
                    {
                        joining = new(TaskCreationOptions.RunContinuationsAsynchronously);
                        _joining.Add(joining.Task);
                    }
                    extent = now;
                }
            }
        }
        finally
        {
            if (joining is not null)
            {
                lock (_gate) _joining.Remove(joining.Task);
                joining.SetResult();
            }
        }
    }

    private async ValueTask WaitForJoining()
    {
        while (true)
        {
            Task joining;
            lock (_gate)
            {
                if (_joining.Count == 0) return;
                joining = _joining[0];
            }
            await joining;
        }
    }

    /// <summary>Lets readers see the group that has just been flushed, and hands it to everybody who follows.</summary>
    private async ValueTask DeliverGroup()
    {
        Subscription[] live;
        lock (_gate) (_extent, live) = (_writer.Extent, _live);
        if (live.Length == 0) return;
        var records = _group.ConvertAll(append => append.Record);
        foreach (var subscription in live)
        {
            if (!await subscription.Enter()) continue;
            try
            {
                foreach (var record in records) await subscription.Deliver(record);
            }
            catch (Exception e)
            {
                // A follower that fails ends its own call; the journal and the others go on.
                subscription.Ended.TrySetException(e);
            }
            finally
            {
                subscription.Exit();
            }
        }
    }

    private async ValueTask Leave(Subscription subscription)
    {
        lock (_gate) _live = [.. _live.Where(other => other != subscription)];
        await subscription.Leave();
    }

    private void EndSubscriptions()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var subscription in _live) subscription.Ended.TrySetResult();
            _live = [];
        }
    }
}
