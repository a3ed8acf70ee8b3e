using System.Numerics;
using System.Runtime.InteropServices;

namespace Veinte.Journal.Segments;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4), eight bytes at a time by the processor's own instruction where it has one.
/// System.IO.Hashing has CRC-32 only. With salt 0 it is the plain CRC-32C.
/// </summary>
internal static class Checksum
{
    /// <summary>
    /// The checksum of <paramref name="bytes"/> under a segment's salt. Without knowing the salt nobody can send bytes that
    /// would pass for a record once they lie in a payload.
    /// </summary>
    internal static uint Of(uint salt, ReadOnlySpan<byte> bytes) => ~Continue(~salt, bytes);

    /// <summary>Carries a raw (not inverted) state over more bytes, for payloads that are read in pieces.</summary>
    internal static uint Continue(uint state, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (var b in bytes[(words.Length * sizeof(ulong))..])
            state = BitOperations.Crc32C(state, b);
        return state;
    }
}
