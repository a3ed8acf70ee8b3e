using Veinte.Cluster.Ownership;

namespace Veinte.Cluster;

/// <summary>How a cluster stands at a moment.</summary>
/// <param name="Head">The journal's last position.</param>
/// <param name="Nodes">Its nodes, in the order they came.</param>
/// <param name="Partitions">Its partitions.</param>
public sealed record ClusterState(long Head, IReadOnlyList<NodeView> Nodes, IReadOnlyList<PartitionView> Partitions);

/// <summary>How a partition stands.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Epoch">The present ownership; each is one more than the one before.</param>
/// <param name="Node">The owner, or null while it has none.</param>
/// <param name="Position">How far it has read the journal; null while it does not answer.</param>
/// <param name="Interactions">Interactions in it.</param>
/// <param name="Customers">Customers in it.</param>
public sealed record PartitionView(int Partition, long Epoch, Guid? Node, long? Position, long? Interactions, long? Customers);
