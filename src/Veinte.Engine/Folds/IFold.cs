using Veinte.Journal.Entries;

namespace Veinte.Engine.Folds;

/// <summary>
/// State that the stream keeps beside the books for one capability (promises, moments …): a pure function of the entries
/// of its partition, applied in order. It reads no clock and draws no chance, it is touched by the partition's loop only,
/// and it is checkpointed with the partition, so a restart, <c>verify</c>, a restatement and the simulation need nothing of
/// their own. What it remembers of single customers lies with them (<see cref="CustomerMemory"/>), so that it may exceed memory.
/// A new fold is a class here and a line in <see cref="FoldSet"/>.
/// </summary>
/// <remarks>
/// Each partition folds its own share; a figure of the workspace is a merge of what all partitions answer. State that is
/// summed in floating point must be written bit by bit, in an order that does not depend on how it came about: <c>verify</c> compares.
/// </remarks>
internal interface IFold
{
    /// <summary>The name its state is stored under. Written to disk: never rename.</summary>
    string Name { get; }

    /// <summary>An interaction has been posted, or counted when it is ungraded. Called once for each, on the hot path.</summary>
    /// <param name="interaction">The interaction: signals, texts, properties. Its bytes live for this call only.</param>
    /// <param name="folded">What the books have made of it.</param>
    void Take(in InteractionView interaction, in FoldedInteraction folded);

    /// <summary>A posting taken before has been reversed.</summary>
    void TakeBack(in FoldedReversal reversal);

    /// <summary>A customer has received the memories of another identifier of the same person, and points nowhere.</summary>
    void Receive(Partitions.CustomerState customer) { }

    /// <summary>Somebody has defined something of this fold's capability; every partition hears of it at the same position.</summary>
    /// <param name="definition">What was defined; checked before it was journaled, so what cannot be read is another version's.</param>
    /// <param name="context">When and where it stands, and what came before.</param>
    void Define(DefinitionSet definition, in DefinitionContext context);

    /// <summary>Writes the whole state.</summary>
    void Write(BinaryWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote into a fold that is new.</summary>
    void Read(BinaryReader reader);
}
