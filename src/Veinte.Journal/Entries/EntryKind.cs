namespace Veinte.Journal.Entries;

/// <summary>What an entry says. Written to disk: append only, never renumber.</summary>
public enum EntryKind : byte
{
    /// <summary>One interaction (<see cref="InteractionView"/>).</summary>
    Interaction = 1,
    /// <summary>Traits of a customer (<see cref="CustomerIdentified"/>).</summary>
    CustomerIdentified = 2,
    /// <summary>Somebody asks that one identifier be folded into another customer (<see cref="MergeRequested"/>). Key: the identifier that gives.</summary>
    MergeRequested = 3,
    /// <summary>The giving partition has closed the account and hands its content over (<see cref="MergeDelivered"/>). Key: the customer that receives.</summary>
    MergeDelivered = 4,
    /// <summary>A merge is to be undone (<see cref="UnmergeRequested"/>). Key: the customer that received.</summary>
    UnmergeRequested = 5,
    /// <summary>What a merge had brought goes back (<see cref="UnmergeDelivered"/>). Key: the identifier that gave.</summary>
    UnmergeDelivered = 6,
    /// <summary>A posting is to be reversed (<see cref="ReversalRequested"/>). Key: the customer.</summary>
    ReversalRequested = 7,
    /// <summary>A staff member disputes a posting (<see cref="DisputeOpened"/>). Key: the customer.</summary>
    DisputeOpened = 8,
    /// <summary>A dispute has its outcome (<see cref="DisputeResolved"/>). Key: the customer.</summary>
    DisputeResolved = 9,
    /// <summary>A scoring policy holds from here on (<see cref="PolicyPublished"/>). Read by every partition.</summary>
    PolicyPublished = 10,
    /// <summary>A restated set of books becomes the books (<see cref="RestatementPublished"/>). Read by every partition.</summary>
    RestatementPublished = 11,
    /// <summary>A bad event, kept with its reason (<see cref="QuarantinedView"/>). Key: hash of the source.</summary>
    Quarantined = 12,
    /// <summary>A quarantined event was replayed or discarded (<see cref="QuarantineSettled"/>). Key: hash of the source.</summary>
    QuarantineSettled = 13,
    /// <summary>How far an import has come (<see cref="ImportProgressed"/>). Key: hash of the import.</summary>
    ImportProgressed = 14,
    /// <summary>Settings of the workspace that the stream must know (<see cref="WorkspaceSet"/>). Read by every partition.</summary>
    WorkspaceSet = 15,
    /// <summary>A person has defined something that a fold keeps: a promise, an outcome (<see cref="DefinitionSet"/>). Read by every partition.</summary>
    DefinitionSet = 16,
    /// <summary>A promise has a verdict, or lost it (<see cref="VerdictReached"/>). Read by every partition.</summary>
    VerdictReached = 17,
}

/// <summary>Flags of an entry. Written to disk: append only, never renumber.</summary>
[Flags]
public enum EntryFlags : byte
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Every partition reads this entry, whatever its key.</summary>
    Broadcast = 1,
    // 2 is kept free: an early draft handed whole interactions on after a merge.
    /// <summary>The time of the interaction was outside the accepted window and has been set to the time of receipt.</summary>
    TimeClamped = 4,
}

/// <summary>The call an interaction came in by. Written to disk: append only, never renumber.</summary>
public enum EventType : byte
{
    /// <summary>Something happened (Segment <c>track</c>).</summary>
    Track = 1,
    /// <summary>A page was seen.</summary>
    Page = 2,
    /// <summary>A screen of an app was seen.</summary>
    Screen = 3,
    /// <summary>A CloudEvent.</summary>
    CloudEvent = 4,
    /// <summary>A row of an imported file.</summary>
    Import = 5,
}
