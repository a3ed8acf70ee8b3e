using Veinte.Engine.Partitions;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Folds;

/// <summary>What the books have made of an interaction. Lives for one call: what a fold keeps it must copy.</summary>
internal readonly ref struct FoldedInteraction
{
    /// <summary>Where it stands in the journal.</summary>
    public required long Position { get; init; }

    /// <summary>Whose it is; announced as changing, so <see cref="CustomerState.Recall{T}"/> may be changed.</summary>
    public required CustomerState Customer { get; init; }

    /// <summary>Code of the touchpoint in this partition.</summary>
    public required int Touchpoint { get; init; }

    /// <summary>Code of the staff member, or <see cref="DaybookEntry.NoCode"/>.</summary>
    public required int Staff { get; init; }

    /// <summary>Code of the area, or <see cref="DaybookEntry.NoCode"/>.</summary>
    public required int Area { get; init; }

    /// <summary>The grade, or null when there was no evidence.</summary>
    public required Grade? Grade { get; init; }

    /// <summary>The amount posted, from the customer's side; zero when ungraded.</summary>
    public required Points Amount { get; init; }

    /// <summary>Names behind the codes.</summary>
    public required ProducerBooks Producers { get; init; }
}

/// <summary>A posting that was taken and is now taken back, as its line of the daybook has it: the signals are in the journal only.</summary>
internal readonly ref struct FoldedReversal
{
    /// <summary>Position of the interaction whose posting is reversed.</summary>
    public required long Posting { get; init; }

    /// <summary>Whose it is; announced as changing.</summary>
    public required CustomerState Customer { get; init; }

    /// <summary>The line that was written for it.</summary>
    public required DaybookEntry Line { get; init; }

    /// <summary>Names behind the line's codes.</summary>
    public required ProducerBooks Producers { get; init; }
}

/// <summary>Around a definition: when and where it was made, and what this partition has seen before it.</summary>
internal readonly ref struct DefinitionContext
{
    /// <summary>Where it stands in the journal.</summary>
    public required long Position { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant At { get; init; }

    /// <summary>All lines of this partition before it, in order: a fold may make its state from them as if it had always been there.</summary>
    public required Daybook Daybook { get; init; }

    /// <summary>Names behind the lines' codes.</summary>
    public required ProducerBooks Producers { get; init; }
}
