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
    private const int TrackBits = 3;

    // Merges carry memories in the journal, where the first layout stays for ever: it had no number from before.
    private const byte WithoutBefore = 1;

    // Side by side: what an entry is of is searched for, for every promise an interaction concerns; what it says is read where it was found.
    private long[] _keys = [];
    private RememberedAnswers[] _answers = [];

    // Numbers from before the arms, by the same index; few promises take one off, so most customers have none.
    private double[] _before = [];

    // Where the next one is looked for first: promises about a touchpoint were met together, and are asked for together.
    private int _next;

    public override byte Kind => 1;

    public override bool IsEmpty => Count == 0;

    /// <summary>How many entries there are.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public override long ReadAhead()
    {
        const int KeysPerLine = 8;
        var read = 0L;
        for (var i = 0; i < Count; i += KeysPerLine) read ^= _keys[i];
        return read;
    }

    /// <summary>What an entry says.</summary>
    public ref RememberedAnswers this[int index] => ref _answers[index];

    /// <summary>The number from before the arms of an entry; 0 where none is taken off.</summary>
    public double Before(int index) => index < _before.Length ? _before[index] : 0;

    /// <summary>The index of the entry of a piece of evidence and track; −1 when there is none.</summary>
    public int IndexOf(long evidence, int track)
    {
        var key = KeyOf(evidence, track);
        var index = _next < Count && _keys[_next] == key ? _next : _keys.AsSpan(0, Count).IndexOf(key);
        if (index >= 0) _next = index + 1;
        return index;
    }

    /// <summary>The entries whose last answer was at a position.</summary>
    public IReadOnlyList<Remembered> At(long position)
    {
        var found = new List<Remembered>();
        for (var i = 0; i < Count; i++)
            if (_answers[i].Position == position) found.Add(Entry(i));
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
            index = Count++;
            MakeRoom(Count);
            _keys[index] = KeyOf(entry.Evidence, entry.Track);
        }
        _answers[index] = new(entry.Period, entry.Position, entry.Answers.Sum, entry.Answers.Counted, entry.Last, entry.Answers.Count, (byte)entry.Arm);
        if (entry.Before != 0 && _before.Length < _answers.Length) Array.Resize(ref _before, _answers.Length);
        if (index < _before.Length) _before[index] = entry.Before;
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
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!wanted(_keys[i])) continue;
            (_keys[kept], _answers[kept]) = (_keys[i], _answers[i]);
            if (i < _before.Length) _before[kept] = _before[i];
            kept++;
        }
        Count = kept;
    }

    private static long KeyOf(long evidence, int track) => (evidence << TrackBits) | (long)track;

    private Remembered Entry(int index)
    {
        ref readonly var answers = ref _answers[index];
        return new(
            _keys[index] >> TrackBits, (int)(_keys[index] & ((1 << TrackBits) - 1)), answers.Arm, answers.Period, answers.Answers, answers.Position, answers.Last, Before(index));
    }

    private void MakeRoom(int count)
    {
        if (count <= _keys.Length) return;
        // By halves: most customers have few entries, and there are many customers.
        var room = Math.Max(4, Math.Min(EntriesMax, Math.Max(count, _keys.Length + Math.Max(4, _keys.Length / 2))));
        Array.Resize(ref _keys, room);
        Array.Resize(ref _answers, room);
        if (_before.Length > 0) Array.Resize(ref _before, room);
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Layout);
        writer.Write7BitEncodedInt(Count);
        for (var i = 0; i < Count; i++)
        {
            var entry = Entry(i);
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
        var entries = reader.Read7BitEncodedInt();
        memory.MakeRoom(Math.Min(entries, EntriesMax));
        for (var left = entries; left > 0; left--)
        {
            var (evidence, track, arm, period) = (reader.ReadInt64(), reader.ReadByte(), reader.ReadByte(), reader.ReadInt64());
            var (count, sum) = (reader.Read7BitEncodedInt(), reader.ReadDouble());
            memory.Put(-1, new(evidence, track, arm, period, new(count, sum, new(reader.ReadDouble(), reader.ReadDouble())), reader.ReadInt64(), reader.ReadDouble(), layout == WithoutBefore ? 0 : reader.ReadDouble()));
        }
        return memory;
    }

    /// <summary>Takes over what the customer himself has nothing of; where both have answers of a day, his own go on and the other's stay counted as they are.</summary>
    public override void Absorb(CustomerMemory other)
    {
        var from = (PromiseMemory)other;
        for (var i = 0; i < from.Count; i++)
            if (from.Entry(i) is var entry && IndexOf(entry.Evidence, entry.Track) < 0) Put(-1, entry);
    }
}

/// <summary>What an entry says, as it lies in memory: less than a line of the processor's cache, for every customer has one of every promise he has met.</summary>
/// <param name="Period">See <see cref="Remembered"/>.</param>
/// <param name="Position">Position of the last answer.</param>
/// <param name="Sum">Sum of the answers.</param>
/// <param name="Counted">Their mean, as it stands in the sums.</param>
/// <param name="Last">The last answer, or whether what waits has been followed.</param>
/// <param name="Count">How many answers.</param>
/// <param name="Arm">The arm.</param>
internal readonly record struct RememberedAnswers(long Period, long Position, double Sum, Contribution Counted, double Last, int Count, byte Arm)
{
    /// <summary>The answers.</summary>
    public CustomerAnswers Answers => new(Count, Sum, Counted);
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
