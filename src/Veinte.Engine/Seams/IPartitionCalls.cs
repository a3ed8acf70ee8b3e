using Veinte.Engine.Partitions;

namespace Veinte.Engine.Seams;

/// <summary>
/// The fourth seam: the call to a partition's owner, wherever it runs. Behind it stand the direct call of the embedded
/// mode and the simulated one; an Orleans grain can. Thread-safe.
/// </summary>
public interface IPartitionCalls
{
    /// <summary>How many partitions there are; fixed when the books were opened for the first time.</summary>
    int Count { get; }

    /// <summary>
    /// Has the owner answer between two records, after everything that was acknowledged before the call.
    /// </summary>
    /// <exception cref="PartitionUnavailableException">The partition has no owner now.</exception>
    ValueTask<TAnswer> Ask<TAnswer>(int partition, PartitionQuery<TAnswer> query, CancellationToken cancel = default);
}

/// <summary>A question to one partition. Immutable data with the code that answers it; runs on the partition's own loop.</summary>
/// <typeparam name="TAnswer">Immutable data: it leaves the loop.</typeparam>
public abstract record PartitionQuery<TAnswer>
{
    /// <summary>Answers from the partition's state; must not keep a reference to anything mutable in it.</summary>
    internal abstract TAnswer Answer(Partition partition);
}

/// <summary>The partition has no owner at this moment; the call may be repeated.</summary>
/// <param name="partition">Which partition.</param>
/// <param name="inner">Why it stopped, when it did.</param>
public sealed class PartitionUnavailableException(int partition, Exception? inner = null)
    : Exception($"Partition {partition} is not running here now; try again in a second.", inner);
