using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Cluster.Journaling;

/// <summary>The journal as one owner of one partition sees it: what he appends is refused once another owns it. Thread-safe.</summary>
internal sealed class FencedJournal(PostgresJournal journal, Fence fence, Action fenced) : IJournal
{
    /// <inheritdoc/>
    public Position Head => journal.Head;

    /// <inheritdoc/>
    public async ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default)
    {
        try
        {
            return await journal.Append(batch, fence, cancel);
        }
        catch (FencedException)
        {
            fenced();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel) => journal.Follow(followers, cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalRecord> Read(Position after, CancellationToken cancel = default) => journal.Read(after, cancel);

    /// <inheritdoc/>
    public ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default) => journal.Find(position, cancel);

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalRecord> FindAll(IReadOnlyCollection<Position> positions, CancellationToken cancel = default) => journal.FindAll(positions, cancel);

    /// <summary>Nothing: the journal is the node's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
