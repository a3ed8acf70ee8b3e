using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Journal;

/// <summary>Where an entry stands in its record.</summary>
/// <param name="Index">How many entries stand before it.</param>
/// <param name="Offset">How many bytes stand before it.</param>
internal readonly record struct EntryPlace(int Index, int Offset);

/// <summary>A record's entries sorted by the partitions they concern, in their order within each. Immutable.</summary>
internal sealed class EntriesByPartition
{
    private readonly EntryPlace[] _places;
    private readonly int[] _ends;

    private EntriesByPartition(EntryPlace[] places, int[] ends) => (_places, _ends) = (places, ends);

    /// <summary>How many partitions there are.</summary>
    internal int Partitions => _ends.Length;

    /// <summary>The entries of one partition.</summary>
    internal ReadOnlySpan<EntryPlace> Of(int partition)
    {
        var start = partition == 0 ? 0 : _ends[partition - 1];
        return _places.AsSpan(start, _ends[partition] - start);
    }

    /// <summary>Sorts a record's entries.</summary>
    /// <exception cref="InvalidDataException">The payload is not a whole number of entries.</exception>
    internal static EntriesByPartition Of(Position first, ReadOnlySpan<byte> payload, int partitions)
    {
        // Counted, then placed: after the second walk each partition's next place is its end.
        var next = new int[partitions];
        Walk(first, payload, partitions, (partition, _) => next[partition]++);
        var total = 0;
        for (var partition = 0; partition < partitions; partition++)
            (next[partition], total) = (total, total + next[partition]);
        var places = new EntryPlace[total];
        Walk(first, payload, partitions, (partition, place) => places[next[partition]++] = place);
        return new(places, next);
    }

    private static void Walk(Position first, ReadOnlySpan<byte> payload, int partitions, Action<int, EntryPlace> visit)
    {
        var offset = 0;
        for (var index = 0; offset < payload.Length; index++)
        {
            var rest = payload[offset..];
            var length = rest.Length < EntryHeader.Size ? 0 : EntryHeader.LengthOf(rest);
            if (length < EntryHeader.Size || length > rest.Length) throw EntryEnumerator.Broken(first.Value + index, rest.Length);
            if (EntryHeader.PartitionOf(rest, partitions) is { } only) visit(only, new(index, offset));
            else
            {
                for (var partition = 0; partition < partitions; partition++) visit(partition, new(index, offset));
            }
            offset += length;
        }
    }
}
