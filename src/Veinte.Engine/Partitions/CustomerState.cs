using Veinte.Engine.Folds;
using Veinte.Journal.Entries;
using Veinte.Ledger;

namespace Veinte.Engine.Partitions;

/// <summary>
/// All a partition keeps of one identifier: its account, its traits, what was merged into it, or where it points to.
/// Loaded on demand, owned by the partition's loop.
/// </summary>
internal sealed class CustomerState
{
    /// <summary>Traits above this size are refused and counted: a profile is not a document store.</summary>
    internal const int TraitBytesMax = 32 * 1024;

    /// <summary>Touchpoints remembered per customer; further ones count in the account only.</summary>
    internal const int TouchpointsMax = 64;

    /// <summary>Identifiers that may be merged into one customer, or wait for it: more is a shared device or a defect, not a person.</summary>
    internal const int IdentifiersMax = 50;

    /// <summary>Organisations remembered per customer.</summary>
    internal const int GroupsMax = 20;

    /// <summary>The identifier.</summary>
    public required Identifier Identifier { get; init; }

    /// <summary>Hash of the identifier.</summary>
    public required UInt128 Key { get; init; }

    /// <summary>Dense number within the partition, for the scan kernels.</summary>
    public required uint Number { get; init; }

    /// <summary>The account.</summary>
    public AccountFigures Figures { get; set; } = new();

    /// <summary>Number of the account's last daybook line; 0 when there is none.</summary>
    public uint LastLine { get; set; }

    /// <summary>Traits, a JSON object in UTF-8; empty when none are known.</summary>
    public byte[] Traits { get; set; } = [];

    /// <summary>Name for people, taken from the traits.</summary>
    public string? Name { get; set; }

    /// <summary>Organisations.</summary>
    public List<string> Groups => Kept.Groups;

    /// <summary>Anonymous identifiers seen with this customer, whether or not they could be merged.</summary>
    public HashSet<string> SeenTogether => Kept.SeenTogether;

    /// <summary>What was merged into this customer.</summary>
    public List<MergedIdentifier> Merged => Kept.Merged;

    /// <summary>Where this identifier's account has gone; null for a customer of its own.</summary>
    public Identifier? PointsTo { get; set; }

    /// <summary>Position of the merge that made it point there.</summary>
    public long PointsToSince { get; set; }

    /// <summary>How the customer fared by touchpoint code.</summary>
    public ref CustomerTouchpoints Touchpoints => ref _touchpoints;

    /// <summary>Positions of interactions whose posting was reversed.</summary>
    public HashSet<long> Reversed => Kept.Reversed;

    /// <summary>What the folds remember of this customer.</summary>
    public CustomerMemory[] Memories { get; set; } = [];

    /// <summary>Reads what a change will ask for, so that it is near by then; says nothing.</summary>
    public long ReadAhead() => Figures.Graded ^ _touchpoints.Count ^ Memories.Length;

    /// <summary>What one fold remembers, or null when it remembers nothing.</summary>
    public T? Recall<T>() where T : CustomerMemory
    {
        foreach (var memory in Memories)
            if (memory is T found)
                return found;
        return null;
    }

    /// <summary>What one fold remembers, begun now when there is nothing. The customer must have been announced as changing.</summary>
    public T Remember<T>() where T : CustomerMemory, new()
    {
        if (Recall<T>() is { } known) return known;
        var begun = new T();
        Memories = [.. Memories, begun];
        return begun;
    }

    /// <summary>What few customers have, or null for one of the others.</summary>
    public CustomerRarities? Rare { get; private set; }

    /// <summary>Changed since the last snapshot began.</summary>
    public bool Dirty { get; set; }

    /// <summary>In the snapshot that is being taken or committed: must stay in memory until it is.</summary>
    public bool InFlight { get; set; }

    /// <summary>Changed before the snapshot that is being taken, and not encoded for it yet.</summary>
    public bool AwaitsSnapshot { get; set; }

    /// <summary>Used since the last round of eviction.</summary>
    public bool Used { get; set; }

    private CustomerTouchpoints _touchpoints;

    private CustomerRarities Kept => Rare ??= new();
}

/// <summary>
/// What few customers have: kept apart, so that the many without are small.
/// </summary>
internal sealed class CustomerRarities
{
    /// <summary>Stands for what a customer without any has; never to be changed.</summary>
    public static CustomerRarities None { get; } = new();

    public List<string> Groups { get; } = [];
    public HashSet<string> SeenTogether { get; } = [];
    public List<MergedIdentifier> Merged { get; } = [];
    public HashSet<long> Reversed { get; } = [];
}

/// <summary>What one identifier brought into a customer, so that the merge can be undone.</summary>
internal sealed class MergedIdentifier
{
    public required Identifier Identifier { get; init; }
    public required long RequestedAt { get; init; }
    public required string Cause { get; init; }
    public AccountFigures Content { get; init; } = new();
}
