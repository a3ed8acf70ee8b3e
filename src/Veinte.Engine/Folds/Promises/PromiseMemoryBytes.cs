using System.Buffers.Binary;
using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// The bytes of an entry of <see cref="PromiseMemory"/>. Merges carry memories in the journal, so every layout that was ever written is read for ever;
/// checkpoints write a customer's entries each time he has been met, so the latest one is short: some 30 bytes.
/// </summary>
internal static class PromiseMemoryBytes
{
    /// <summary>The layout that is written.</summary>
    public const byte Layout = 3;

    // The first one had no number from before the arms; both wrote every number in full.
    private const byte WithoutBefore = 1, InFull = 2;

    /// <summary>Bytes of an entry at most: four numbers of any length, four in full, the track and the arm.</summary>
    public const int BytesMax = 80;

    // Beside the track, which takes three bits.
    private const byte TrackMask = 7, HasAside = 8, Waits = 16, IsFollowed = 32;

    /// <summary>Puts an entry into bytes, as it lies in memory: checkpoints write millions of them. Answers how many bytes it took.</summary>
    /// <param name="bytes">Where to; <see cref="BytesMax"/> or more.</param>
    /// <param name="evidence">Which evidence it counts in.</param>
    /// <param name="track">0 for the measure, 1… for guardrails.</param>
    /// <param name="said">What it says.</param>
    /// <param name="before">The number from before the arms, where more belongs to it than that.</param>
    /// <param name="last">The last answer, likewise.</param>
    public static int Put(Span<byte> bytes, long evidence, int track, in RememberedAnswers said, double before, double last)
    {
        var waits = said.Waits;
        var at = Put7Bit(bytes, evidence);
        bytes[at++] = (byte)(track | (said.HasAside ? HasAside : 0) | (waits ? Waits : 0) | (said.IsFollowed ? IsFollowed : 0));
        bytes[at++] = (byte)said.Arm;
        at += Put7Bit(bytes[at..], said.Position);
        if (waits)
        {
            at += Put(bytes[at..], said.Period);
        }
        else
        {
            at += Put7Bit(bytes[at..], Zigzag(said.Period));
            at += Put7Bit(bytes[at..], said.Count);
            at += Put(bytes[at..], BitConverter.DoubleToInt64Bits(said.Sum));
            at += Put(bytes[at..], BitConverter.DoubleToInt64Bits(said.Predicted));
        }
        if (!said.HasAside) return at;
        at += Put(bytes[at..], BitConverter.DoubleToInt64Bits(before));
        return at + Put(bytes[at..], BitConverter.DoubleToInt64Bits(last));
    }

    /// <summary>Reads the number of the layout.</summary>
    /// <exception cref="InvalidDataException">A later version wrote it.</exception>
    public static byte ReadLayout(BinaryReader reader)
    {
        var layout = reader.ReadByte();
        return layout is Layout or InFull or WithoutBefore ? layout
            : throw new InvalidDataException($"What promises remember of a customer has layout {layout}; this program knows {Layout}. Start the version that wrote it.");
    }

    /// <summary>Reads an entry.</summary>
    public static Remembered Read(BinaryReader reader, byte layout)
    {
        if (layout != Layout) return ReadInFull(reader, layout);
        var evidence = reader.Read7BitEncodedInt64();
        var (flags, arm, position) = (reader.ReadByte(), reader.ReadByte(), reader.Read7BitEncodedInt64());
        var waits = (flags & Waits) != 0;
        var period = waits ? reader.ReadInt64() : Signed(reader.Read7BitEncodedInt64());
        var (count, sum, predicted) = waits ? (0, 0, 0) : (reader.Read7BitEncodedInt(), reader.ReadDouble(), reader.ReadDouble());
        var (before, last) = (flags & HasAside) != 0 ? (reader.ReadDouble(), reader.ReadDouble()) : (0, waits ? (flags & IsFollowed) != 0 ? 1 : 0 : sum);
        return new(evidence, flags & TrackMask, arm, period, waits ? default : new(count, sum, new(sum / count, predicted)), position, last, before);
    }

    private static Remembered ReadInFull(BinaryReader reader, byte layout)
    {
        var (evidence, track, arm, period) = (reader.ReadInt64(), reader.ReadByte(), reader.ReadByte(), reader.ReadInt64());
        var answers = new CustomerAnswers(reader.Read7BitEncodedInt(), reader.ReadDouble(), new(reader.ReadDouble(), reader.ReadDouble()));
        return new(evidence, track, arm, period, answers, reader.ReadInt64(), reader.ReadDouble(), layout == WithoutBefore ? 0 : reader.ReadDouble());
    }

    private static int Put(Span<byte> bytes, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return sizeof(long);
    }

    // As BinaryWriter writes it.
    private static int Put7Bit(Span<byte> bytes, long value)
    {
        var (at, left) = (0, unchecked((ulong)value));
        for (; left > 0x7F; left >>= 7) bytes[at++] = (byte)((left & 0x7F) | 0x80);
        bytes[at++] = (byte)left;
        return at;
    }

    private static long Zigzag(long value) => unchecked((value << 1) ^ (value >> 63));

    private static long Signed(long zigzag) => unchecked((long)((ulong)zigzag >> 1) ^ -(zigzag & 1));
}
