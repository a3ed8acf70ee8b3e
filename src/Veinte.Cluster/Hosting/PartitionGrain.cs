
namespace Veinte.Cluster.Hosting;

/// <summary>One partition as Orleans knows it: while it is active somewhere, that process owns the partition.</summary>
internal interface IPartitionGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that it is active, and where it should be.</summary>
    [Alias("Touch")]
    Task Touch();
}

/// <summary>
/// Takes the partition over when it is activated and gives it back when it is deactivated. That Orleans may activate it
/// twice for a moment does no harm: the second has the greater epoch, and the first is fenced.
/// </summary>
[PartitionPlacement]
internal sealed class PartitionGrain(OwnedPartitions partitions, IClusterMembershipService membership, ILocalSiloDetails here) : Grain, IPartitionGrain
{
    private OwnedPartition? _owned;

    private int Partition => (int)this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            _owned = await partitions.Take(Partition, here.SiloAddress, cancellationToken);
        }
        catch (Exception failure) when (DatabaseFailures.MayPass(failure))
        {
            // Whoever asked may be on another silo, where the database's own exceptions cannot be read.
            throw new OrleansException(failure.Message);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_owned is not null) await partitions.GiveBack(_owned, cancellationToken);
    }

    public Task Touch()
    {
        if (_owned is null or { Body.IsCompleted: true })
        {
            DeactivateOnIdle();
            return Task.CompletedTask;
        }
        // When a silo has joined, the partition belongs where placement would put it now. It is moved there and not merely given up: others remember
        // that it was here, and what they send it next would wake it here again, for ever.
        var silos = membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).ToArray();
        if (silos.Length > 0 && !PartitionPlacementDirector.Choose(Partition, silos).Equals(here.SiloAddress)) MigrateOnIdle();
        return Task.CompletedTask;
    }
}
