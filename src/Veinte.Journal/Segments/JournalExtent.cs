using Veinte.Model;

namespace Veinte.Journal.Segments;

/// <summary>How far the journal reaches, as readers may see it: everything in it is durable. Immutable.</summary>
/// <param name="Segments">All files, oldest first; at least one.</param>
/// <param name="End">Where the last file's durable bytes end.</param>
/// <param name="Head">The last durable position.</param>
/// <param name="Written">Bytes written since the journal was opened, by which distances are measured.</param>
internal sealed record JournalExtent(Segment[] Segments, long End, Position Head, long Written)
{
    /// <summary>Which file holds a position that is not beyond the head.</summary>
    internal int FileOf(long position)
    {
        var (low, high) = (0, Segments.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Segments[middle].First <= position) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
