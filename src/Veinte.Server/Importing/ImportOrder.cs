using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Veinte.Server.Importing;

/// <summary>Asks for an import or for a dry run of one.</summary>
/// <param name="File">Id of the uploaded file.</param>
/// <param name="Mapping">The mapping: which columns are what. Its format stands in <c>samples/import/README.md</c>.</param>
/// <param name="Name">A name for people, or null for the file's own.</param>
/// <param name="Joined">Ids of the uploaded files that the mapping joins, by the names it gives them; null takes uploaded files of these names.</param>
internal sealed record ImportOrder(
    [property: Required, MaxLength(64)] string File, [property: Required] JsonElement Mapping, [property: MaxLength(200)] string? Name = null,
    IReadOnlyDictionary<string, string>? Joined = null);

/// <summary>A file that waits to be imported.</summary>
/// <param name="Id">Names it in orders.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="UploadedAt">When it came.</param>
internal sealed record UploadedFile(string Id, string Name, long Bytes, DateTimeOffset UploadedAt);

/// <summary>Whether a mapping can be read.</summary>
/// <param name="Name">What it is called, or null when it cannot be read.</param>
/// <param name="JoinedFiles">Files it needs besides.</param>
/// <param name="Errors">What is wrong with it, each with its path; empty when nothing is.</param>
internal sealed record MappingCheck(string? Name, IReadOnlyList<string> JoinedFiles, IReadOnlyList<string> Errors);
