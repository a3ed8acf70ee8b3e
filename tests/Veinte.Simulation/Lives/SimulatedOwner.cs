using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Journal.Entries;

namespace Veinte.Simulation.Lives;

/// <summary>
/// One partition as its host drives it, one step at a time: a record, a slice of a snapshot, a commit that may fail and be
/// tried again, a commit notice that comes late, effects that wait to be appended.
/// </summary>
internal sealed class SimulatedOwner
{
    private readonly Random _random;
    private readonly Queue<JournalRecord> _inbox = new();
    private readonly Queue<PendingEffect> _effects = new();
    private readonly Queue<IReadOnlyList<PendingEffect>> _notices = new();
    private readonly long _epoch;
    private readonly long _durableAtStart;
    private CheckpointChange? _toCommit;
    private bool _noticeOfCommit;

    public SimulatedOwner(int number, int count, PartitionOptions options, SimulatedCheckpoints checkpoints, long epoch, long head, Random random)
    {
        (Checkpoints, _epoch, _durableAtStart, _random) = (checkpoints, epoch, head, random);
        Partition = new(number, count, options, checkpoints, checkpoints.Open(epoch).AsTask().GetAwaiter().GetResult(), live: null);
        TakeEffects();
    }

    public Partition Partition { get; }

    public SimulatedCheckpoints Checkpoints { get; }

    public bool IsQuiet => _inbox.Count == 0 && _effects.Count == 0 && _notices.Count == 0;

    public int CommitsFailed { get; private set; }

    public int Commits { get; private set; }

    public void Deliver(JournalRecord record) => _inbox.Enqueue(record);

    public void ApplyNext()
    {
        if (!_inbox.TryDequeue(out var record)) return;
        Partition.Apply(record);
        TakeEffects();
    }

    /// <summary>Effects to be appended now, oldest first; null when none waits.</summary>
    public EntryBatch? NextEffects(int max, out IReadOnlyList<PendingEffect> taken)
    {
        taken = [.. _effects.Take(max)];
        if (taken.Count == 0) return null;
        using var builder = new EntryBatchBuilder();
        foreach (var effect in taken) builder.Add(effect.Header, effect.Body);
        return builder.Build();
    }

    public void EffectsAppended(IReadOnlyList<PendingEffect> taken)
    {
        foreach (var _ in taken) _effects.Dequeue();
        _notices.Enqueue(taken);
    }

    public void TakeNotice()
    {
        if (!_notices.TryDequeue(out var appended)) return;
        foreach (var effect in appended) Partition.EffectAppended(effect);
    }

    /// <summary>One step of a checkpoint, whichever is due.</summary>
    public void ContinueCheckpoint(bool faultless)
    {
        if (_noticeOfCommit)
        {
            _noticeOfCommit = false;
            Partition.SnapshotCommitted();
        }
        else if (_toCommit is { } change) Commit(change, faultless);
        else if (Partition.SnapshotOpen) _toCommit = Partition.TakeSlice(_random.Next(1, 5));
        else if (Partition.SinceSnapshot > 0) Partition.BeginSnapshot(_epoch);
    }

    private void Commit(CheckpointChange change, bool faultless)
    {
        var fault = faultless ? CommitFault.None : _random.Next(6) switch { 0 => CommitFault.Torn, 1 => CommitFault.Doubtful, _ => CommitFault.None };
        try
        {
            if (!Checkpoints.Commit(change, fault, _random.Next(2_000))) throw new InvalidOperationException("The only owner was fenced.");
            Commits++;
            (_toCommit, _noticeOfCommit) = (null, true);
        }
        catch (IOException)
        {
            // As the host does it: the same change again, later.
            CommitsFailed++;
        }
    }

    private void TakeEffects()
    {
        foreach (var effect in Partition.TakeEffects(_durableAtStart)) _effects.Enqueue(effect);
    }
}
