using Veinte.Engine.Partitions;
using Veinte.Journal;

namespace Veinte.Engine.Folds;

/// <summary>
/// One fold taken through the past: a partition that has every customer and nothing but this fold, fed from the first record on. Where a restatement is in
/// force everything it covers is graded by its policy, as the books are. Keeps all customers in memory, and says so when there are too many.
/// </summary>
internal sealed class PastPartition
{
    /// <summary>Customers that are kept at once: some 5 KB each.</summary>
    public const long CustomersMax = 5_000_000;

    private readonly Partition _partition;
    private readonly long _customersMax;

    /// <summary>At position 0.</summary>
    /// <param name="fold">The fold, new.</param>
    /// <param name="inForce">The restatement in force; null when there is none.</param>
    /// <param name="partitions">How many partitions the books in force have.</param>
    /// <param name="customersMax">How many customers may be kept.</param>
    public PastPartition(IFold fold, Restated? inForce, int partitions, long customersMax = CustomersMax)
    {
        _customersMax = customersMax;
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
    /// <exception cref="PastTooLargeException">There are more customers than may be kept.</exception>
    public void Apply(JournalRecord record)
    {
        _partition.Apply(record);
        _partition.TrimMemory();
        PastTooLargeException.ThrowIfAbove(_customersMax, _partition.TotalsNow().Customers);
    }
}

/// <summary>The past has more customers than a reading of it may keep in memory at once.</summary>
/// <param name="most">How many it may keep.</param>
public sealed class PastTooLargeException(long most) : InvalidOperationException(
    $"The past has more than {most:N0} customers, and reading it keeps all of them in memory. What comes in from now on is not concerned: let the promise or the outcome run.")
{
    internal static void ThrowIfAbove(long most, long customers)
    {
        if (customers > most) throw new PastTooLargeException(most);
    }
}
