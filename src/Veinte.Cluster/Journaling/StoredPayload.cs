using System.Buffers;
using System.IO.Hashing;
using K4os.Compression.LZ4;
using Veinte.Journal;

namespace Veinte.Cluster.Journaling;

/// <summary>
/// A record's payload as it lies in the database: packed where that saves an eighth, else as it is. What the database need not
/// receive, log, write and send costs it nothing, and packing costs less than that. Return it to the pool by <see cref="Dispose"/>.
/// </summary>
internal sealed class StoredPayload : IDisposable
{
    /// <summary>Payloads below this are not worth the trouble.</summary>
    internal const int PackedBytesMin = 512;

    private readonly byte[]? _pooled;

    private StoredPayload(Packing packing, int unpacked, ReadOnlyMemory<byte> bytes, long checksum, byte[]? pooled) =>
        (Packing, Unpacked, Bytes, Checksum, _pooled) = (packing, unpacked, bytes, checksum, pooled);

    /// <summary>How it lies there.</summary>
    public Packing Packing { get; }

    /// <summary>How many bytes it has when it is unpacked; 0 when it lies as it is.</summary>
    public int Unpacked { get; }

    /// <summary>The bytes to store.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Checksum of the payload, however it lies.</summary>
    public long Checksum { get; }

    /// <summary>As it is.</summary>
    public static StoredPayload AsItIs(ReadOnlyMemory<byte> payload) => new(Packing.AsItIs, 0, payload, ChecksumOf(payload.Span), null);

    /// <summary>Packed, if that is worth it.</summary>
    public static StoredPayload Packed(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length < PackedBytesMin || payload.Length > JournalOptions.BatchBytesMax) return AsItIs(payload);
        var target = ArrayPool<byte>.Shared.Rent(LZ4Codec.MaximumOutputSize(payload.Length));
        var length = LZ4Codec.Encode(payload.Span, target, LZ4Level.L00_FAST);
        if (length > 0 && length < payload.Length / 8 * 7) return new(Packing.Lz4, payload.Length, target.AsMemory(0, length), ChecksumOf(payload.Span), target);
        ArrayPool<byte>.Shared.Return(target);
        return AsItIs(payload);
    }

    /// <summary>The payload out of what was stored; null when it is not what it was.</summary>
    /// <exception cref="NotSupportedException">A later version has stored it in a way this one does not know.</exception>
    public static byte[]? Read(Packing packing, int unpacked, byte[] stored, long checksum)
    {
        var payload = packing switch
        {
            Packing.AsItIs => stored,
            Packing.Lz4 => Unlz4(stored, unpacked),
            _ => throw new NotSupportedException($"A record is packed in a way ({(short)packing}) that this version does not know. Use the newer Veinte that wrote it."),
        };
        return payload is not null && ChecksumOf(payload) == checksum ? payload : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pooled is not null) ArrayPool<byte>.Shared.Return(_pooled);
    }

    private static byte[]? Unlz4(byte[] stored, int unpacked)
    {
        if (unpacked <= 0 || unpacked > JournalOptions.BatchBytesMax) return null;
        var payload = GC.AllocateUninitializedArray<byte>(unpacked);
        return LZ4Codec.Decode(stored, payload) == unpacked ? payload : null;
    }

    private static long ChecksumOf(ReadOnlySpan<byte> payload) => unchecked((long)XxHash3.HashToUInt64(payload));
}

/// <summary>How a record's payload lies in the database. Written to it: append only, never renumber.</summary>
internal enum Packing : short
{
    /// <summary>As it is.</summary>
    AsItIs = 0,
    /// <summary>One block of LZ4.</summary>
    Lz4 = 1,
}
