using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Journal;

/// <summary>A batch of entries that is durable, with the positions it was given. Immutable; shared by all readers.</summary>
/// <param name="First">Position of its first entry.</param>
/// <param name="Count">How many entries.</param>
/// <param name="Payload">The entries' bytes.</param>
public sealed record JournalRecord(Position First, int Count, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Position of its last entry.</summary>
    public Position Last => First + (Count - 1);

    /// <summary>Walks through the entries in order.</summary>
    public EntryEnumerator GetEnumerator() => new(First, Payload.Span);

    /// <summary>Walks through the entries that a partition must read; the others are stepped over unread.</summary>
    public PartitionEntries Of(int partition, int partitions) => new(First, Payload.Span, partition, partitions);
}

/// <summary>One entry of a record: where it stands, its header and its body.</summary>
public readonly ref struct JournalEntry(Position position, EntryHeader header, ReadOnlySpan<byte> body)
{
    /// <summary>Where it stands.</summary>
    public readonly Position Position = position;
    /// <summary>Its header.</summary>
    public readonly EntryHeader Header = header;
    /// <summary>The bytes after the header.</summary>
    public readonly ReadOnlySpan<byte> Body = body;
}

/// <summary>Walks through the entries of one record without copying.</summary>
public ref struct EntryEnumerator(Position first, ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;
    private long _next = first.Value;

    /// <summary>The entry last reached.</summary>
    public JournalEntry Current { get; private set; }

    /// <summary>Steps to the next entry; false at the end.</summary>
    /// <exception cref="InvalidDataException">The payload is not a whole number of entries.</exception>
    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;
        if (_rest.Length < EntryHeader.Size) throw Broken(_next, _rest.Length);
        var header = EntryHeader.Read(_rest, out var length);
        if (length < EntryHeader.Size || length > _rest.Length) throw Broken(_next, _rest.Length);
        Current = new(new(_next), header, _rest[EntryHeader.Size..length]);
        _rest = _rest[length..];
        _next++;
        return true;
    }

    internal static InvalidDataException Broken(long position, int left) =>
        new($"The record's entry at position {position} does not fit into the {left} bytes that are left.");
}

/// <summary>Walks through the entries of one record that concern one partition, without copying.</summary>
public ref struct PartitionEntries(Position first, ReadOnlySpan<byte> payload, int partition, int partitions)
{
    private ReadOnlySpan<byte> _rest = payload;
    private long _next = first.Value;

    /// <summary>The entry last reached.</summary>
    public JournalEntry Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly PartitionEntries GetEnumerator() => this;

    /// <summary>Steps to the next entry; false at the end.</summary>
    /// <exception cref="InvalidDataException">The payload is not a whole number of entries.</exception>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            if (_rest.Length < EntryHeader.Size) throw EntryEnumerator.Broken(_next, _rest.Length);
            var length = EntryHeader.LengthOf(_rest);
            if (length < EntryHeader.Size || length > _rest.Length) throw EntryEnumerator.Broken(_next, _rest.Length);
            var entry = _rest[..length];
            var position = _next++;
            _rest = _rest[length..];
            if (!EntryHeader.Concerns(entry, partition, partitions)) continue;
            Current = new(new(position), EntryHeader.Read(entry, out _), entry[EntryHeader.Size..]);
            return true;
        }
        return false;
    }
}
