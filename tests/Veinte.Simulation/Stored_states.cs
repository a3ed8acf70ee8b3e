using System.Text;
using CsCheck;
using Veinte.Engine.Folds;
using Veinte.Engine.Partitions;

namespace Veinte.Simulation;

/// <summary>States are written without a stream in between, and the bytes are those that every earlier version wrote.</summary>
public sealed class Stored_states
{
    private static readonly Gen<object> Value = Gen.OneOf(
        Gen.Bool.Select(v => (object)v), Gen.Byte.Select(v => (object)v), Gen.UShort.Select(v => (object)v), Gen.Int.Select(v => (object)v),
        Gen.UInt.Select(v => (object)v), Gen.Long.Select(v => (object)v), Gen.ULong.Select(v => (object)v), Gen.Double.Select(v => (object)v),
        Gen.String.Select(v => (object)v), Gen.Byte.Array[0, 3_000].Select(v => (object)v), Gen.Decimal.Select(v => (object)v));

    [Fact]
    public void Are_the_bytes_of_a_plain_writer_and_are_read_back_by_a_reader_that_was_used_before()
    {
        var buffer = new StateBuffer();
        using var writer = new StateWriter(buffer);
        var stored = new StateBuffer();
        using var reader = new StateReader(stored);
        Value.Array[0, 40].Sample(values =>
        {
            using var stream = new MemoryStream();
            using var plain = new BinaryWriter(stream, Encoding.UTF8);
            buffer.Clear();
            foreach (var value in values)
            {
                Write(plain, value);
                Write(writer, value);
            }
            plain.Flush();
            Assert.Equal(stream.ToArray(), buffer.Written.ToArray());
            stored.Load(buffer.Written);
            foreach (var value in values) Assert.Equal(value, Read(reader, value));
            Assert.Throws<EndOfStreamException>(() => reader.ReadByte());
        }, iter: 2_000, threads: 1);
    }

    [Fact]
    public void That_end_too_early_are_told_and_not_read_as_something_shorter()
    {
        var stored = new StateBuffer();
        using var reader = new StateReader(stored);
        stored.Load([5, 1, 2]);
        Assert.Throws<EndOfStreamException>(() => reader.ReadString());
        stored.Load([1, 2]);
        Assert.Throws<EndOfStreamException>(() => reader.ReadBytes(3));
        Assert.Throws<EndOfStreamException>(() => reader.ReadBytes(-1));
    }

    [Fact]
    public void Have_tables_that_are_mostly_zero_and_come_back_bit_by_bit()
    {
        var buffer = new StateBuffer();
        using var writer = new StateWriter(buffer);
        using var reader = new StateReader(buffer);
        var number = Gen.OneOf(Gen.Const(0.0), Gen.Const(0.0), Gen.Const(-0.0), Gen.Double.Special, Gen.Double);
        number.Array[0, 200].Sample(numbers =>
        {
            buffer.Clear();
            SparseWords.Write<double>(writer, numbers);
            writer.Write(42);
            var back = new double[numbers.Length];
            SparseWords.Read<double>(reader, back);
            Assert.Equal(numbers.Select(BitConverter.DoubleToUInt64Bits), back.Select(BitConverter.DoubleToUInt64Bits));
            Assert.Equal(42, reader.ReadInt32());
        }, iter: 2_000, threads: 1);
        buffer.Clear();
        SparseWords.Write<long>(writer, new long[100_000]);
        Assert.InRange(buffer.Length, 1, 8);
    }

    [Fact]
    public void Have_tables_that_are_told_when_they_are_longer_than_they_may_be()
    {
        var buffer = new StateBuffer();
        using var writer = new StateWriter(buffer);
        using var reader = new StateReader(buffer);
        SparseWords.Write<long>(writer, [0, 0, 0, 7]);
        Assert.Throws<InvalidDataException>(() => SparseWords.Read(reader, new long[3].AsSpan()));
        buffer.Load([0, 0]);
        Assert.Throws<InvalidDataException>(() => SparseWords.Read(reader, new long[3].AsSpan()));
        buffer.Load([0, 3, 1, 2, 3]);
        Assert.Throws<EndOfStreamException>(() => SparseWords.Read(reader, new long[3].AsSpan()));
    }

    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case bool v: writer.Write(v); break;
            case byte v: writer.Write(v); break;
            case ushort v: writer.Write(v); break;
            case int v: writer.Write7BitEncodedInt(v); break;
            case uint v: writer.Write(v); break;
            case long v: writer.Write(v); break;
            case ulong v: writer.Write(v); break;
            case double v: writer.Write(v); break;
            case string v: writer.Write(v); break;
            // Not overridden: what is rare goes by way of the stream, into the same bytes.
            case decimal v: writer.Write(v); break;
            case byte[] v:
                writer.Write7BitEncodedInt64(v.Length);
                writer.Write(v);
                break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static object Read(BinaryReader reader, object like) => like switch
    {
        bool => reader.ReadBoolean(),
        byte => reader.ReadByte(),
        ushort => reader.ReadUInt16(),
        int => reader.Read7BitEncodedInt(),
        uint => reader.ReadUInt32(),
        long => reader.ReadInt64(),
        ulong => reader.ReadUInt64(),
        double => reader.ReadDouble(),
        string => reader.ReadString(),
        decimal => reader.ReadDecimal(),
        byte[] => reader.ReadBytes((int)reader.Read7BitEncodedInt64()),
        _ => throw new NotSupportedException(like.GetType().Name),
    };
}
