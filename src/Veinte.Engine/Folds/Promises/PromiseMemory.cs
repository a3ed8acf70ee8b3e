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

    private const int TrackBits = 3, TrackMask = (1 << TrackBits) - 1;

    // An entry in memory: its key, and behind the keys of all what it says.
    private const int WordsOfAnswers = 4, WordsOfEntry = 1 + WordsOfAnswers;

    // All in one array that the collector need not look into: keys side by side, for an entry is searched for by every promise an interaction concerns; behind
    // them, in the same order, what the entries say, which is read where it was found.
    private long[] _words = [];

    // What few entries have, by the same index; none for most customers.
    private Aside[] _asides = [];

    // Where the next one is looked for first: promises about a touchpoint were met together, and are asked for together.
    private int _next;

    public override byte Kind => 1;

    public override bool IsEmpty => Count == 0;

    /// <summary>How many entries there are.</summary>
    public int Count { get; private set; }

    private int Room => _words.Length / WordsOfEntry;

    private Span<long> Keys => _words.AsSpan(0, Count);

    private Span<RememberedAnswers> Answers => MemoryMarshal.Cast<long, RememberedAnswers>(_words.AsSpan(Room))[..Count];

    /// <inheritdoc/>
    public override long ReadAhead()
    {
        const int KeysPerLine = 8;
        var read = 0L;
        for (var i = 0; i < Count; i += KeysPerLine) read ^= _words[i];
        return read;
    }

    /// <summary>What an entry says. Only until the next one is put.</summary>
    public ref RememberedAnswers this[int index] => ref Answers[index];

    /// <summary>The number from before the arms of an entry; 0 where none is taken off.</summary>
    public double Before(int index) => index < _asides.Length ? _asides[index].Before : 0;

    /// <summary>The index of the entry of a piece of evidence and track; −1 when there is none.</summary>
    public int IndexOf(long evidence, int track)
    {
        var key = KeyOf(evidence, track);
        var index = _next < Count && _words[_next] == key ? _next : Keys.IndexOf(key);
        if (index >= 0) _next = index + 1;
        return index;
    }

    /// <summary>The entries whose last answer was at a position.</summary>
    public IReadOnlyList<Remembered> At(long position)
    {
        var found = new List<Remembered>();
        for (var i = 0; i < Count; i++)
            if (Answers[i].Position == position) found.Add(Entry(i));
        return found;
    }

    /// <summary>Puts an entry in the place of an earlier one of the same evidence and track; false when there is no room.</summary>
    public bool Put(in Remembered entry) => Put(IndexOf(entry.Evidence, entry.Track), entry);

    /// <summary>Puts an entry at an index, or behind the others when that is −1; false when there is no room.</summary>
    public bool Put(int index, in Remembered entry)
    {
        if (index < 0)
        {
            if (Count >= EntriesMax) return false;
            MakeRoom(Count + 1);
            index = Count++;
            _words[index] = KeyOf(entry.Evidence, entry.Track);
        }
        Answers[index] = new(entry);
        // A single answer is its own last.
        if ((entry.Before != 0 || entry.Answers.Count > 1) && _asides.Length < Room) Array.Resize(ref _asides, Room);
        if (index < _asides.Length) _asides[index] = new(entry.Before, entry.Last);
        return true;
    }

    /// <summary>Forgets an entry.</summary>
    public void Remove(in Remembered entry)
    {
        var key = KeyOf(entry.Evidence, entry.Track);
        Keep(known => known != key);
    }

    /// <summary>Forgets what is of no evidence that is still kept.</summary>
    public void KeepOf(Predicate<long> evidence) => Keep(key => evidence(key >> TrackBits));

    private void Keep(Predicate<long> wanted)
    {
        var answers = Answers;
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!wanted(_words[i])) continue;
            (_words[kept], answers[kept]) = (_words[i], answers[i]);
            if (i < _asides.Length) _asides[kept] = _asides[i];
            kept++;
        }
        Count = kept;
    }

    private static long KeyOf(long evidence, int track) => (evidence << TrackBits) | (long)track;

    private Remembered Entry(int index)
    {
        ref readonly var said = ref Answers[index];
        var answers = said.Answers;
        var last = said.Waits ? said.IsFollowed ? 1 : 0 : answers.Count > 1 ? _asides[index].Last : answers.Sum;
        return new(_words[index] >> TrackBits, (int)(_words[index] & TrackMask), said.Arm, said.Period, answers, said.Position, last, Before(index));
    }

    private void MakeRoom(int count)
    {
        var room = Room;
        if (count <= room) return;
        // By halves: most customers have few entries, and there are many customers.
        var wider = Math.Max(4, Math.Min(EntriesMax, Math.Max(count, room + Math.Max(4, room / 2))));
        var words = new long[wider * WordsOfEntry];
        Keys.CopyTo(words);
        Answers.CopyTo(MemoryMarshal.Cast<long, RememberedAnswers>(words.AsSpan(wider)));
        _words = words;
        if (_asides.Length > 0) Array.Resize(ref _asides, wider);
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(PromiseMemoryBytes.Layout);
        writer.Write7BitEncodedInt(Count);
        for (var i = 0; i < Count; i++) PromiseMemoryBytes.Write(writer, Entry(i));
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in this layout or an earlier one.</summary>
    /// <exception cref="InvalidDataException">A later version wrote it.</exception>
    public static PromiseMemory Read(BinaryReader reader)
    {
        var layout = PromiseMemoryBytes.ReadLayout(reader);
        var memory = new PromiseMemory();
        var entries = reader.Read7BitEncodedInt();
        memory.MakeRoom(Math.Min(entries, EntriesMax));
        for (var left = entries; left > 0; left--) memory.Put(-1, PromiseMemoryBytes.Read(reader, layout));
        return memory;
    }

    /// <summary>Takes over what the customer himself has nothing of; where both have answers of a day, his own go on and the other's stay counted as they are.</summary>
    public override void Absorb(CustomerMemory other)
    {
        var from = (PromiseMemory)other;
        for (var i = 0; i < from.Count; i++)
            if (from.Entry(i) is var entry && IndexOf(entry.Evidence, entry.Track) < 0) Put(-1, entry);
    }

    /// <summary>What few entries have.</summary>
    /// <param name="Before">The number from before the arms, where one is taken off; else 0.</param>
    /// <param name="Last">The last answer, where there are several.</param>
    private readonly record struct Aside(double Before, double Last);
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
