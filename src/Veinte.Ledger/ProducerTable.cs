using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Text;

namespace Veinte.Ledger;

/// <summary>One producer: its name as it came, its figures and its course.</summary>
internal sealed record Producer(byte[] Utf8, string Name, AccountFigures Figures, DailyCourse Course);

/// <summary>The producers of one kind, found by name and by code.</summary>
internal sealed class ProducerTable : IReadOnlyList<Producer>
{
    private readonly int _namesMax;
    private readonly List<Producer> _producers = [];
    private readonly Dictionary<byte[], int> _codes = new(Utf8Names.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _codesByUtf8;

    public ProducerTable(int namesMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(namesMax, 1);
        _namesMax = namesMax;
        _codesByUtf8 = _codes.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _producers.Count;

    public Producer this[int code] => _producers[code];

    public bool TryFind(ReadOnlySpan<byte> nameUtf8, out int code)
    {
        if (_codesByUtf8.TryGetValue(nameUtf8, out code)) return true;
        code = -1;
        return false;
    }

    public bool TryCode(ReadOnlySpan<byte> nameUtf8, out int code)
    {
        if (TryFind(nameUtf8, out code)) return true;
        if (_producers.Count >= _namesMax) return false;
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
        _codes.Add(bytes, _producers.Count - 1);
        return _producers.Count - 1;
    }

    /// <summary>Compares names byte for byte; the hash routes in memory only and is stored nowhere.</summary>
    private sealed class Utf8Names : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Utf8Names Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] name) => GetHashCode(name.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => unchecked((int)XxHash3.HashToUInt64(alternate));
    }
}
