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
        if (_rest.Length < EntryHeader.Size) throw Broken();
        var header = EntryHeader.Read(_rest, out var length);
        if (length < EntryHeader.Size || length > _rest.Length) throw Broken();
        Current = new(new(_next), header, _rest[EntryHeader.Size..length]);
        _rest = _rest[length..];
        _next++;
        return true;
    }

    private readonly InvalidDataException Broken() =>
        new($"The record's entry at position {_next} does not fit into the {_rest.Length} bytes that are left.");
}
