using System.Threading.Channels;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>
/// Runs one partition for as long as this process owns it: one loop takes records, questions and commit notices from a
/// bounded inbox, so nothing in the partition needs a lock. Checkpoints are committed and effects appended by two other
/// tasks, which never touch the partition. Any exception ends the host; there is no second recovery path.
/// </summary>
public sealed class PartitionHost(int number, int count, PartitionOptions options, LiveFeed? live, TimeProvider time)
{
    private const int InboxMax = 512;
    private const int CustomersPerSlice = 256;
    private const int EffectsPerBatch = 500;
    private const int EffectBytesPerBatch = 1024 * 1024;

    // One part in so many of what a partition may replay at most is much enough not to be replayed twice.
    private const int ReplayShare = 20;
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CommitRetryDelay = TimeSpan.FromSeconds(5);

    // Long enough that the others on this node have replayed theirs: a checkpoint must not keep them from answering.
    private static readonly TimeSpan CheckpointAfterReplay = TimeSpan.FromSeconds(10);

    private readonly Channel<object> _inbox = System.Threading.Channels.Channel.CreateBounded<object>(new BoundedChannelOptions(InboxMax) { SingleReader = true });
    private readonly Channel<PendingEffect> _effects = System.Threading.Channels.Channel.CreateUnbounded<PendingEffect>(new() { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<Position> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Of the open snapshot, once all of it is taken; null before, and after its end is known.
    private Task<bool>? _commit;
    private TaskCompletionSource _commitFailed = new();
    private CancellationToken _stopping;
    private long _checkpointDueAt;
    private long _durableAtStart;
    private long _checkpointAt;
    private bool _replayed;

    /// <summary>Completes with the restored position once questions can be asked.</summary>
    internal Task<Position> Ready => _ready.Task;

    /// <summary>Commits that failed and were tried again since the start; a sign of a full or failing disk.</summary>
    public long CommitFailures { get; private set; }

    /// <summary>
    /// Owns the partition until <paramref name="lost"/> is cancelled (then takes a last checkpoint and returns) or
    /// something breaks (then throws).
    /// </summary>
    /// <param name="epoch">Epoch of this ownership.</param>
    /// <param name="checkpoints">Where the state is; stays the caller's.</param>
    /// <param name="journal">Where effects are appended.</param>
    /// <param name="follow">Has the journal deliver to a follower until cancelled; embedded mode lets all partitions share one scan.</param>
    /// <param name="lost">Cancelled when the partition is lost or the process stops.</param>
    public async Task Run(
        long epoch, ICheckpoints checkpoints, IJournal journal, Func<Follower, CancellationToken, Task> follow, CancellationToken lost)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lost);
        _stopping = stop.Token;
        Task followed = Task.CompletedTask, ticked = Task.CompletedTask, appended = Task.CompletedTask;
        try
        {
            var partition = new Partition(number, count, options, checkpoints, await checkpoints.Open(epoch, lost), live);
            (_durableAtStart, _checkpointAt) = (journal.Head.Value, partition.Position);
            SendEffects(partition);
            SetCheckpointDue(options.CheckpointInterval);
            followed = Follow(follow, new(number, new(partition.Position), Deliver), stop.Token);
            ticked = Tick(stop.Token);
            appended = AppendEffectsOrEnd(journal, stop.Token);
            _ready.TrySetResult(new(partition.Position));
            await Loop(partition, epoch, checkpoints);
            await followed;
            await Quietly(_commit ?? Task.CompletedTask);
            await FinalCheckpoint(partition, epoch, checkpoints);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            _inbox.Writer.TryComplete();
        }
        catch (Exception broken)
        {
            _inbox.Writer.TryComplete(broken);
            _ready.TrySetException(broken);
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            _effects.Writer.TryComplete();
            await Task.WhenAll(Quietly(followed), Quietly(ticked), Quietly(appended), Quietly(_commit ?? Task.CompletedTask));
            RefuseWhatIsLeft();
        }
    }

    /// <summary>Hands a question to the loop.</summary>
    /// <exception cref="PartitionUnavailableException">The partition has stopped.</exception>
    public async ValueTask<TAnswer> Ask<TAnswer>(PartitionQuery<TAnswer> query, CancellationToken cancel)
    {
        var question = new Question<TAnswer>(query);
        try
        {
            await _inbox.Writer.WriteAsync(question, cancel);
        }
        catch (ChannelClosedException closed)
        {
            throw new PartitionUnavailableException(number, closed.InnerException);
        }
        return await question.Answer.Task.WaitAsync(cancel);
    }

