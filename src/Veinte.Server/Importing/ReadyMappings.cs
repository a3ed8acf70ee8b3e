using System.Text.Json;
using Veinte.Doors.Importing;

namespace Veinte.Server.Importing;

/// <summary>The mappings of <c>samples/import</c>, which come with the program. Read once; thread-safe.</summary>
internal sealed class ReadyMappings
{
    private const string Prefix = "mappings/";

    private readonly Lazy<IReadOnlyList<(string Id, ImportMapping Mapping, JsonElement Json)>> _all = new(() =>
    [
        .. typeof(ReadyMappings).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read),
    ]);

    /// <summary>All of them, and whether a file with these columns can be read by each.</summary>
    public IReadOnlyList<ReadyMapping> For(IReadOnlyCollection<string> columns) =>
        [.. _all.Value.Select(ready => new ReadyMapping(ready.Id, ready.Mapping.Name, ready.Mapping.Fits(columns), ready.Json, ready.Mapping.JoinedFiles))];

    private static (string Id, ImportMapping Mapping, JsonElement Json) Read(string resource)
    {
        using var stream = typeof(ReadyMappings).Assembly.GetManifestResourceStream(resource)!;
        using var document = JsonDocument.Parse(stream);
        var json = document.RootElement.Clone();
        return (Path.GetFileNameWithoutExtension(resource[Prefix.Length..]), ImportMapping.Read(json).Mapping!, json);
    }
}

/// <summary>A mapping somebody has written already.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Fits">Whether the file has all the columns it asks for.</param>
/// <param name="Mapping">The mapping.</param>
/// <param name="JoinedFiles">Files it needs besides.</param>
internal sealed record ReadyMapping(string Id, string Name, bool Fits, JsonElement Mapping, IReadOnlyList<string> JoinedFiles);
