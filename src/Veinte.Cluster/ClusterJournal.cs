using Veinte.Cluster.Journaling;
using Veinte.Cluster.Ownership;
using Veinte.Journal;

namespace Veinte.Cluster;

/// <summary>
/// The journal of a cluster without its books: for moving it elsewhere or to here. The books are made from it when nodes
/// join.
/// </summary>
public sealed class ClusterJournal : IAsyncDisposable
{
    private readonly ClusterDatabase _database;
    private readonly PostgresJournal _journal;

    private ClusterJournal(ClusterDatabase database, PostgresJournal journal) => (_database, _journal) = (database, journal);

    /// <summary>The journal.</summary>
    public IJournal Journal => _journal;

    /// <summary>How many partitions the books have.</summary>
    public int Partitions => _database.Books.Partitions;

    /// <summary>Opens it, making the tables when there are none.</summary>
    /// <param name="postgres">The database, as Npgsql takes it.</param>
    /// <param name="partitionsOfNewBooks">How many partitions new books get.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">Nodes are running on it.</exception>
    public static async Task<ClusterJournal> Open(string postgres, int partitionsOfNewBooks, CancellationToken cancel)
    {
        var database = await ClusterDatabase.Open(postgres, partitionsOfNewBooks, cancel);
        try
        {
            var running = (await new LeaseTable(database.Source, Guid.Empty, new LeaseOptions().TimeToLive).Members(cancel)).Count(node => node.Lives);
            if (running > 0) throw new InvalidOperationException($"{running} nodes are running on this database. Stop them first: books in use are not moved.");
            return new(database, await PostgresJournal.Open(database.Source, new() { RecentBytesMax = 16 * 1024 * 1024 }, TimeProvider.System, cancel));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _database.DisposeAsync();
    }
}
