using Veinte.Journal.Entries;

namespace Veinte.Engine.Partitions;

/// <summary>
/// An entry a partition wants appended because of another one. Named by its cause, so that a repeat after a crash has
/// the same dedupe key and is harmless; kept until the journal has it.
/// </summary>
/// <param name="Cause">Position of the entry that caused it.</param>
/// <param name="Sequence">0, 1, 2… among the effects of that entry.</param>
/// <param name="Header">The entry's header.</param>
/// <param name="Body">The entry's body.</param>
internal sealed record PendingEffect(long Cause, int Sequence, EntryHeader Header, byte[] Body);
