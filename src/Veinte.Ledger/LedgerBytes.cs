using System.Buffers;
using System.Buffers.Binary;

namespace Veinte.Ledger;

/// <summary>Writes the ledger's binary forms: variable-length integers (LEB128, signed ones zigzag) and byte strings.</summary>
internal static class LedgerBytes
{
    public static void WriteByte(IBufferWriter<byte> target, byte value)
    {
        target.GetSpan(1)[0] = value;
        target.Advance(1);
    }

    public static void WriteUnsigned(IBufferWriter<byte> target, ulong value)
    {
        var span = target.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) span[length++] = unchecked((byte)(value | 0x80));
        span[length++] = (byte)value;
        target.Advance(length);
    }

    public static void WriteSigned(IBufferWriter<byte> target, long value) =>
        WriteUnsigned(target, unchecked((ulong)((value << 1) ^ (value >> 63))));

    public static void WriteWide(IBufferWriter<byte> target, UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(target.GetSpan(16), value);
        target.Advance(16);
    }

    public static void WriteText(IBufferWriter<byte> target, ReadOnlySpan<byte> utf8)
    {
        WriteUnsigned(target, (ulong)utf8.Length);
        target.Write(utf8);
    }
}

/// <summary>Reads what <see cref="LedgerBytes"/> wrote; bytes that cannot have been written throw <see cref="InvalidDataException"/>.</summary>
internal ref struct LedgerReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _left = source;

    /// <summary>Reads the number of the layout and refuses any but one.</summary>
    public void ExpectLayout(byte layout, string what)
    {
        var found = Bytes(1)[0];
        if (found != layout)
            throw new InvalidDataException($"{what} have layout {found}; this program knows layout {layout}. Start the version that wrote them.");
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Bytes(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new InvalidDataException("An integer of the ledger runs past ten bytes: the bytes are damaged.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    /// <summary>A signed integer of 32 bits.</summary>
    public int Int()
    {
        var value = Signed();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new InvalidDataException($"The ledger holds {value} where a number of 32 bits stands: the bytes are damaged.");
    }

    /// <summary>A count of things that take at least one byte each.</summary>
    public int Count()
    {
        var count = Unsigned();
        if (count > (ulong)_left.Length)
            throw new InvalidDataException($"The ledger announces {count} items in {_left.Length} bytes: the bytes are damaged.");
        return (int)count;
    }

    public UInt128 Wide() => BinaryPrimitives.ReadUInt128LittleEndian(Bytes(16));

    public ReadOnlySpan<byte> Text() => Bytes(Count());

    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (length > _left.Length)
            throw new InvalidDataException($"The ledger ends {length - _left.Length} bytes early: the bytes are cut off.");
        var bytes = _left[..length];
        _left = _left[length..];
        return bytes;
    }

    public readonly void End()
    {
        if (!_left.IsEmpty) throw new InvalidDataException($"{_left.Length} bytes follow the end of the ledger: the bytes are damaged.");
    }
}
