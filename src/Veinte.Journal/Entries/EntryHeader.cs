using System.Buffers.Binary;
using Veinte.Model;

namespace Veinte.Journal.Entries;

/// <summary>
/// The 56 bytes that stand before every entry's body; layout frozen in <c>docs/internals/journal-format.md</c>.
/// A value type; <c>default</c> is no entry.
/// </summary>
public readonly record struct EntryHeader
{
    /// <summary>Bytes of a header, its length field included.</summary>
    public const int Size = 56;

    /// <summary>What the entry says.</summary>
    public required EntryKind Kind { get; init; }
    /// <summary>How it is to be read.</summary>
    public EntryFlags Flags { get; init; }
    /// <summary>Channel of an interaction; 0 for other entries.</summary>
    public Channel Channel { get; init; }
    /// <summary>Intent of an interaction; 0 for other entries.</summary>
    public Intent Intent { get; init; }
    /// <summary>Whose state it concerns: chooses the partition.</summary>
    public UInt128 Key { get; init; }
    /// <summary>By which repeats are recognised.</summary>
    public UInt128 Message { get; init; }
    /// <summary>When it happened, after the clock rule.</summary>
    public Instant OccurredAt { get; init; }
    /// <summary>When the door received it.</summary>
    public Instant ReceivedAt { get; init; }

    /// <summary>Whether the partition <paramref name="partition"/> of <paramref name="partitions"/> must read this entry.</summary>
    public bool Concerns(int partition, int partitions) =>
        (Flags & EntryFlags.Broadcast) != 0 || StableHash.Partition(Key, partitions) == partition;

    /// <summary>The length in bytes of the entry that begins here, header included.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt32LittleEndian(entry);

    /// <summary>Which partition must read an entry, asked of its bytes: nothing else of it is read. Null for all of them.</summary>
    internal static int? PartitionOf(ReadOnlySpan<byte> entry, int partitions) => ((EntryFlags)entry[5] & EntryFlags.Broadcast) != 0
        ? null
        : StableHash.PartitionOfLow(BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]), partitions);

    /// <summary>Writes the header; <paramref name="entryLength"/> is the whole entry's length in bytes, header included.</summary>
    public void Write(Span<byte> target, int entryLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, entryLength);
        target[4] = (byte)Kind;
        target[5] = (byte)Flags;
        target[6] = (byte)Channel;
        target[7] = (byte)Intent;
        BinaryPrimitives.WriteUInt128LittleEndian(target[8..], Key);
        BinaryPrimitives.WriteUInt128LittleEndian(target[24..], Message);
        BinaryPrimitives.WriteInt64LittleEndian(target[40..], OccurredAt.UnixMicros);
        BinaryPrimitives.WriteInt64LittleEndian(target[48..], ReceivedAt.UnixMicros);
    }

    /// <summary>Reads a header and the length of its entry.</summary>
    public static EntryHeader Read(ReadOnlySpan<byte> source, out int entryLength)
    {
        entryLength = BinaryPrimitives.ReadInt32LittleEndian(source);
        return new()
        {
            Kind = (EntryKind)source[4],
            Flags = (EntryFlags)source[5],
            Channel = (Channel)source[6],
            Intent = (Intent)source[7],
            Key = BinaryPrimitives.ReadUInt128LittleEndian(source[8..]),
            Message = BinaryPrimitives.ReadUInt128LittleEndian(source[24..]),
            OccurredAt = new(BinaryPrimitives.ReadInt64LittleEndian(source[40..])),
            ReceivedAt = new(BinaryPrimitives.ReadInt64LittleEndian(source[48..])),
        };
    }
}
