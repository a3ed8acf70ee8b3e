using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Veinte.Cluster.Hosting;

/// <summary>Partitions are dealt out to the silos in turn: by chance one silo would get most of them.</summary>
[GenerateSerializer]
[Alias("veinte-partition-placement")]
internal sealed class PartitionPlacement : PlacementStrategy;

/// <summary>Says that a grain is placed so.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PartitionPlacementAttribute() : PlacementAttribute(new PartitionPlacement());

/// <summary>Chooses the silo of a partition. Thread-safe.</summary>
internal sealed class PartitionPlacementDirector : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(Choose((int)target.GrainIdentity.GetIntegerKey(), context.GetCompatibleSilos(target)));

    /// <summary>The silo of a partition among those there are, the same wherever it is asked.</summary>
    public static SiloAddress Choose(int partition, SiloAddress[] silos) => silos.Order().ElementAt(partition % silos.Length);
}
