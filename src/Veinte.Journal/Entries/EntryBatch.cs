namespace Veinte.Journal.Entries;

/// <summary>
/// Entries that are appended together: all of them become durable, or none. Immutable; the journal and the partitions
/// read the same bytes, so whoever built it must not touch them again.
/// </summary>
/// <param name="Payload">The entries one after another, each with its <see cref="EntryHeader"/>.</param>
/// <param name="Count">How many entries, 1 or more.</param>
public sealed record EntryBatch(ReadOnlyMemory<byte> Payload, int Count)
{
    /// <summary>
    /// What the payload lies in when it comes out of a pool; null when the collector looks after it. Whoever reads the payload after the
    /// append has been answered must hold it or have copied it by then.
    /// </summary>
    public SharedBytes? Shared { get; init; }
}
