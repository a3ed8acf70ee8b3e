using System.Text;
using Veinte.Doors.Importing;
using Veinte.Journal.Entries;

namespace Veinte.Doors.Tests.Importing;

/// <summary>Reads a file by a mapping, as an import does.</summary>
internal static class Imported
{
    public const string Smallest = """{ "customer": "{who}", "time": "2026-01-01", "interactions": [{ "touchpoint": "Counter", "rating": "{stars}" }] }""";

    public static ImportMapping Mapping(string json)
    {
        var reading = ImportMapping.Read(Encoding.UTF8.GetBytes(json));
        Assert.True(reading.Mapping is not null, string.Join('\n', reading.Errors));
        return reading.Mapping;
    }

    public static (ImportReport Report, List<Entered> Entries) Read(string mapping, string file, string name = "file.csv", params (string Name, string Content)[] joined) =>
        Read(mapping, Encoding.UTF8.GetBytes(file), name, 0, joined);

    public static (ImportReport Report, List<Entered> Entries) Read(
        string mapping, byte[] file, string name = "file.csv", long skip = 0, params (string Name, string Content)[] joined)
    {
        using var reading = ImportReading.Open(
            Mapping(mapping), "test", new MemoryStream(file), name,
            wanted => joined.FirstOrDefault(other => other.Name == wanted).Content is { } content ? new MemoryStream(Encoding.UTF8.GetBytes(content)) : null,
            Door.Now, new DoorLimits());
        reading.Skip(skip);
        var entries = new List<Entered>();
        using var batch = new EntryBatchBuilder();
        // Small batches, so that rows at their edges are tried too.
        bool more;
        do
        {
            more = reading.Read(batch, entries: 2, bytes: 1 << 20);
            entries.AddRange(Entered.Of(batch));
        }
        while (more);
        Assert.Equal(reading.Report.Interactions, entries.Count(entry => entry.Interaction is not null));
        Assert.Equal(reading.Report.BadRows, entries.Count(entry => entry.Quarantined is not null));
        return (reading.Report, entries);
    }
}
