using Veinte.Journal;
using Veinte.Journal.Storage;

namespace Veinte.Embedded;

/// <summary>
/// The journal of a data folder without its books: for moving it elsewhere or to here. Holds the folder's lock. The books are
/// made from it when a node opens the folder.
/// </summary>
public sealed class FolderJournal : IAsyncDisposable
{
    private FolderJournal(SegmentedJournal journal, int partitions) => (Journal, Partitions) = (journal, partitions);

    /// <summary>The journal.</summary>
    public SegmentedJournal Journal { get; }

    /// <summary>How many partitions its books have.</summary>
    public int Partitions { get; }

    /// <summary>Opens a folder's journal.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="partitionsOfNewBooks">How many partitions the folder gets when there are no books in it; null when there must be some.</param>
    /// <param name="held">Whether the caller holds the folder for a change.</param>
    /// <exception cref="IOException">Another process has the folder open or changes its journal, or there are no books in it.</exception>
    public static async Task<FolderJournal> Open(string folder, int? partitionsOfNewBooks = null, bool held = false)
    {
        var known = File.Exists(Path.Combine(folder, "books.json"));
        if (!known && partitionsOfNewBooks is null) throw new IOException($"There are no books in {folder}.");
        Directory.CreateDirectory(folder);
        using var entering = held ? null : FolderInChange.Enter(folder);
        FolderInChange.PutBack(folder);
        var journal = await SegmentedJournal.Open(new DirectoryStorage(Path.Combine(folder, "journal")), new());
        try
        {
            var manifest = BooksManifest.Read(folder);
            if (!known)
            {
                manifest = manifest with { Partitions = partitionsOfNewBooks!.Value };
                manifest.Write(folder);
            }
            return new(journal, manifest.Partitions);
        }
        catch
        {
            await journal.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Journal.DisposeAsync();
}
