using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>
/// All partitions of another set of books, made beside the one in force by replaying the journal under another policy. What
/// merges deliver between them is handed on in memory, so all of them are made together. The same code makes a folder's next
/// books and a cluster's. Used by one task; the checkpoints stay the caller's.
/// </summary>
internal sealed class RestatedPartitions
{
    private const int RecordsBetweenReports = 256;

    private readonly long _epoch;
    private readonly IReadOnlyList<ICheckpoints> _checkpoints;
    private readonly Partition[] _partitions;

    // Changes whose commit was given up: the partition believes them on their way, so they are committed before its next ones.
    private readonly CheckpointChange?[] _unfinished;

    private RestatedPartitions(long epoch, IReadOnlyList<ICheckpoints> checkpoints, Partition[] partitions) =>
        (_epoch, _checkpoints, _partitions, _unfinished) = (epoch, checkpoints, partitions, new CheckpointChange?[partitions.Length]);

    /// <summary>Everything up to here is in them.</summary>
    public Position Position { get; private set; }

    /// <summary>Begins with empty books.</summary>
    /// <param name="checkpoints">Where each partition's state goes; empty.</param>
    /// <param name="epoch">Under which epoch it is committed.</param>
    /// <param name="options">Limits of each partition.</param>
    /// <param name="restated">The policy, and up to where it applies.</param>
    public static async Task<RestatedPartitions> Begin(IReadOnlyList<ICheckpoints> checkpoints, long epoch, PartitionOptions options, Restated restated)
    {
        var partitions = new Partition[checkpoints.Count];
        for (var p = 0; p < partitions.Length; p++)
            partitions[p] = new(p, partitions.Length, options, checkpoints[p], await checkpoints[p].Open(epoch), live: null, restated);
        return new(epoch, checkpoints, partitions);
    }

    /// <summary>Goes on to a position. When it is cancelled, the next call goes on where this one was.</summary>
    public async Task CatchUp(IJournal journal, Position upTo, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        var records = 0;
        await foreach (var record in journal.Read(Position, cancel))
        {
            if (record.First > upTo) break;
            for (var p = 0; p < _partitions.Length; p++)
            {
                _partitions[p].Apply(record);
                if (_partitions[p].CheckpointIsDue) await Commit(p, cancel);
            }
            // Not before all have it: whoever is cancelled in between reads it again, and who has it skips it.
            Position = record.Last;
            if (++records % RecordsBetweenReports == 0) progress?.Report((Position.Value, upTo.Value));
        }
        progress?.Report((Position.Value, upTo.Value));
    }

    /// <summary>Makes everything durable that the replay has brought. When it is cancelled, the next call finishes it.</summary>
    public async Task Commit(CancellationToken cancel)
    {
        for (var p = 0; p < _partitions.Length; p++) await Commit(p, cancel);
    }

    private async Task Commit(int p, CancellationToken cancel)
    {
        if (_unfinished[p] is not null) await Finish(p, cancel);
        _partitions[p].BeginSnapshot(_epoch);
        _unfinished[p] = _partitions[p].TakeSlice(int.MaxValue) ?? throw new InvalidOperationException("A snapshot without a limit is whole.");
        await Finish(p, cancel);
    }

    private async Task Finish(int p, CancellationToken cancel)
    {
        if (!await _checkpoints[p].Commit(_unfinished[p]!, cancel)) throw new InvalidOperationException("Another process makes these books anew.");
        _unfinished[p] = null;
        _partitions[p].SnapshotCommitted();
    }
}
