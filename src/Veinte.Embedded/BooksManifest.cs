using System.Text.Json;
using System.Text.Json.Serialization;

namespace Veinte.Embedded;

/// <summary>
/// What is fixed when books are first opened, and which set of books is in force: <c>books.json</c> in the data folder,
/// replaced as a whole.
/// </summary>
/// <param name="Format">Version of this file: 1.</param>
/// <param name="Partitions">How many partitions there are, for ever.</param>
/// <param name="Epoch">Raised at every start, so that commits of an older process are refused.</param>
/// <param name="Generation">Which folder under <c>books</c> is in force; a published restatement is the next one.</param>
/// <param name="RestatedAt">Position of the restatement it embodies; 0 when there was none.</param>
/// <param name="RestatedVersion">Scoring policy of that restatement.</param>
/// <param name="RestatedUpTo">Last position it applies to.</param>
internal sealed record BooksManifest(
    int Format, int Partitions, long Epoch, int Generation, long RestatedAt, int RestatedVersion, long RestatedUpTo)
{
    private const int FormatNow = 1;
    private const int PartitionsDefault = 8;

    /// <summary>Reads the folder's manifest, or makes the first one.</summary>
    public static BooksManifest Read(string folder)
    {
        var file = FileIn(folder);
        if (!File.Exists(file)) return new(FormatNow, PartitionsDefault, 0, 1, 0, 0, 0);
        var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(file), ManifestJson.Default.BooksManifest)
            ?? throw new InvalidDataException($"{file} is empty. Restore it from a backup.");
        return manifest.Format == FormatNow
            ? manifest
            : throw new InvalidDataException($"{file} has format {manifest.Format}; this program knows format {FormatNow}. Start the version that wrote it.");
    }

    /// <summary>Writes it durably: beside, flushed, then renamed over.</summary>
    public void Write(string folder)
    {
        var file = FileIn(folder);
        using (var stream = new FileStream(file + ".new", FileMode.Create))
        {
            JsonSerializer.Serialize(stream, this, ManifestJson.Default.BooksManifest);
            stream.Flush(flushToDisk: true);
        }
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The folder of the set of books in force.</summary>
    public string BooksFolder(string folder) => Path.Combine(folder, "books", $"generation-{Generation}");

    /// <summary>Deletes the sets of books that are not in force: leftovers of a crash while books were being made or replaced.</summary>
    public void DeleteOthers(string folder)
    {
        var all = Path.Combine(folder, "books");
        if (!Directory.Exists(all)) return;
        var inForce = Path.GetFileName(BooksFolder(folder));
        foreach (var other in Directory.EnumerateDirectories(all, "generation-*").Where(other => Path.GetFileName(other) != inForce))
            Directory.Delete(other, recursive: true);
    }

    private static string FileIn(string folder) => Path.Combine(folder, "books.json");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(BooksManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
