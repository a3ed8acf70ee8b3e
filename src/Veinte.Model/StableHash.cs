using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Veinte.Model;

/// <summary>
/// The written, stable hashes by which customers are found, repeats are recognised and partitions are chosen
/// (XxHash128, seed 0; layouts in <c>docs/internals/journal-format.md</c>). What they answer is stored: changing one
/// means a new format version.
/// </summary>
public static class StableHash
{
    private const int StackBytesMax = 512;

    /// <summary>The key of a customer's state: hash of the identifier kind's byte followed by the identifier in UTF-8.</summary>
    public static UInt128 Customer(IdentifierKind kind, ReadOnlySpan<byte> identifierUtf8) =>
        Prefixed((byte)kind, identifierUtf8);

    /// <inheritdoc cref="Customer(IdentifierKind, ReadOnlySpan{byte})"/>
    public static UInt128 Customer(IdentifierKind kind, string identifier) => Customer(kind, Encoding.UTF8.GetBytes(identifier));

    /// <summary>The dedupe key of a message: hash of its messageId within its source (the source's own 8-byte number first).</summary>
    public static UInt128 Message(long source, ReadOnlySpan<byte> messageIdUtf8)
    {
        var length = sizeof(long) + messageIdUtf8.Length;
        Span<byte> bytes = length <= StackBytesMax ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, source);
        messageIdUtf8.CopyTo(bytes[sizeof(long)..]);
        return XxHash128.HashToUInt128(bytes);
    }

    /// <inheritdoc cref="Message(long, ReadOnlySpan{byte})"/>
    public static UInt128 Message(long source, string messageId) => Message(source, Encoding.UTF8.GetBytes(messageId));

    /// <summary>The stable number of a source, from its name.</summary>
    public static long Source(string name) => unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name)));

    /// <summary>Which of <paramref name="partitions"/> owns a key: its low 64 bits modulo the count.</summary>
    public static int Partition(UInt128 key, int partitions) => PartitionOfLow((ulong)(key & ulong.MaxValue), partitions);

    /// <summary>The same from the key's low 64 bits alone.</summary>
    public static int PartitionOfLow(ulong keyLow, int partitions) => (int)(keyLow % (uint)partitions);

    private static UInt128 Prefixed(byte prefix, ReadOnlySpan<byte> utf8)
    {
        var length = 1 + utf8.Length;
        Span<byte> bytes = length <= StackBytesMax ? stackalloc byte[length] : new byte[length];
        bytes[0] = prefix;
        utf8.CopyTo(bytes[1..]);
        return XxHash128.HashToUInt128(bytes);
    }
}
