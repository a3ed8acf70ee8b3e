using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Partitions;

/// <summary>Stands where books computed in memory would look words up: figures need none.</summary>
internal sealed class NoJournal : IJournal
{
    public static NoJournal Instance { get; } = new();

    public Position Head => Position.None;

    public ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default) =>
        throw new InvalidOperationException("Books computed in memory take no entries.");

    public Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel) => Task.CompletedTask;

    public async IAsyncEnumerable<JournalRecord> Read(Position after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        await Task.CompletedTask;
        yield break;
    }

    public ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default) => new((JournalRecord?)null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
