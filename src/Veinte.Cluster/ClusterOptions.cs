using System.Net;
using Veinte.Cluster.Ownership;
using Veinte.Engine.Partitions;

namespace Veinte.Cluster;

/// <summary>How a node joins a cluster.</summary>
public sealed record ClusterOptions
{
    /// <summary>The database, as Npgsql takes it: <c>Host=db;Username=veinte;Password=…;Database=veinte</c>.</summary>
    public required string Postgres { get; init; }

    /// <summary>How many partitions new books get, for ever; several per node, so that they can be shared out evenly. Default: 16.</summary>
    public int PartitionsOfNewBooks { get; init; } = 16;

    /// <summary>Where other nodes ask this one; a network that only nodes can reach. Default: this machine only.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>On which port; 0 takes a free one. Default: 0.</summary>
    public int Port { get; init; }

    /// <summary>By which name or address other nodes reach this one, when it is not the one it listens on.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Who decides which node owns which partition; the same on all nodes. Default: leases.</summary>
    public OwnershipKind Ownership { get; init; } = OwnershipKind.Leases;

    /// <summary>
    /// Whether it owns partitions. One that does not takes requests, asks the owners and can keep the history: for questions
    /// and exports that would disturb those who keep the books. At least one node of a cluster must own partitions. Default: yes.
    /// </summary>
    public bool OwnsPartitions { get; init; } = true;

    /// <summary>How leases are kept.</summary>
    public LeaseOptions Leases { get; init; } = new();

    /// <summary>Limits of each partition.</summary>
    public PartitionOptions Partitions { get; init; } = new();

    /// <summary>Told what happens to this node's partitions; called rarely.</summary>
    public Action<string> Report { get; init; } = _ => { };
}

/// <summary>Who decides which node owns which partition. Whoever it is, the epochs in the database are what keeps the books right.</summary>
public enum OwnershipKind
{
    /// <summary>Rows in the database that must be renewed: nothing else is needed.</summary>
    Leases = 1,
    /// <summary>Orleans: silos watch each other, and a grain for each partition is active on one of them.</summary>
    Orleans = 2,
}
