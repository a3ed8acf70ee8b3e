using System.IO.Hashing;

namespace Veinte.Doors.Importing;

/// <summary>Opens the files of an import.</summary>
public static class ImportFiles
{
    private const int CellCharsMax = 500;

    internal static IRowReader Open(Stream file, string name, FileRule how, IReadOnlyList<string> columns) =>
        how.FormatOf(name) == ImportFormat.JsonLines ? new JsonLineRows(file, columns) : new CsvRows(file, how, columns);

    /// <summary>Refuses a file that lacks a column.</summary>
    /// <exception cref="InvalidDataException">It does.</exception>
    internal static void CheckColumns(IRowReader reader, string file, Func<string, string> pathOf)
    {
        var (missing, there) = reader.Columns;
        if (missing.Count == 0) return;
        var name = missing[0];
        throw new InvalidDataException($"{pathOf(name)}: {file} has no column \"{name}\". It has: {string.Join(", ", there)}.");
    }

    /// <summary>The hash by which a file and those joined to it are recognised. Reads them to their ends.</summary>
    public static async Task<ulong> HashOf(IEnumerable<Stream> files, CancellationToken cancel = default)
    {
        var hash = new XxHash3();
        foreach (var file in files)
        {
            await hash.AppendAsync(file, cancel);
            hash.Append("\0file\0"u8);
        }
        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>The first rows of a file, for somebody who writes a mapping for it: what separates its values is guessed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name, which says whether it is JSON Lines.</param>
    /// <param name="rowsMax">How many rows at most.</param>
    public static FilePreview Preview(Stream file, string name, int rowsMax = 20)
    {
        var how = new FileRule(null, null, '"', null, Header: false);
        if (how.FormatOf(name) == ImportFormat.JsonLines) return PreviewJsonLines(file, rowsMax);
        using var reader = new CsvRows(file, how, []);
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count <= rowsMax && reader.Read([]) is (RowStatus.Row or RowStatus.Bad)) rows.Add([.. reader.Fields().Select(Cut)]);
        return new("csv", reader.Separator == '\t' ? "tab" : reader.Separator.ToString(), rows.Count > 0 ? rows[0] : [], [.. rows.Skip(1)]);
    }

    private static FilePreview PreviewJsonLines(Stream file, int rowsMax)
    {
        using var reader = new JsonLineRows(file, []);
        var columns = new List<string>();
        var lines = new List<Dictionary<string, string>>();
        for (var status = reader.Read([]); lines.Count < rowsMax && status is (RowStatus.Row or RowStatus.Bad); status = reader.Read([]))
        {
            if (status == RowStatus.Bad) continue;
            using var document = System.Text.Json.JsonDocument.Parse(reader.Raw.ToArray());
            var line = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!columns.Contains(member.Name)) columns.Add(member.Name);
                line[member.Name] = Cut(member.Value.ToString());
            }
            lines.Add(line);
        }
        return new("jsonl", null, columns, [.. lines.Select(line => columns.Select(column => line.GetValueOrDefault(column, "")).ToList())]);
    }

    private static string Cut(string text) => text.Length > CellCharsMax ? text[..CellCharsMax] + "…" : text;
}

/// <summary>The beginning of a file.</summary>
/// <param name="Format"><c>csv</c> or <c>jsonl</c>.</param>
/// <param name="Delimiter">What separates the values, as the mapping writes it; null for JSON Lines.</param>
/// <param name="Columns">The names in the first line, or the members seen.</param>
/// <param name="Rows">The rows after it, cell by cell; long cells are cut.</param>
public sealed record FilePreview(string Format, string? Delimiter, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
