using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;

namespace Veinte.Cluster.Checkpoints;

/// <summary>How a daybook's bytes lie in pages of twenty lines: the last page is written again until it is full.</summary>
internal static class DaybookPages
{
    /// <summary>Bytes of a page.</summary>
    public const int Bytes = 20 * DaybookEntry.Size;

    /// <summary>The pages a change touches, whole; they lie in its own bytes where they can. <paramref name="begun"/> is what the first of them holds already: empty when it begins with the change.</summary>
    public static IEnumerable<(long Page, ReadOnlyMemory<byte> Lines)> Of(CheckpointChange change, byte[] begun)
    {
        var page = change.DaybookOffset / Bytes;
        var lines = new MemoryStream(Bytes);
        lines.Write(begun);
        foreach (var chunk in change.Daybook)
        {
            for (var rest = chunk; rest.Length > 0;)
            {
                if (lines.Length == 0 && rest.Length >= Bytes)
                {
                    yield return (page++, rest[..Bytes]);
                    rest = rest[Bytes..];
                    continue;
                }
                var taken = (int)Math.Min(Bytes - lines.Length, rest.Length);
                lines.Write(rest.Span[..taken]);
                rest = rest[taken..];
                if (lines.Length < Bytes) continue;
                yield return (page++, lines.ToArray());
                lines.SetLength(0);
            }
        }
        if (lines.Length > 0 && change.Daybook.Count > 0) yield return (page, lines.ToArray());
    }
}
