using System.Runtime.InteropServices;

namespace Veinte.Engine.Folds;

/// <summary>
/// Tables of numbers that are mostly zero, as bytes: how many zeros, how many numbers that are none, those numbers, and so on
/// until the table is full. A pair of touchpoints that nobody meets on one trip takes no room on disk; most pairs are such. Zero is the word whose bits
/// are all zero: a negative zero and every other bit pattern come back as they were.
/// </summary>
internal static class SparseWords
{
    /// <summary>Writes a table of 64-bit numbers; the reader must know how many.</summary>
    public static void Write<T>(BinaryWriter writer, ReadOnlySpan<T> numbers) where T : unmanaged
    {
        var words = MemoryMarshal.Cast<T, ulong>(numbers);
        while (!words.IsEmpty)
        {
            var zeros = words.IndexOfAnyExcept(0ul);
            if (zeros < 0) zeros = words.Length;
            words = words[zeros..];
            var filled = words.IndexOf(0ul);
            if (filled < 0) filled = words.Length;
            writer.Write7BitEncodedInt(zeros);
            writer.Write7BitEncodedInt(filled);
            writer.Write(MemoryMarshal.AsBytes(words[..filled]));
            words = words[filled..];
        }
    }

    /// <summary>Fills a table, all zero, with what <see cref="Write"/> wrote of one of the same length.</summary>
    /// <exception cref="InvalidDataException">It was longer.</exception>
    public static void Read<T>(BinaryReader reader, Span<T> numbers) where T : unmanaged
    {
        var words = MemoryMarshal.Cast<T, ulong>(numbers);
        while (!words.IsEmpty)
        {
            var (zeros, filled) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
            if (zeros < 0 || filled < 0 || zeros > words.Length || filled > words.Length - zeros || zeros + filled == 0)
                throw new InvalidDataException($"{zeros} zeros and {filled} numbers do not fit into the {words.Length} that are left of a table.");
            reader.ReadExactly(MemoryMarshal.AsBytes(words.Slice(zeros, filled)));
            words = words[(zeros + filled)..];
        }
    }
}
