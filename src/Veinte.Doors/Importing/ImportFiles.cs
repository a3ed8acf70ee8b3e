using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace Veinte.Doors.Importing;

/// <summary>Opens the files of an import.</summary>
public static class ImportFiles
{
    private const int CellCharsMax = 500;
    private const int HeadBytes = 256 * 1024;

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
    /// <param name="encoding">Its encoding as a mapping names it; null for UTF-8.</param>
    public static FilePreview Preview(Stream file, string name, int rowsMax = 20, string? encoding = null)
    {
        var how = new FileRule(null, null, '"', encoding is null ? null : CodePagesEncodingProvider.Instance.GetEncoding(encoding), Header: false);
        if (how.FormatOf(name) == ImportFormat.JsonLines) return PreviewJsonLines(file, rowsMax);
        using var reader = new CsvRows(file, how, []);
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count <= rowsMax && reader.Read([]) is (RowStatus.Row or RowStatus.Bad)) rows.Add([.. reader.Fields().Select(Cut)]);
        return new("csv", reader.Separator == '\t' ? "tab" : reader.Separator.ToString(), rows.Count > 0 ? rows[0] : [], [.. rows.Skip(1)]);
    }

    /// <summary>
    /// Looks at the first bytes of a file: whether it can be imported at all, and how it is written. Spreadsheets write CSV
    /// in the encoding of their country, so what is no UTF-8 is taken for Windows-1252, in which every byte means something.
    /// </summary>
    public static async Task<FileKind> KindOf(Stream file, string name, CancellationToken cancel = default)
    {
        var buffer = new byte[HeadBytes];
        var head = buffer.AsMemory(0, await file.ReadAtLeastAsync(buffer, HeadBytes, throwOnEndOfStream: false, cancel));
        return KindOf(head.Span, name, isWhole: head.Length < HeadBytes);
    }

    private static FileKind KindOf(ReadOnlySpan<byte> head, string name, bool isWhole)
    {
        if (head.Trim(" \t\r\n"u8).IsEmpty) return new(null, new("empty", "The file is empty."));
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            return new(null, new("excel", "This is a spreadsheet. Save it as CSV (UTF-8) and upload that."));
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return new(null, null); // its byte order mark says all
        if (head.Contains((byte)0)) return new(null, new("binary", "This is not a text file. Upload CSV or JSON Lines."));
        var isJson = new FileRule(null, null, null, null, true).FormatOf(name) == ImportFormat.JsonLines;
        if (isJson && head.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'[', ..])
            return new(null, new("json-list", "This is a JSON list. Upload JSON Lines: one object a line."));
        return new(isJson || IsUtf8(head, isWhole) ? null : "windows-1252", null);
    }

    /// <summary>Whether the bytes are UTF-8; the last character of a file's beginning may be cut.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> head, bool isWhole)
    {
        for (var cut = 0; cut <= (isWhole ? 0 : 3); cut++)
            if (Utf8.IsValid(head[..^cut]))
                return true;
        return false;
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

/// <summary>What a file is, by its first bytes.</summary>
/// <param name="Encoding">Its encoding as a mapping names it; null for UTF-8 or what its byte order mark says.</param>
/// <param name="Trouble">Why it cannot be imported; null when it can.</param>
public sealed record FileKind(string? Encoding, FileTrouble? Trouble);

/// <summary>Why a file cannot be imported.</summary>
/// <param name="Code"><c>empty</c>, <c>excel</c>, <c>binary</c> or <c>json-list</c>.</param>
/// <param name="Detail">What to do, as a sentence.</param>
public sealed record FileTrouble(string Code, string Detail);

/// <summary>The beginning of a file.</summary>
/// <param name="Format"><c>csv</c> or <c>jsonl</c>.</param>
/// <param name="Delimiter">What separates the values, as the mapping writes it; null for JSON Lines.</param>
/// <param name="Columns">The names in the first line, or the members seen.</param>
/// <param name="Rows">The rows after it, cell by cell; long cells are cut.</param>
public sealed record FilePreview(string Format, string? Delimiter, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