    private async ValueTask Deliver(JournalRecord record, CancellationToken cancel)
    {
        try
        {
            await _inbox.Writer.WriteAsync(record, cancel);
        }
        catch (ChannelClosedException closed)
        {
            throw new PartitionUnavailableException(number, closed.InnerException);
        }
    }

    private async Task Loop(Partition partition, long epoch, ICheckpoints checkpoints)
    {
        var inbox = _inbox.Reader;
        while (await inbox.WaitToReadAsync())
        {
            while (inbox.TryRead(out var work))
            {
                if (work is JournalRecord && partition.IsFarAhead) await CatchUpWithCommit(partition, epoch, checkpoints);
                Handle(partition, epoch, work);
                ContinueSnapshot(partition, checkpoints);
            }
            // Nothing waits: the rest of a snapshot is taken now, looking up for new work between slices. A commit that is
            // cancelled sends no notice and leaves the snapshot open, so it is what is left to take that ends this.
            while (partition.SnapshotUnfinished && !inbox.TryPeek(out _)) ContinueSnapshot(partition, checkpoints);
        }
    }

    private void Handle(Partition partition, long epoch, object work)
    {
        switch (work)
        {
            case JournalRecord record:
                partition.Apply(record);
                record.Release();
                SendEffects(partition);
                if (!_replayed && partition.Position >= _durableAtStart) Replayed(partition);
                if (partition.CheckpointIsDue) BeginSnapshot(partition, epoch);
                break;
            case IQuestion question:
                question.Answer(partition);
                partition.TrimMemory();
                break;
            case EffectsAppended done:
                foreach (var effect in done.Effects) partition.EffectAppended(effect);
                break;
            case CommitEnded:
                TakeCommit(partition, epoch);
                break;
            case Ticked:
                if (HasMoved(partition) && time.GetTimestamp() >= _checkpointDueAt) BeginSnapshot(partition, epoch);
                break;
        }
    }

    private void SendEffects(Partition partition)
    {
        foreach (var effect in partition.TakeEffects(_durableAtStart)) _effects.Writer.TryWrite(effect);
    }

    private void BeginSnapshot(Partition partition, long epoch)
    {
        if (partition.SnapshotOpen) return;
        SetCheckpointDue(options.CheckpointInterval);
        _checkpointAt = partition.Position;
        partition.BeginSnapshot(epoch);
    }

    // Whom hardly anything concerns must not read the others' journal from the beginning at each start.
    private bool HasMoved(Partition partition) => partition.SinceSnapshot > 0 || partition.Position - _checkpointAt >= options.CheckpointEntriesMax;

    // What had to be replayed now, others' entries in between included, would have to be again, and more of it, if this owner dies soon too:
    // owners that never live as long as the interval would take ever longer to answer.
    private void Replayed(Partition partition)
    {
        _replayed = true;
        if (partition.Position - _checkpointAt >= options.CheckpointEntriesMax / ReplayShare && CheckpointAfterReplay < options.CheckpointInterval) SetCheckpointDue(CheckpointAfterReplay);
    }

    private void SetCheckpointDue(TimeSpan after) => _checkpointDueAt = time.GetTimestamp() + (long)(after.TotalSeconds * time.TimestampFrequency);

    private void ContinueSnapshot(Partition partition, ICheckpoints checkpoints)
    {
        if (partition.TakeSlice(CustomersPerSlice) is { } change) BeginCommit(checkpoints, change);
    }

    // More comes in than the disk, or the database, takes. What is not committed yet must stay in memory, so the next record waits for the commit, the
    // inbox fills, and what comes after that stays in the journal: the partition lags, and shows it. A commit that fails is not waited for: who asks must be answered even then.
    private async Task CatchUpWithCommit(Partition partition, long epoch, ICheckpoints checkpoints)
    {
        if (partition.TakeSlice(int.MaxValue) is { } change) BeginCommit(checkpoints, change);
        if (_commit is not { } commit) return;
        await Task.WhenAny(commit, _commitFailed.Task);
        TakeCommit(partition, epoch);
    }

    private void BeginCommit(ICheckpoints checkpoints, CheckpointChange change)
    {
        var failed = _commitFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var commit = _commit = Task.Run(() => Commit(checkpoints, change, failed, _stopping));
        _ = TellOfEnd(commit);
    }

    // Whoever waited for a commit has taken it before its notice came, and the next one may run by then.
    private void TakeCommit(Partition partition, long epoch)
    {
        if (_commit is not { IsCompletedSuccessfully: true } ended) return;
        if (!ended.Result) throw new PartitionUnavailableException(number, new InvalidOperationException($"A newer owner than epoch {epoch} has taken over."));
        partition.SnapshotCommitted();
        _commit = null;
    }

