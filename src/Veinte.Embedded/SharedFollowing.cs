using Veinte.Journal;

namespace Veinte.Embedded;

/// <summary>
/// Lets all partitions follow the journal in one scan: waits until each has joined with its position, then follows for
/// all of them. Restarting then reads the journal's tail once, not once per partition.
/// </summary>
internal sealed class SharedFollowing(IJournal journal, int count)
{
    private readonly Lock _lock = new();
    private readonly List<Follower> _joined = [];
    private readonly TaskCompletionSource<Task> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Follows until <paramref name="stop"/> is cancelled. The first token to be cancelled ends it for all.</summary>
    public async Task Follow(Follower follower, CancellationToken stop)
    {
        lock (_lock)
        {
            _joined.Add(follower);
            if (_joined.Count == count) _started.TrySetResult(journal.Follow(_joined, stop));
        }
        await (await _started.Task.WaitAsync(stop)).WaitAsync(stop);
    }
}
