using Veinte.Cluster.Ownership;
using Veinte.Engine.Views;

namespace Veinte.Cluster;

/// <summary>How a cluster stands at a moment.</summary>
/// <param name="Head">The journal's last position.</param>
/// <param name="Nodes">Its nodes, in the order they came.</param>
/// <param name="Partitions">Its partitions.</param>
public sealed record ClusterState(long Head, IReadOnlyList<NodeView> Nodes, IReadOnlyList<PartitionView> Partitions);
