using Veinte.Cluster.Ownership;

namespace Veinte.Cluster.Hosting;

/// <summary>
/// This node among the others, as the database has them: it says that it lives, and notices who no longer says so. Who is silent is told by this node's own
/// clock, from when it last read something new of him, and only while the database answered this node all along: where it was away for everybody, or this
/// process was paused, nobody was silent. One caller tells, and one reads.
/// </summary>
internal sealed class Neighbours(LeaseTable nodes, string address, LeaseOptions leases, TimeProvider time)
{
    /// <summary>A statement that takes longer than this tells as little as one that fails.</summary>
    private static readonly TimeSpan StatementMax = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly Dictionary<Guid, (DateTimeOffset Said, long Read)> _heard = [];
    private long _listened = time.GetTimestamp();

    /// <summary>How often it is to be told that this node lives: as often as a lease would be renewed.</summary>
    public TimeSpan TellEvery => leases.RenewEvery;

    /// <summary>For how long a node may be silent: as long as a lease would last.</summary>
    public TimeSpan SilentAfter => leases.TimeToLive;

    /// <summary>Tells that this node lives, and whether it is about to leave.</summary>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public Task Tell(bool draining) => nodes.Live(address, _started, draining, CancellationToken.None).WaitAsync(StatementMax, time);

    /// <summary>Takes this node's name off the list.</summary>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public Task Leave() => nodes.Leave(CancellationToken.None).WaitAsync(StatementMax, time);

    /// <summary>Reads who owns what.</summary>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public Task<IReadOnlyList<PartitionOwner>> ReadOwners() => nodes.Owners(CancellationToken.None).WaitAsync(StatementMax, time);

    /// <summary>Reads who lives; returns who has been silent for too long.</summary>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public async Task<IReadOnlySet<Guid>> ReadSilent()
    {
        var members = await nodes.Members(CancellationToken.None).WaitAsync(StatementMax, time);
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_listened, now) > SilentAfter) Forget();
        _listened = now;
        foreach (var member in members.Where(member => !member.Here))
            if (!_heard.TryGetValue(member.Node, out var heard) || heard.Said != member.Seen) _heard[member.Node] = (member.Seen, now);
        foreach (var gone in _heard.Keys.Except(members.Select(member => member.Node)).ToList()) _heard.Remove(gone);
        return _heard.Where(heard => time.GetElapsedTime(heard.Value.Read, now) > SilentAfter).Select(heard => heard.Key).ToHashSet();
    }

    /// <summary>The database did not answer this node: whoever was silent meanwhile may have been so for the same reason.</summary>
    public void Forget() => _heard.Clear();
}
