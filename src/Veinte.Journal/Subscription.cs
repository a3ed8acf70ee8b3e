namespace Veinte.Journal;

/// <summary>The followers of one call, on their way or live. One record at a time: either its own scan delivers, or the committer.</summary>
internal sealed class Subscription(IReadOnlyList<Follower> followers, CancellationToken cancel)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _left;

    internal IReadOnlyList<Follower> Followers { get; } = followers;

    /// <summary>Completes when nothing comes any more; faults when a follower did.</summary>
    internal TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Hands a record to each follower that does not have it; each holds it until it releases it.</summary>
    internal async ValueTask Deliver(JournalRecord record)
    {
        cancel.ThrowIfCancellationRequested();
        for (var i = 0; i < Followers.Count; i++)
        {
            if (record.Last <= Followers[i].After) continue;
            record.Hold();
            await Followers[i].Deliver(record, cancel);
        }
    }

    /// <summary>The committer's turn begins; false when the followers have left.</summary>
    internal async ValueTask<bool> Enter()
    {
        await _turn.WaitAsync();
        if (!_left && !Ended.Task.IsCompleted) return true;
        _turn.Release();
        return false;
    }

    /// <summary>The committer's turn ends.</summary>
    internal void Exit() => _turn.Release();

    /// <summary>Returns once the committer is not delivering here, and will never again.</summary>
    internal async ValueTask Leave()
    {
        await _turn.WaitAsync();
        _left = true;
        _turn.Release();
    }
}
