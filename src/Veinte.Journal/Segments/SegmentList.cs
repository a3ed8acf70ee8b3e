using Veinte.Journal.Storage;

namespace Veinte.Journal.Segments;

/// <summary>Finds the files of a journal and checks their headers.</summary>
internal static class SegmentList
{
    /// <summary>
    /// All segments, oldest first, and the name of a last file whose creation never came to its end (it holds no record
    /// and is not in the list), or null.
    /// </summary>
    /// <exception cref="JournalDamagedException">A file is missing or has no sound header.</exception>
    internal static (Segment[] Segments, string? Unfinished) Read(IJournalStorage storage)
    {
        var names = storage.List().Where(name => Segment.TryParseName(name, out _)).Order(StringComparer.Ordinal).ToArray();
        var segments = new List<Segment>(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            Segment.TryParseName(names[i], out var first);
            using var file = storage.Open(names[i], forWriting: false);
            if (Segment.ReadHeader(file, names[i]) is { } segment && segment.First == first) segments.Add(segment);
            // Records are written only after the header was flushed, so a file that holds more than a header had a sound one.
            else if (i == names.Length - 1 && file.Length <= Segment.HeaderSize) return ([.. segments], names[i]);
            else throw JournalErrors.NoHeader(storage.Place, names[i]);
        }
        if (segments.Count > 0 && segments[0].First != 1)
            throw JournalErrors.Missing(storage.Place, 1, $"the oldest file is {segments[0].Name}");
        return ([.. segments], null);
    }
}