    // Beside the commit and not its last step: while the inbox is full the notice waits for the loop, and the loop may be waiting for the commit.
    private async Task TellOfEnd(Task<bool> commit)
    {
        await Quietly(commit);
        if (!commit.IsCompletedSuccessfully) return;
        try
        {
            await _inbox.Writer.WriteAsync(CommitEnded.Instance, CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            // The loop has ended: what stops it asks the commit itself.
        }
    }

    // A commit that fails (a full disk, say) is tried again: its change stays in memory, and the journal has it all.
    private async Task<bool> Commit(ICheckpoints checkpoints, CheckpointChange change, TaskCompletionSource failed, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await checkpoints.Commit(change, stop);
            }
            catch (Exception) when (!stop.IsCancellationRequested)
            {
                CommitFailures++;
                failed.TrySetResult();
                await Task.Delay(CommitRetryDelay, time, stop);
            }
        }
    }

    // At the end only: the loop is over and no commit runs.
    private async Task FinalCheckpoint(Partition partition, long epoch, ICheckpoints checkpoints)
    {
        if (partition.SnapshotOpen)
        {
            // One whose commit was cut off by the stop is not tried again: a database that hangs would keep the process from ending, and the journal has it all.
            var committed = partition.TakeSlice(int.MaxValue) is { } open
                ? await checkpoints.Commit(open, CancellationToken.None)
                : _commit is { IsCompletedSuccessfully: true, Result: true };
            if (!committed) return;
            partition.SnapshotCommitted();
        }
        if (!HasMoved(partition)) return;
        partition.BeginSnapshot(epoch);
        if (partition.TakeSlice(int.MaxValue) is { } last) await checkpoints.Commit(last, CancellationToken.None);
    }

    private async Task Follow(Func<Follower, CancellationToken, Task> follow, Follower follower, CancellationToken stop)
    {
        try
        {
            await follow(follower, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The way a follower ends.
        }
        catch (Exception broken)
        {
            _inbox.Writer.TryComplete(broken);
            throw;
        }
        _inbox.Writer.TryComplete();
    }

    private async Task Tick(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TickInterval, time);
        while (await timer.WaitForNextTickAsync(stop)) _inbox.Writer.TryWrite(Ticked.Instance);
    }

    // A partition whose effects are appended no more would go on as if they were: it ends, and says why.
    private async Task AppendEffectsOrEnd(IJournal journal, CancellationToken stop)
    {
        try
        {
            await AppendEffects(journal, stop);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The way it ends.
        }
        catch (JournalUnavailableException closed) when (closed.RetryAfter is null)
        {
            // The journal is closed for good; whoever closes it ends the partitions too.
        }
        catch (Exception broken)
        {
            _inbox.Writer.TryComplete(broken);
        }
    }

    private async Task AppendEffects(IJournal journal, CancellationToken stop)
    {
        var effects = _effects.Reader;
        using var builder = new EntryBatchBuilder();
        while (await effects.WaitToReadAsync(stop))
        {
            var taken = new List<PendingEffect>();
            while (taken.Count < EffectsPerBatch && builder.Length < EffectBytesPerBatch && effects.TryRead(out var effect))
            {
                builder.Add(effect.Header, effect.Body);
                taken.Add(effect);
            }
            var batch = builder.Build();
            while (true)
            {
                try
                {
                    await journal.Append(batch, stop);
                    break;
                }
                catch (JournalUnavailableException unavailable) when (unavailable.RetryAfter is not null)
                {
                    // Appending again is harmless: an effect's dedupe key names its cause.
                    await Task.Delay(RetryDelay, time, stop);
                }
            }
            await _inbox.Writer.WriteAsync(new EffectsAppended(taken), stop);
        }
    }

    private void RefuseWhatIsLeft()
    {
        while (_inbox.Reader.TryRead(out var work))
            if (work is IQuestion question)
                question.Refuse(new PartitionUnavailableException(number));
    }

    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private interface IQuestion
    {
        void Answer(Partition partition);
        void Refuse(Exception why);
    }

    private sealed class Question<TAnswer>(PartitionQuery<TAnswer> query) : IQuestion
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        void IQuestion.Answer(Partition partition)
        {
            try
            {
                Answer.TrySetResult(query.Answer(partition));
            }
            catch (Exception failure)
            {
                // A question changes nothing: that it fails is the asker's matter, not the partition's.
                Answer.TrySetException(failure);
            }
        }

        void IQuestion.Refuse(Exception why) => Answer.TrySetException(why);
    }

    private sealed record EffectsAppended(IReadOnlyList<PendingEffect> Effects);

    private sealed record CommitEnded
    {
        public static CommitEnded Instance { get; } = new();
    }

    private sealed record Ticked
    {
        public static Ticked Instance { get; } = new();
    }
}
