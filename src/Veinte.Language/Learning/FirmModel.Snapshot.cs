using System.IO.Hashing;

namespace Veinte.Language.Learning;

public sealed partial class FirmModel
{
    // "VTM1", then each language: its code and numbers; at the end XxHash3 (64 bits) over everything before. Numbers that
    // are zero are left out: places are written as the distance from the last one. See docs/internals/reading.md.
    private const uint Magic = 0x314D5456;
    private const byte End = 0;

    /// <summary>All it has learned, to be kept; <see cref="Restore"/> gives the same model back.</summary>
    public byte[] Snapshot()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Magic);
        if (_spanish is not null) Write(writer, TextLanguage.Spanish, _spanish);
        if (_english is not null) Write(writer, TextLanguage.English, _english);
        writer.Write(End);
        writer.Flush();
        writer.Write(XxHash3.HashToUInt64(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>The model of a snapshot.</summary>
    /// <exception cref="InvalidDataException">The bytes are no snapshot, damaged, or of a later version; the message says which.</exception>
    public static FirmModel Restore(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length < 13 || BitConverter.ToUInt32(snapshot) is var magic && magic != Magic)
            throw new InvalidDataException("This is no model of Veinte, or one of a later version. Use the version that wrote it, or learn anew.");
        if (XxHash3.HashToUInt64(snapshot[..^8]) != BitConverter.ToUInt64(snapshot[^8..]))
            throw new InvalidDataException("The model is damaged: its checksum does not fit. Use an older snapshot, or learn anew.");
        var model = new FirmModel();
        using var reader = new BinaryReader(new MemoryStream(snapshot[4..^8].ToArray()));
        for (var language = reader.ReadByte(); language != End; language = reader.ReadByte())
            Read(reader, model.Start((TextLanguage)language));
        return model;
    }

    private static void Write(BinaryWriter writer, TextLanguage language, LanguageModel model)
    {
        writer.Write((byte)language);
        writer.Write(model.Texts);
        writer.Write(model.Increment);
        writer.Write(model.Drift.RecentLoss);
        writer.Write(model.Drift.LastingLoss);
        writer.Write(model.Drift.LastingSquare);
        writer.Write(model.Drift.Since);
        writer.Write(model.Drift.Alarms);
        foreach (var numbers in model.Numbers()) Write(writer, numbers);
    }

    private static void Read(BinaryReader reader, LanguageModel model)
    {
        model.Texts = reader.ReadInt64();
        model.Increment = reader.ReadSingle();
        model.Drift = new()
        {
            RecentLoss = reader.ReadSingle(), LastingLoss = reader.ReadSingle(), LastingSquare = reader.ReadSingle(), Since = reader.ReadInt32(), Alarms = reader.ReadInt32(),
        };
        foreach (var numbers in model.Numbers()) Read(reader, numbers);
    }

    private static void Write(BinaryWriter writer, float[] numbers)
    {
        var last = -1;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] == 0) continue;
            writer.Write7BitEncodedInt(i - last);
            writer.Write(numbers[i]);
            last = i;
        }
        writer.Write7BitEncodedInt(0);
    }

    private static void Read(BinaryReader reader, float[] numbers)
    {
        Array.Clear(numbers);
        var at = -1;
        for (var step = reader.Read7BitEncodedInt(); step != 0; step = reader.Read7BitEncodedInt())
        {
            at += step;
            if (step < 0 || at >= numbers.Length) throw new InvalidDataException("The model holds a place that is out of its bounds.");
            numbers[at] = reader.ReadSingle();
        }
    }
}
