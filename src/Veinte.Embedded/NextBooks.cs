using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Embedded;

/// <summary>
/// Another set of books, made beside the one in force by replaying the journal under another policy. Nothing sees it until
/// the manifest names it; a half-made one is deleted at the next start. Used by one task.
/// </summary>
internal sealed class NextBooks : IAsyncDisposable
{
    private const int RecordsBetweenReports = 256;

    private readonly string _folder;
    private readonly long _epoch;
    private readonly PartitionOptions _options;
    private readonly SqliteCheckpoints[] _checkpoints;
    private readonly Partition[] _partitions;

    private Position _position;
    private bool _taken;

    private NextBooks(string folder, long epoch, PartitionOptions options, SqliteCheckpoints[] checkpoints, Partition[] partitions) =>
        (_folder, _epoch, _options, _checkpoints, _partitions) = (folder, epoch, options, checkpoints, partitions);

    /// <summary>Begins with empty books in the folder the manifest names; what is left there of an earlier attempt is deleted.</summary>
    public static async Task<NextBooks> Begin(string folder, BooksManifest manifest, PartitionOptions options, Restated restated)
    {
        var books = manifest.BooksFolder(folder);
        if (Directory.Exists(books)) Directory.Delete(books, recursive: true);
        var checkpoints = new SqliteCheckpoints[manifest.Partitions];
        var partitions = new Partition[manifest.Partitions];
        for (var p = 0; p < manifest.Partitions; p++)
        {
            checkpoints[p] = SqliteCheckpoints.Open(books, p);
            partitions[p] = new(p, manifest.Partitions, options, checkpoints[p], await checkpoints[p].Open(manifest.Epoch), live: null, restated);
        }
        return new(books, manifest.Epoch, options, checkpoints, partitions);
    }

    /// <summary>Goes on to a position.</summary>
    public async Task CatchUp(IJournal journal, Position upTo, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        var records = 0;
        await foreach (var record in journal.Read(_position, cancel))
        {
            if (record.First > upTo) break;
            _position = record.Last;
            foreach (var partition in _partitions)
            {
                partition.Apply(record);
                if (partition.SinceSnapshot >= _options.CheckpointEntriesMax) await Commit(partition, cancel);
            }
            if (++records % RecordsBetweenReports == 0) progress?.Report((_position.Value, upTo.Value));
        }
        progress?.Report((_position.Value, upTo.Value));
    }

    /// <summary>Makes everything durable that the replay has brought.</summary>
    public async Task Commit(CancellationToken cancel)
    {
        foreach (var partition in _partitions) await Commit(partition, cancel);
    }

    /// <summary>Hands the checkpoints over to those who keep the books from now on.</summary>
    public IReadOnlyList<SqliteCheckpoints> Take()
    {
        _taken = true;
        return _checkpoints;
    }

    /// <summary>Deletes the books unless they were taken over.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_taken) return;
        foreach (var checkpoints in _checkpoints) await checkpoints.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Commit(Partition partition, CancellationToken cancel)
    {
        partition.BeginSnapshot(_epoch);
        var change = partition.TakeSlice(int.MaxValue) ?? throw new InvalidOperationException("A snapshot without a limit is whole.");
        var number = Array.IndexOf(_partitions, partition);
        if (!await _checkpoints[number].Commit(change, cancel)) throw new InvalidOperationException("Another process has taken these books over.");
        partition.SnapshotCommitted();
    }
}
