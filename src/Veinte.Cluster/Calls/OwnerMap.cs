using Veinte.Cluster.Ownership;

namespace Veinte.Cluster.Calls;

/// <summary>Who owns which partition, as last read; read again when an owner was not found where he should be. Thread-safe.</summary>
internal sealed class OwnerMap(LeaseTable leases)
{
    private readonly Lock _lock = new();
    private volatile IReadOnlyList<PartitionOwner> _owners = [];
    private Task? _reading;

    /// <summary>The owner of a partition, or null when it has none as far as is known.</summary>
    public PartitionOwner? Of(int partition)
    {
        var owners = _owners;
        return partition < owners.Count && owners[partition] is { Address: not null, Holds: true } owner ? owner : null;
    }

    /// <summary>All owners as last read.</summary>
    public IReadOnlyList<PartitionOwner> All => _owners;

    /// <summary>Reads again; whoever comes meanwhile shares the reading.</summary>
    public Task Refresh(CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_reading is null or { IsCompleted: true }) _reading = Task.Run(Read, CancellationToken.None);
            return _reading.WaitAsync(cancel);
        }
    }

    private async Task Read() => _owners = await leases.Owners(CancellationToken.None);
}
