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

    private const int WrittenAtOnce = 1_024;

    private const int TrackBits = 3, TrackMask = (1 << TrackBits) - 1;

    // A place is a block and one of its entries.
    private const int EntryBits = 3, EntryMask = (1 << EntryBits) - 1, Nowhere = -1;

    // Its own blocks until the fold that goes on with it has it among its partition's.
    private RememberedBlocks? _blocks;
    private int _first = RememberedBlocks.None, _last = RememberedBlocks.None;
    private int _inLast;

    // Where the next one is looked for first: promises about a touchpoint were met together, and are asked for together.
    private int _next = Nowhere;

    public override byte Kind => 1;

    public override bool IsEmpty => Count == 0;

    /// <summary>How many entries there are.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public override long ReadAhead()
    {
        var read = 0L;
        for (var block = _first; block != RememberedBlocks.None; block = _blocks!.Next(block)) read ^= block;
        return read;
    }

    /// <summary>What an entry says. Only until the next one is put.</summary>
    public ref RememberedAnswers this[int place] => ref MemoryMarshal.AsRef<RememberedAnswers>(MemoryMarshal.AsBytes(_blocks!.Answers(place >> EntryBits, place & EntryMask)));

    /// <summary>The number from before the arms of an entry; 0 where none is taken off.</summary>
    public double Before(int place) => this[place].HasAside ? AsideOf(KeyAt(place)).Before : 0;

    /// <summary>The place of the entry of a piece of evidence and track; −1 when there is none.</summary>
    public int PlaceOf(long evidence, int track)
    {
        var key = KeyOf(evidence, track);
        var place = _next != Nowhere && KeyAt(_next) == key ? _next : Find(key);
        if (place != Nowhere) _next = Behind(place);
        return place;
    }

    /// <summary>The entries whose last answer was at a position.</summary>
    public IReadOnlyList<Remembered> At(long position) => [.. All(_ => true).Where(entry => entry.Position == position)];

    /// <summary>Has it lie among the others of a partition.</summary>
    public void LieIn(RememberedBlocks blocks)
    {
        if (ReferenceEquals(_blocks, blocks)) return;
        var entries = All(_ => true);
        Release();
        _blocks = blocks;
        foreach (var entry in entries) Put(Nowhere, entry);
    }

    /// <inheritdoc/>
    public override void Release()
    {
        _blocks?.Return(_first);
        (_blocks, _first, _last, _inLast, _next, Count) = (null, RememberedBlocks.None, RememberedBlocks.None, 0, Nowhere, 0);
    }

    /// <summary>Puts an entry in the place of an earlier one of the same evidence and track; false when there is no room.</summary>
    public bool Put(in Remembered entry) => Put(PlaceOf(entry.Evidence, entry.Track), entry);

    /// <summary>Puts an entry at a place, or behind the others when that is −1; false when there is no room.</summary>
    public bool Put(int place, in Remembered entry)
    {
        if (place < 0)
        {
            if (Count >= EntriesMax) return false;
            place = Append(KeyOf(entry.Evidence, entry.Track));
            Count++;
        }
        ref var said = ref this[place];
        said = new(entry);
        if (said.HasAside) Put(KeyAt(place), new Aside(entry.Before, entry.Last));
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
        var (kept, blocks) = (All(wanted), _blocks);
        Release();
        _blocks = blocks;
        foreach (var entry in kept) Put(Nowhere, entry);
    }

    // In the order in which they were put.
    private List<Remembered> All(Predicate<long> wanted)
    {
        var all = new List<Remembered>(Count);
        for (var place = Start; place != Nowhere; place = Behind(place))
            if (KeyAt(place) is >= 0 and var key && wanted(key)) all.Add(Entry(place, key));
        return all;
    }

    private static long KeyOf(long evidence, int track) => (evidence << TrackBits) | (long)track;

    private Remembered Entry(int place, long key)
    {
        ref readonly var said = ref this[place];
        var (answers, aside) = (said.Answers, said.HasAside ? AsideOf(key) : default);
        var last = said.Waits ? said.IsFollowed ? 1 : 0 : answers.Count > 1 ? aside.Last : answers.Sum;
        return new(key >> TrackBits, (int)(key & TrackMask), said.Arm, said.Period, answers, said.Position, last, aside.Before);
    }

    private int Start => _first == RememberedBlocks.None ? Nowhere : _first << EntryBits;

    private long KeyAt(int place) => _blocks!.Keys(place >> EntryBits)[place & EntryMask];

    // The place behind one; nowhere behind the last that is taken.
    private int Behind(int place)
    {
        var (block, entry) = (place >> EntryBits, (place & EntryMask) + 1);
        if (block == _last) return entry < _inLast ? place + 1 : Nowhere;
        return entry < RememberedBlocks.Entries ? place + 1 : _blocks!.Next(block) << EntryBits;
    }

    private int Find(long key)
    {
        for (var block = _first; block != RememberedBlocks.None; block = _blocks!.Next(block))
            if (_blocks!.Keys(block).IndexOf(key) is >= 0 and var entry) return block << EntryBits | entry;
        return Nowhere;
    }

    private int Append(long key)
    {
        _blocks ??= RememberedBlocks.OfOne(1);
        if (_last == RememberedBlocks.None || _inLast == RememberedBlocks.Entries)
        {
            var block = _blocks.Take();
            if (_last == RememberedBlocks.None) _first = block;
            else _blocks.SetNext(_last, block);
            (_last, _inLast) = (block, 0);
        }
        var place = _last << EntryBits | _inLast++;
        _blocks.Keys(_last)[place & EntryMask] = key;
        return place;
    }

    // What few entries have lies among them, under a key that no entry has.
    private Aside AsideOf(long key) => AsideAt(Find(~key));

    private ref Aside AsideAt(int place) => ref MemoryMarshal.AsRef<Aside>(MemoryMarshal.AsBytes(_blocks!.Answers(place >> EntryBits, place & EntryMask)));

    private void Put(long key, in Aside aside)
    {
        var place = Find(~key);
        AsideAt(place == Nowhere ? Append(~key) : place) = aside;
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(PromiseMemoryBytes.Layout);
        writer.Write7BitEncodedInt(Count);
        // Put together here and handed over in a few pieces.
        Span<byte> bytes = stackalloc byte[WrittenAtOnce];
        var at = 0;
        for (var block = _first; block != RememberedBlocks.None; block = _blocks!.Next(block))
        {
            var keys = _blocks!.Keys(block)[..(block == _last ? _inLast : RememberedBlocks.Entries)];
            for (var entry = 0; entry < keys.Length; entry++)
            {
                // Under a key below 0 lies what belongs to another entry and is written with it.
                if (keys[entry] is not (>= 0 and var key)) continue;
                if (at > WrittenAtOnce - PromiseMemoryBytes.BytesMax)
                {
                    writer.Write(bytes[..at]);
                    at = 0;
                }
                ref readonly var said = ref this[block << EntryBits | entry];
                var aside = said.HasAside ? AsideOf(key) : default;
                at += PromiseMemoryBytes.Put(bytes[at..], key >> TrackBits, (int)(key & TrackMask), said, aside.Before, said.Waits ? said.IsFollowed ? 1 : 0 : said.Count > 1 ? aside.Last : said.Sum);
            }
        }
        writer.Write(bytes[..at]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in this layout or an earlier one.</summary>
    /// <exception cref="InvalidDataException">A later version wrote it.</exception>
    public static PromiseMemory Read(BinaryReader reader)
    {
        var layout = PromiseMemoryBytes.ReadLayout(reader);
        var entries = reader.Read7BitEncodedInt();
        var memory = new PromiseMemory { _blocks = RememberedBlocks.OfOne(Math.Clamp(entries, 1, EntriesMax)) };
        for (var left = entries; left > 0; left--) memory.Put(Nowhere, PromiseMemoryBytes.Read(reader, layout));
        return memory;
    }

    /// <summary>Takes over what the customer himself has nothing of; where both have answers of a day, his own go on and the other's stay counted as they are.</summary>
    public override void Absorb(CustomerMemory other)
    {
        foreach (var entry in ((PromiseMemory)other).All(_ => true))
            if (PlaceOf(entry.Evidence, entry.Track) < 0) Put(Nowhere, entry);
    }

    /// <summary>What few entries have.</summary>
    /// <param name="Before">The number from before the arms, where one is taken off; else 0.</param>
    /// <param name="Last">The last answer, where there are several.</param>
    [StructLayout(LayoutKind.Sequential)]
    private record struct Aside(double Before, double Last);
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
