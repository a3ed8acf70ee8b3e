using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Journal;

/// <summary>A batch of entries that is durable, with the positions it was given. Immutable; shared by all readers.</summary>
/// <param name="first">Position of its first entry.</param>
/// <param name="count">How many entries.</param>
/// <param name="payload">The entries' bytes.</param>
/// <param name="shared">What the payload lies in when it comes out of a pool.</param>
public sealed class JournalRecord(Position first, int count, ReadOnlyMemory<byte> payload, SharedBytes? shared = null)
{
    // Whoever asks first walks through the headers once for all partitions. Two that ask at the same time do the same.
    private volatile EntriesByPartition? _byPartition;

    /// <summary>Position of its first entry.</summary>
    public Position First { get; } = first;

    /// <summary>How many entries.</summary>
    public int Count { get; } = count;

    /// <summary>The entries' bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Position of its last entry.</summary>
    public Position Last => First + (Count - 1);

    /// <summary>The bytes stay what they are until <see cref="Release"/>.</summary>
    public void Hold() => shared?.Hold();

    /// <summary>
    /// Says that a follower has done with the record it was delivered: once all have, its bytes may become others. A follower that keeps it never says so.
    /// </summary>
    public void Release() => shared?.Release();

    /// <summary>Walks through the entries in order.</summary>
    public EntryEnumerator GetEnumerator() => new(First, Payload.Span);

    /// <summary>Walks through the entries that a partition must read; the others are stepped over unread.</summary>
    /// <exception cref="InvalidDataException">The payload is not a whole number of entries.</exception>
    public PartitionEntries Of(int partition, int partitions)
    {
        var known = _byPartition;
        if (known?.Partitions != partitions) _byPartition = known = EntriesByPartition.Of(First, Payload.Span, partitions);
        return new(First, Payload.Span, known.Of(partition));
    }
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
public ref struct PartitionEntries
{
    private readonly Position _first;
    private readonly ReadOnlySpan<byte> _payload;
    private ReadOnlySpan<EntryPlace> _left;

    internal PartitionEntries(Position first, ReadOnlySpan<byte> payload, ReadOnlySpan<EntryPlace> places)
    {
        _first = first;
        _payload = payload;
        _left = places;
    }

    /// <summary>The entry last reached.</summary>
    public JournalEntry Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly PartitionEntries GetEnumerator() => this;

    /// <summary>Steps to the next entry; false at the end.</summary>
    public bool MoveNext()
    {
        if (_left.IsEmpty) return false;
        var place = _left[0];
        _left = _left[1..];
        var header = EntryHeader.Read(_payload[place.Offset..], out var length);
        Current = new(_first + place.Index, header, _payload[(place.Offset + EntryHeader.Size)..(place.Offset + length)]);
        return true;
    }
}
