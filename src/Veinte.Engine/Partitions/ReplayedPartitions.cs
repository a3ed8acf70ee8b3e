using Veinte.Engine.Seams;
using Veinte.Journal;

namespace Veinte.Engine.Partitions;

/// <summary>All partitions at position 0 with nothing behind them: fed record by record and asked in between, on one thread.</summary>
internal sealed class ReplayedPartitions(int count, PartitionOptions options, Restated? restated) : IPartitionCalls
{
    private readonly Partition[] _partitions =
        [.. Enumerable.Range(0, count).Select(p => new Partition(p, count, options, EmptyCheckpoints.Instance, new(0, 0, null), live: null, restated))];

    /// <inheritdoc/>
    public int Count => count;

    /// <summary>Applies a record to all of them.</summary>
    public void Apply(JournalRecord record)
    {
        foreach (var partition in _partitions) partition.Apply(record);
    }

    /// <inheritdoc/>
    public ValueTask<TAnswer> Ask<TAnswer>(int partition, PartitionQuery<TAnswer> query, CancellationToken cancel = default) =>
        new(query.Answer(_partitions[partition]));

    /// <summary>Checkpoints of books that were never stored.</summary>
    internal sealed class EmptyCheckpoints : ICheckpoints
    {
        public static EmptyCheckpoints Instance { get; } = new();

        public ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default) => new(new CheckpointHead(0, 0, null));

        public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class => null;

        public void ReadDaybook(long offset, Span<byte> target) => throw new InvalidOperationException("A replay keeps its daybook in memory.");

        public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing) => [];

        public ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default) => new(true);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
