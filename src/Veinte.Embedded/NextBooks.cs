using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Embedded;

/// <summary>
/// Another set of books in a folder of its own, made beside the one in force. Nothing sees it until the manifest names it; a
/// half-made one is deleted at the next start. Used by one task.
/// </summary>
internal sealed class NextBooks : IAsyncDisposable
{
    private readonly string _folder;
    private readonly SqliteCheckpoints[] _checkpoints;
    private readonly RestatedPartitions _partitions;
    private bool _taken;

    private NextBooks(string folder, SqliteCheckpoints[] checkpoints, RestatedPartitions partitions) =>
        (_folder, _checkpoints, _partitions) = (folder, checkpoints, partitions);

    /// <summary>Begins with empty books in the folder the manifest names; what is left there of an earlier attempt is deleted.</summary>
    public static async Task<NextBooks> Begin(string folder, BooksManifest manifest, PartitionOptions options, Restated restated)
    {
        var books = manifest.BooksFolder(folder);
        if (Directory.Exists(books)) Directory.Delete(books, recursive: true);
        SqliteCheckpoints[] checkpoints = [.. Enumerable.Range(0, manifest.Partitions).Select(p => SqliteCheckpoints.Open(books, p))];
        return new(books, checkpoints, await RestatedPartitions.Begin(checkpoints, manifest.Epoch, options, restated));
    }

    /// <summary>Goes on to a position.</summary>
    public Task CatchUp(IJournal journal, Position upTo, IProgress<(long Done, long Total)>? progress, CancellationToken cancel) =>
        _partitions.CatchUp(journal, upTo, progress, cancel);

    /// <summary>Makes everything durable that the replay has brought.</summary>
    public Task Commit(CancellationToken cancel) => _partitions.Commit(cancel);

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
}
