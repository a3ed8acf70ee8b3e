using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Veinte.Engine.Partitions;

/// <summary>
/// Bytes in memory that grow as they are written and are used again for the next state: customers are read and written by
/// the hundred thousand, and what each of them leaves behind the collector has to sort out from the customers who stay. Its
/// arrays come from a pool: those of a partition's own state are megabytes, once a minute. Not thread-safe.
/// </summary>
internal sealed class StateBuffer : Stream
{
    private const int FirstBytes = 1_024;
    private byte[] _bytes = [];
    private int _position, _length;

    /// <summary>All bytes written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>How many bytes it can hold without growing.</summary>
    public int Capacity => _bytes.Length;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Forgets what it holds.</summary>
    public void Clear() => _position = _length = 0;

    /// <summary>Holds a copy of these bytes, to be read from the first on.</summary>
    public void Load(ReadOnlySpan<byte> bytes)
    {
        Clear();
        bytes.CopyTo(Append(bytes.Length));
    }

    /// <summary>Room for so many more bytes at the end, to be filled at once.</summary>
    public Span<byte> Append(int count)
    {
        if (_length + count > _bytes.Length) Grow(_length + count);
        var room = _bytes.AsSpan(_length, count);
        _length += count;
        return room;
    }

    /// <summary>Puts a number where room was left for it: the length of what has been written since.</summary>
    public void Patch(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at, sizeof(int)), value);

    /// <summary>Gives away the array with what was written, which the receiver returns to the pool; the buffer is empty afterwards.</summary>
    public ArraySegment<byte> Detach()
    {
        var written = new ArraySegment<byte>(_bytes, 0, _length);
        _bytes = [];
        Clear();
        return written;
    }

    /// <summary>The next so many bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _length - _position) throw new EndOfStreamException($"{count} bytes are wanted where {_length - _position} are left.");
        var taken = _bytes.AsSpan(_position, count);
        _position += count;
        return taken;
    }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _length - _position);
        Take(count).CopyTo(buffer);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => buffer.CopyTo(Append(buffer.Length));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        var bytes = Detach().Array!;
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        base.Dispose(disposing);
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, Math.Max(length, _bytes.Length * 2)));
        Written.CopyTo(larger);
        var smaller = _bytes;
        _bytes = larger;
        if (smaller.Length > 0) ArrayPool<byte>.Shared.Return(smaller);
    }
}

/// <summary>Writes into a <see cref="StateBuffer"/>: the same bytes as any <see cref="BinaryWriter"/>, without a stream in between for what is written most.</summary>
internal sealed class StateWriter(StateBuffer buffer) : BinaryWriter(buffer, Encoding.UTF8)
{
    /// <summary>Where it writes.</summary>
    public StateBuffer Buffer { get; } = buffer;

    public override void Write(bool value) => Buffer.Append(1)[0] = value ? (byte)1 : (byte)0;

    public override void Write(byte value) => Buffer.Append(1)[0] = value;

    public override void Write(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Buffer.Append(sizeof(ushort)), value);

    public override void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Buffer.Append(sizeof(int)), value);

    public override void Write(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Buffer.Append(sizeof(uint)), value);

    public override void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Buffer.Append(sizeof(long)), value);

    public override void Write(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Buffer.Append(sizeof(ulong)), value);

    public override void Write(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Buffer.Append(sizeof(double)), value);

    public override void Write(ReadOnlySpan<byte> buffer) => buffer.CopyTo(Buffer.Append(buffer.Length));

    public override void Write(byte[] buffer) => Write(buffer.AsSpan());

    public override void Write(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Write7BitEncodedInt(count);
        Encoding.UTF8.GetBytes(value, Buffer.Append(count));
    }
}

/// <summary>Reads a <see cref="StateBuffer"/>: the same as any <see cref="BinaryReader"/>, without a stream in between for what is read most.</summary>
internal sealed class StateReader(StateBuffer buffer) : BinaryReader(buffer, Encoding.UTF8)
{
    /// <summary>What it reads.</summary>
    public StateBuffer Buffer { get; } = buffer;

    public override bool ReadBoolean() => Buffer.Take(1)[0] != 0;

    public override byte ReadByte() => Buffer.Take(1)[0];

    public override ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Buffer.Take(sizeof(ushort)));

    public override int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Buffer.Take(sizeof(int)));

    public override uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Buffer.Take(sizeof(uint)));

    public override long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Buffer.Take(sizeof(long)));

    public override ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Buffer.Take(sizeof(ulong)));

    public override double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Buffer.Take(sizeof(double)));

    public override int Read(Span<byte> buffer) => Buffer.Read(buffer);

    // A state that ends too early is damaged: an empty array would be taken for what was written.
    public override byte[] ReadBytes(int count) => count == 0 ? [] : Buffer.Take(count).ToArray();

    public override string ReadString() => Read7BitEncodedInt() is var count and not 0 ? Encoding.UTF8.GetString(Buffer.Take(count)) : "";
}
