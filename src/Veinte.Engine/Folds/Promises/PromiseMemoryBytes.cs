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

    // Beside the track, which takes three bits.
    private const byte TrackMask = 7, HasAside = 8, Waits = 16, IsFollowed = 32;

    /// <summary>Writes an entry.</summary>
    public static void Write(BinaryWriter writer, in Remembered entry)
    {
        var (waits, aside) = (entry.Answers.Count == 0, entry.Answers.Count > 1 || entry.Before != 0);
        writer.Write7BitEncodedInt64(entry.Evidence);
        writer.Write((byte)(entry.Track | (aside ? HasAside : 0) | (waits ? Waits : 0) | (waits && entry.Last != 0 ? IsFollowed : 0)));
        writer.Write((byte)entry.Arm);
        writer.Write7BitEncodedInt64(entry.Position);
        if (waits)
        {
            writer.Write(entry.Period);
        }
        else
        {
            writer.Write7BitEncodedInt64(Zigzag(entry.Period));
            writer.Write7BitEncodedInt(entry.Answers.Count);
            writer.Write(entry.Answers.Sum);
            writer.Write(entry.Answers.Counted.Predicted);
        }
        if (!aside) return;
        writer.Write(entry.Before);
        writer.Write(entry.Last);
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

    private static long Zigzag(long value) => unchecked((value << 1) ^ (value >> 63));

    private static long Signed(long zigzag) => unchecked((long)((ulong)zigzag >> 1) ^ -(zigzag & 1));
}
