using System.Buffers;
using System.Collections;
using System.IO.Hashing;
using System.Text;

namespace Veinte.Ledger;

/// <summary>One producer: its name as it came, its figures and its course.</summary>
internal sealed record Producer(byte[] Utf8, string Name, AccountFigures Figures, DailyCourse Course);

/// <summary>The producers of one kind, found by name and by code.</summary>
internal sealed class ProducerTable : IReadOnlyList<Producer>
{
    private const int FirstSlots = 128;
    private readonly int _namesMax;
    private readonly List<Producer> _producers = [];

    // Open addressing by the name's hash: three questions for each interaction. At most half of the slots are taken.
    private Slot[] _slots = new Slot[FirstSlots];

    public ProducerTable(int namesMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(namesMax, 1);
        _namesMax = namesMax;
    }

    public int Count => _producers.Count;

    public bool IsFull => _producers.Count >= _namesMax;

    public Producer this[int code] => _producers[code];

    public bool TryFind(ReadOnlySpan<byte> nameUtf8, out int code)
    {
        code = _slots[SlotOf(nameUtf8, HashOf(nameUtf8))].Number - 1;
        return code >= 0;
    }

    public bool TryCode(ReadOnlySpan<byte> nameUtf8, out int code)
    {
        if (TryFind(nameUtf8, out code)) return true;
        if (IsFull) return false;
        code = Append(nameUtf8, new(), new());
        return true;
    }

    public void Write(IBufferWriter<byte> target)
    {
        LedgerBytes.WriteUnsigned(target, (ulong)_producers.Count);
        foreach (var producer in _producers)
        {
            LedgerBytes.WriteText(target, producer.Utf8);
            producer.Figures.Write(target.GetSpan(AccountFigures.EncodedSize));
            target.Advance(AccountFigures.EncodedSize);
            producer.Course.Write(target);
        }
    }

    public void Read(ref LedgerReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var name = reader.Text();
            if (TryFind(name, out _)) throw new InvalidDataException($"The producer '{Encoding.UTF8.GetString(name)}' is written twice: the bytes are damaged.");
            Append(name, AccountFigures.Read(reader.Bytes(AccountFigures.EncodedSize)), DailyCourse.Read(ref reader));
        }
    }

    public IEnumerator<Producer> GetEnumerator() => _producers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Append(ReadOnlySpan<byte> nameUtf8, AccountFigures figures, DailyCourse course)
    {
        var bytes = nameUtf8.ToArray();
        _producers.Add(new(bytes, Encoding.UTF8.GetString(bytes), figures, course));
        if (_producers.Count > _slots.Length / 2) Grow();
        else Put(bytes, _producers.Count);
        return _producers.Count - 1;
    }

    // Where the name stands, or the empty slot where it would.
    private int SlotOf(ReadOnlySpan<byte> nameUtf8, ulong hash)
    {
        var mask = _slots.Length - 1;
        var at = (int)(hash & (uint)mask);
        while (_slots[at] is { Number: > 0 } slot && (slot.Hash != hash || !nameUtf8.SequenceEqual(_producers[slot.Number - 1].Utf8)))
            at = (at + 1) & mask;
        return at;
    }

    private void Put(ReadOnlySpan<byte> nameUtf8, int number)
    {
        var hash = HashOf(nameUtf8);
        _slots[SlotOf(nameUtf8, hash)] = new(hash, number);
    }

    private void Grow()
    {
        _slots = new Slot[_slots.Length * 2];
        for (var number = 1; number <= _producers.Count; number++) Put(_producers[number - 1].Utf8, number);
    }

    // Routes in memory only and is stored nowhere.
    private static ulong HashOf(ReadOnlySpan<byte> nameUtf8) => XxHash3.HashToUInt64(nameUtf8);

    /// <summary>A name's hash and its code counted from 1; 0 where no name stands.</summary>
    private readonly record struct Slot(ulong Hash, int Number);
}
