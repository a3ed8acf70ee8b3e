using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;

namespace Veinte.Embedded;

/// <summary>The call to an owner when every owner is here: straight into the partition's inbox.</summary>
internal sealed class DirectCalls(IReadOnlyList<PartitionHost> hosts) : IPartitionCalls
{
    /// <inheritdoc/>
    public int Count => hosts.Count;

    /// <inheritdoc/>
    public ValueTask<TAnswer> Ask<TAnswer>(int partition, PartitionQuery<TAnswer> query, CancellationToken cancel = default) =>
        hosts[partition].Ask(query, cancel);
}
