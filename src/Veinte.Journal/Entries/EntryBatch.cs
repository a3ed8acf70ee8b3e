namespace Veinte.Journal.Entries;

/// <summary>
/// Entries that are appended together: all of them become durable, or none. Immutable; the journal and the partitions
/// read the same bytes, so whoever built it must not touch them again.
/// </summary>
/// <param name="Payload">The entries one after another, each with its <see cref="EntryHeader"/>.</param>
/// <param name="Count">How many entries, 1 or more.</param>
public sealed record EntryBatch(ReadOnlyMemory<byte> Payload, int Count);
