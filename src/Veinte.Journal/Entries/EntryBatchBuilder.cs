using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Veinte.Journal.Entries;

/// <summary>
/// Writes entries one after another into a pooled buffer and hands out an <see cref="EntryBatch"/> of exact size.
/// Reusable after <see cref="Build"/>; not thread-safe. Dispose returns the buffer.
/// </summary>
public sealed class EntryBatchBuilder(int capacity = 32 * 1024) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    /// <summary>Entries written since the last <see cref="Build"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes written since the last <see cref="Build"/>.</summary>
    public int Length => _length;

    /// <summary>Adds an interaction.</summary>
    public void Add(in InteractionDraft draft)
    {
        var start = _length;
        Reserve(draft.SizeMax);
        var end = draft.Write(_buffer.AsSpan(start));
        _length = start + end;
        Count++;
    }

    /// <summary>Adds an entry whose body is a JSON document of one of the types in <see cref="EntryJson"/>.</summary>
    public void Add<T>(in EntryHeader header, T body, JsonTypeInfo<T> type) =>
        Add(header, JsonSerializer.SerializeToUtf8Bytes(body, type));

    /// <summary>Adds an entry with a ready body.</summary>
    public void Add(in EntryHeader header, ReadOnlySpan<byte> body)
    {
        var size = EntryHeader.Size + body.Length;
        Reserve(size);
        header.Write(_buffer.AsSpan(_length), size);
        body.CopyTo(_buffer.AsSpan(_length + EntryHeader.Size));
        _length += size;
        Count++;
    }

    /// <summary>The entries as a batch; the builder is empty afterwards.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public EntryBatch Build()
    {
        if (Count == 0) throw new InvalidOperationException("A batch needs at least one entry.");
        var entries = GC.AllocateUninitializedArray<byte>(_length);
        _buffer.AsSpan(0, _length).CopyTo(entries);
        var batch = new EntryBatch(entries, Count);
        Clear();
        return batch;
    }

    /// <summary>The same out of a pool, for whoever releases its <see cref="EntryBatch.Shared"/> once the append has been answered; the builder is empty afterwards.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public EntryBatch BuildShared()
    {
        if (Count == 0 || SharedBytes.Rent(_length) is not { } shared) return Build();
        _buffer.AsSpan(0, _length).CopyTo(shared.Bytes.Span);
        var batch = new EntryBatch(shared.Bytes, Count) { Shared = shared };
        Clear();
        return batch;
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear() => (_length, Count) = (0, 0);

    /// <summary>Forgets what was added after the moment when <see cref="Count"/> and <see cref="Length"/> were these: a door that finds its input broken half way leaves nothing behind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are greater than now.</exception>
    public void Rewind(int count, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)_length);
        (_length, Count) = (length, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - _length < size) Grow(size);
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + size));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
