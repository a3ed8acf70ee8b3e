using Veinte.Engine.Partitions;
using Veinte.Journal;

namespace Veinte.Engine.Folds;

/// <summary>
/// One fold taken through the past: a partition that has every customer and nothing but this fold, fed from the first record on. Where a restatement is in
/// force everything it covers is graded by its policy, as the books are. Keeps all customers and lines in memory, and says so when there are too many for what is left of it.
/// </summary>
internal sealed class PastPartition
{
    private readonly Partition _partition;
    private readonly PastMemory _memory;

    /// <summary>At position 0.</summary>
    /// <param name="fold">The fold, new.</param>
    /// <param name="inForce">The restatement in force; null when there is none.</param>
    /// <param name="partitions">How many partitions the books in force have.</param>
    /// <param name="memory">How much it may keep; null for as much as it leaves free.</param>
    public PastPartition(IFold fold, Restated? inForce, int partitions, PastMemory? memory = null)
    {
        _memory = memory ?? new();
        // Merges deliver what this fold remembers and not what the live ones did, so even without a restatement it is a replay beside the books.
        var restated = (inForce ?? Restated.Nothing) with { PartitionsInForce = partitions };
        _partition = new(
            0, 1, Together(partitions), ReplayedPartitions.EmptyCheckpoints.Instance, new(0, 0, null), live: null, restated,
            folds: new FoldSet(fold) { OthersAreIgnored = true });
    }

    // What is limited in each partition is limited for all together in as many times as much.
    private static PartitionOptions Together(int partitions)
    {
        var each = new PartitionOptions();
        return new()
        {
            CustomersInMemoryMax = int.MaxValue / 2,
            DedupeWindow = (int)Math.Min(int.MaxValue / 4, (long)each.DedupeWindow * partitions),
            ProducerNamesMax = (int)Math.Min(int.MaxValue / 4, (long)each.ProducerNamesMax * partitions),
        };
    }

    /// <summary>Applies a record.</summary>
    /// <exception cref="PastTooLargeException">What it keeps is more than it may.</exception>
    public void Apply(JournalRecord record)
    {
        _partition.Apply(record);
        _partition.TrimMemory();
        // Identifiers that point to another's account have none of their own, and take memory all the same.
        _memory.Hold(_partition.CustomersInMemory, _partition.TotalsNow().Interactions);
    }
}
