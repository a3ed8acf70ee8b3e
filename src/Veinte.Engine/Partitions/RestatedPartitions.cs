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
    private readonly PartitionOptions _options;
    private readonly IReadOnlyList<ICheckpoints> _checkpoints;
    private readonly Partition[] _partitions;

    private RestatedPartitions(long epoch, PartitionOptions options, IReadOnlyList<ICheckpoints> checkpoints, Partition[] partitions) =>
        (_epoch, _options, _checkpoints, _partitions) = (epoch, options, checkpoints, partitions);

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
        return new(epoch, options, checkpoints, partitions);
    }

    /// <summary>Goes on to a position.</summary>
    public async Task CatchUp(IJournal journal, Position upTo, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        var records = 0;
        await foreach (var record in journal.Read(Position, cancel))
        {
            if (record.First > upTo) break;
            Position = record.Last;
            foreach (var partition in _partitions)
            {
                partition.Apply(record);
                if (partition.SinceSnapshot >= _options.CheckpointEntriesMax) await Commit(partition, cancel);
            }
            if (++records % RecordsBetweenReports == 0) progress?.Report((Position.Value, upTo.Value));
        }
        progress?.Report((Position.Value, upTo.Value));
    }

    /// <summary>Makes everything durable that the replay has brought.</summary>
    public async Task Commit(CancellationToken cancel)
    {
        foreach (var partition in _partitions) await Commit(partition, cancel);
    }

    private async Task Commit(Partition partition, CancellationToken cancel)
    {
        partition.BeginSnapshot(_epoch);
        var change = partition.TakeSlice(int.MaxValue) ?? throw new InvalidOperationException("A snapshot without a limit is whole.");
        if (!await _checkpoints[Array.IndexOf(_partitions, partition)].Commit(change, cancel)) throw new InvalidOperationException("Another process makes these books anew.");
        partition.SnapshotCommitted();
    }
}
