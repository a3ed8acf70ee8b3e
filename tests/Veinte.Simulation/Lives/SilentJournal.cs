using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;

namespace Veinte.Simulation.Lives;

/// <summary>A journal to which nobody appends; what a host follows is fed to it.</summary>
internal sealed class SilentJournal(long head = 0) : IJournal
{
    public Position Head { get; } = new(head);

    /// <summary>A record of so many ratings, by one customer or each by one of his own.</summary>
    public static JournalRecord Record(long first, int count, string? customer = null)
    {
        using var builder = new EntryBatchBuilder();
        for (var i = first; i < first + count; i++) Ratings.Add(builder, customer ?? $"c{i}", "shop", 4, $"m{i}", "", "");
        return new(new(first), count, builder.Build().Payload);
    }

    public ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel) => throw new NotSupportedException();

    public IAsyncEnumerable<JournalRecord> Read(Position after, CancellationToken cancel = default) => throw new NotSupportedException();

    public ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default) => new((JournalRecord?)null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
