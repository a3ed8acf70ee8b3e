using System.Runtime.InteropServices;
using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// What promises remember of a customer: his answers of the latest day, which count once together, and what of his is still
/// waiting for a later event. Bounded: entries of evidence that is over give way.
/// </summary>
internal sealed class PromiseMemory : CustomerMemory
{
    /// <summary>Entries at most.</summary>
    public const int EntriesMax = 256;

    private const byte Layout = 2;

    // Merges carry memories in the journal, where the first layout stays for ever: it had no number from before.
    private const byte WithoutBefore = 1;
    private readonly List<Remembered> _entries = [];

    public override byte Kind => 1;

    public override bool IsEmpty => _entries.Count == 0;

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The entry of a piece of evidence and track; null when there is none.</summary>
    public Remembered? Find(long evidence, int track) => IndexOf(evidence, track) is >= 0 and var index ? _entries[index] : null;

    /// <summary>The entries whose last answer was at a position.</summary>
    public IReadOnlyList<Remembered> At(long position) => _entries.FindAll(entry => entry.Position == position);

    /// <summary>Puts an entry in the place of an earlier one of the same evidence and track; false when there is no room.</summary>
    public bool Put(Remembered entry)
    {
        var index = IndexOf(entry.Evidence, entry.Track);
        if (index >= 0) _entries[index] = entry;
        else if (_entries.Count >= EntriesMax) return false;
        else _entries.Add(entry);
        return true;
    }

    /// <summary>Forgets an entry.</summary>
    public void Remove(Remembered entry) => _entries.RemoveAll(known => known.Evidence == entry.Evidence && known.Track == entry.Track);

    /// <summary>Forgets what is of no evidence that is still kept.</summary>
    public void Keep(Predicate<long> evidence) => _entries.RemoveAll(entry => !evidence(entry.Evidence));

    // On the hot path, for every promise an interaction concerns: entries lie side by side in memory.
    private int IndexOf(long evidence, int track)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        for (var index = 0; index < entries.Length; index++)
            if (entries[index].Evidence == evidence && entries[index].Track == track) return index;
        return -1;
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Layout);
        writer.Write7BitEncodedInt(_entries.Count);
        foreach (var entry in _entries)
        {
            writer.Write(entry.Evidence);
            writer.Write((byte)entry.Track);
            writer.Write((byte)entry.Arm);
            writer.Write(entry.Period);
            writer.Write7BitEncodedInt(entry.Answers.Count);
            writer.Write(entry.Answers.Sum);
            writer.Write(entry.Answers.Counted.Value);
            writer.Write(entry.Answers.Counted.Predicted);
            writer.Write(entry.Position);
            writer.Write(entry.Last);
            writer.Write(entry.Before);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in this layout or an earlier one.</summary>
    /// <exception cref="InvalidDataException">A later version wrote it.</exception>
    public static PromiseMemory Read(BinaryReader reader)
    {
        var layout = reader.ReadByte();
        if (layout is not (Layout or WithoutBefore)) throw new InvalidDataException($"What promises remember of a customer has layout {layout}; this program knows {Layout}. Start the version that wrote it.");
        var memory = new PromiseMemory();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var (evidence, track, arm, period) = (reader.ReadInt64(), reader.ReadByte(), reader.ReadByte(), reader.ReadInt64());
            var (count, sum) = (reader.Read7BitEncodedInt(), reader.ReadDouble());
            memory._entries.Add(new(evidence, track, arm, period, new(count, sum, new(reader.ReadDouble(), reader.ReadDouble())), reader.ReadInt64(), reader.ReadDouble(), layout == WithoutBefore ? 0 : reader.ReadDouble()));
        }
        return memory;
    }

    /// <summary>Takes over what the customer himself has nothing of; where both have answers of a day, his own go on and the other's stay counted as they are.</summary>
    public override void Absorb(CustomerMemory other)
    {
        foreach (var entry in ((PromiseMemory)other)._entries)
            if (Find(entry.Evidence, entry.Track) is null) Put(entry);
    }
}

/// <summary>A customer's answers of one day on one track, or what of his waits for a later event.</summary>
/// <param name="Evidence">Which evidence it counts in.</param>
/// <param name="Track">0 for the measure, 1… for guardrails.</param>
/// <param name="Arm">The arm it was counted for.</param>
/// <param name="Period">The day (days since the epoch), or when what waits began (Unix microseconds).</param>
/// <param name="Answers">The answers.</param>
/// <param name="Position">Position of the last of them.</param>
/// <param name="Last">Its value.</param>
/// <param name="Before">The number from before the arms, where one is taken off; else 0.</param>
internal readonly record struct Remembered(long Evidence, int Track, int Arm, long Period, CustomerAnswers Answers, long Position, double Last, double Before = 0);
