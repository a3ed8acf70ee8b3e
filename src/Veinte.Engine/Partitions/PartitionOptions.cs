using System.ComponentModel.DataAnnotations;

namespace Veinte.Engine.Partitions;

/// <summary>Limits of a partition. All of them bound memory or time; none changes what the books say, except the dedupe window and the name limit.</summary>
public sealed record PartitionOptions
{
    /// <summary>Lines whose messageIds are remembered per partition. Must stay above what a partition takes in between two checkpoints.</summary>
    /// <value>500,000.</value>
    [Range(1_000, 100_000_000)]
    public int DedupeWindow { get; init; } = 500_000;

    /// <summary>
    /// Customers kept in memory per partition; the others are loaded when they come back. Those who have changed stay until that is committed: a
    /// checkpoint is taken as soon as so many have, and at twice as many the next record waits until it is there.
    /// </summary>
    /// <value>125,000: a million in eight partitions.</value>
    [Range(100, 100_000_000)]
    public int CustomersInMemoryMax { get; init; } = 125_000;

    /// <summary>Names of touchpoints, staff members and areas, each, per partition.</summary>
    /// <value>10,000.</value>
    [Range(10, 1_000_000)]
    public int ProducerNamesMax { get; init; } = 10_000;

    /// <summary>Entries after which a checkpoint is taken even before its time has come; at twice as many the next record waits until it is there.</summary>
    /// <value>200,000: what a partition replays in about a second after a crash.</value>
    [Range(100, 10_000_000)]
    public int CheckpointEntriesMax { get; init; } = 200_000;

    /// <summary>Time after which a partition with changes takes a checkpoint.</summary>
    /// <value>60 seconds: under load nearly every customer has changed in that time, and each is written once.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Events listed in quarantine per partition; older ones stay in the journal only.</summary>
    /// <value>2,000.</value>
    [Range(10, 1_000_000)]
    public int QuarantineListMax { get; init; } = 2_000;

    /// <summary>Whether promises, measures and moments are left out: what they cost is measured against that.</summary>
    internal bool NothingIsFolded { get; init; }
}
