using System.IO.Hashing;
using System.Text.Json;

namespace Veinte.Doors.Importing;

/// <summary>How a file is written.</summary>
public enum ImportFormat : byte
{
    /// <summary>Separated values with a header.</summary>
    Csv = 1,
    /// <summary>One JSON object a line.</summary>
    JsonLines = 2,
}

/// <summary>How a file is to be read.</summary>
/// <param name="Format">Separated values or JSON Lines; null for as its name says.</param>
/// <param name="Delimiter">Between the values of a line; null for the most likely.</param>
/// <param name="Quote">Around values that hold the delimiter; null for none (values are taken as they stand).</param>
/// <param name="Encoding">The encoding, null for UTF-8; a byte order mark in the file goes before.</param>
/// <param name="Header">Whether the first line names the columns; without, they are called 1, 2, 3…</param>
internal sealed record FileRule(ImportFormat? Format, char? Delimiter, char? Quote, System.Text.Encoding? Encoding, bool Header)
{
    internal ImportFormat FormatOf(string fileName) => Format
        ?? (Path.GetExtension(fileName).ToLowerInvariant() is ".jsonl" or ".ndjson" or ".json" ? ImportFormat.JsonLines : ImportFormat.Csv);
}

/// <summary>A second file whose rows are looked up by a key.</summary>
/// <param name="Name">How columns of it are called: <c>{name.column}</c>.</param>
/// <param name="File">Its name, beside the imported file.</param>
/// <param name="Key">The column of it that is compared.</param>
/// <param name="On">With what.</param>
/// <param name="How">How it is to be read.</param>
internal sealed record JoinRule(string Name, string File, string Key, ValueRule On, FileRule How);

/// <summary>A column the mapping asks for: where, and who asked first.</summary>
/// <param name="Join">Number of the joined file; -1 for the imported one.</param>
/// <param name="Name">The column.</param>
/// <param name="Path">Where the mapping asks for it.</param>
internal sealed record AskedColumn(int Join, string Name, string Path);

/// <summary>
/// A mapping: which columns of a file are what. Read from the JSON described in
/// <c>samples/import/README.md</c>. Immutable, thread-safe.
/// </summary>
public sealed class ImportMapping
{
    internal ImportMapping(
        string name, FileRule how, JoinRule[] joins, AskedColumn[] columns, ValueRule? id, ValueRule? customer, ValueRule? anonymous,
        InteractionRule[] interactions, byte[] canonical)
    {
        (Name, How, Joins, Columns, Id, Customer, Anonymous, Interactions) = (name, how, joins, columns, id, customer, anonymous, interactions);
        Hash = unchecked((uint)XxHash3.HashToUInt64(canonical));
    }

    /// <summary>What the mapping is called.</summary>
    public string Name { get; }

    /// <summary>Files that must lie beside the imported one, by the names the mapping gives them.</summary>
    public IReadOnlyList<string> JoinedFiles => [.. Joins.Select(join => join.File)];

    internal FileRule How { get; }
    internal JoinRule[] Joins { get; }
    internal AskedColumn[] Columns { get; }
    internal ValueRule? Id { get; }
    internal ValueRule? Customer { get; }
    internal ValueRule? Anonymous { get; }
    internal InteractionRule[] Interactions { get; }

    /// <summary>Whether a file with these columns has all that the mapping asks the imported file for.</summary>
    public bool Fits(IReadOnlyCollection<string> columns) => Array.TrueForAll(Columns, asked => asked.Join >= 0 || columns.Contains(asked.Name));

    /// <summary>Hash of what it says, whatever its white space: part of an import's id.</summary>
    internal uint Hash { get; }

    /// <summary>Reads a mapping. Comments and trailing commas are allowed; a byte order mark is skipped.</summary>
    public static MappingReading Read(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            return new(null, [$"The mapping is not JSON: {exception.Message}"]);
        }
    }

    /// <summary>Reads a mapping that is parsed already.</summary>
    public static MappingReading Read(JsonElement json) => new MappingReader().Read(json);
}

/// <summary>A mapping, or what is wrong with it.</summary>
/// <param name="Mapping">The mapping, or null when there are errors.</param>
/// <param name="Errors">Each names the path in the JSON, what is wrong and what it can be.</param>
public sealed record MappingReading(ImportMapping? Mapping, IReadOnlyList<string> Errors);
