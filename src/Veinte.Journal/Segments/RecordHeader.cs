using System.Buffers.Binary;

namespace Veinte.Journal.Segments;

/// <summary>
/// The 40 bytes that stand before every record's payload. Frozen: a change here must change
/// <c>docs/internals/journal-format.md</c>, the format version and the golden files.
/// </summary>
/// <param name="First">Position of its first entry; of a mark, the position the next entry will have.</param>
/// <param name="Count">How many entries; 0 for a mark, which carries nothing and only proves what lies before it.</param>
/// <param name="PayloadLength">Bytes of the payload that follows.</param>
/// <param name="PayloadChecksum">Salted CRC-32C of the payload.</param>
/// <param name="GroupBytes">
/// Bytes of its group that lie before it. A group is written only after everything before it was flushed, so a valid
/// header proves that all bytes before its group had been durable once.
/// </param>
internal readonly record struct RecordHeader(long First, int Count, int PayloadLength, uint PayloadChecksum, int GroupBytes)
{
    internal const int Size = 40;
    internal const ushort Version = 1;

    /// <summary>The longest payload a record may have: 16 MiB.</summary>
    internal const int PayloadBytesMax = 16 * 1024 * 1024;

    private const int CheckedFrom = 8;

    /// <summary>The first byte never occurs in UTF-8, so text cannot pass for a record.</summary>
    internal static ReadOnlySpan<byte> Magic => [0xFE, (byte)'V', (byte)'2', (byte)'0'];

    /// <summary>Bytes of the whole record.</summary>
    internal int RecordLength => Size + PayloadLength;

    /// <summary>The position after its last entry.</summary>
    internal long Next => First + Count;

    internal void Write(Span<byte> target, uint salt)
    {
        Magic.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], PayloadChecksum);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], PayloadLength);
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(target[20..], GroupBytes);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], First);
        BinaryPrimitives.WriteUInt16LittleEndian(target[32..], Version);
        target[34..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Checksum.Of(salt, target[CheckedFrom..Size]));
    }

    /// <summary>Reads a header; false when these bytes are none of this segment.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> source, uint salt, out RecordHeader header)
    {
        header = default;
        if (!source.StartsWith(Magic)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) != Checksum.Of(salt, source[CheckedFrom..Size])) return false;
        if (BinaryPrimitives.ReadUInt16LittleEndian(source[32..]) != Version || source[34..Size].ContainsAnyExcept((byte)0)) return false;
        header = new(
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[20..]));
        return header is { First: > 0, Count: >= 0, PayloadLength: >= 0 and <= PayloadBytesMax, GroupBytes: >= 0 }
            && header.Count == 0 == (header.PayloadLength == 0);
    }
}
