using System.Diagnostics.Metrics;

namespace Veinte.Server.Collect;

/// <summary>What came through the door, as metrics. Thread-safe.</summary>
internal sealed class CollectCounts
{
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _quarantined;
    private readonly Counter<long> _discarded;

    public CollectCounts(IMeterFactory meters)
    {
        var meter = meters.Create("Veinte");
        _accepted = meter.CreateCounter<long>("veinte.collect.accepted", description: "Events accepted into the journal");
        _quarantined = meter.CreateCounter<long>("veinte.collect.quarantined", description: "Events put into quarantine");
        _discarded = meter.CreateCounter<long>("veinte.collect.discarded", description: "Requests discarded because their key was revoked");
    }

    /// <summary>A request was taken.</summary>
    public void Took(int accepted, int quarantined)
    {
        if (accepted > 0) _accepted.Add(accepted);
        if (quarantined > 0) _quarantined.Add(quarantined);
    }

    /// <summary>A request with a revoked key was discarded.</summary>
    public void Discarded() => _discarded.Add(1);
}
