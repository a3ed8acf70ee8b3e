using System.Buffers;
using System.Text.Json;

namespace Veinte.Doors.Importing;

/// <summary>Rows of JSON Lines: one object a line, members of members by <c>a.b</c>.</summary>
internal sealed class JsonLineRows(Stream file, IReadOnlyList<string> columns) : IRowReader
{
    private const int LineBytesMax = 1024 * 1024;
    private const int DepthMax = 64;
    private readonly string[][] _paths = [.. columns.Select(name => name.Split('.'))];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private ReadOnlyMemory<byte> _line;
    private long _lines;
    private bool _ended;

    public long Line => _lines;

    public QuarantineReason Reason { get; private set; }

    public string Detail { get; private set; } = "";

    public ReadOnlySpan<byte> Raw => _line.Span;

    public (IReadOnlyList<string> Missing, IReadOnlyList<string> There) Columns => ([], []);

    public RowStatus Read(Span<string?> values)
    {
        do
        {
            if (!NextLine(out var tooLong)) return RowStatus.End;
            if (tooLong) return Bad(QuarantineReason.EventTooLarge, $"the line has more than {LineBytesMax} bytes");
        }
        while (_line.Span.Trim(" \t\r"u8).IsEmpty);
        if (!System.Text.Unicode.Utf8.IsValid(_line.Span)) return Bad(QuarantineReason.InvalidUtf8, "the line holds bytes that are not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(_line, new() { MaxDepth = DepthMax });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return Bad(QuarantineReason.NotAnObject, "the line is not a JSON object");
            for (var at = 0; at < columns.Count; at++) values[at] = ValueAt(document.RootElement, columns[at], _paths[at]);
            return RowStatus.Row;
        }
        catch (JsonException exception)
        {
            return Bad(QuarantineReason.NotAnObject, "the line is not JSON: " + exception.Message.Split('\n')[0].TrimEnd('.'));
        }
        catch (InvalidOperationException)
        {
            return Bad(QuarantineReason.InvalidUtf8, "the line holds an escape such as \\ud800 that is half a character");
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        file.Dispose();
    }

    private static string? ValueAt(JsonElement row, string name, string[] path)
    {
        if (!row.TryGetProperty(name, out var value))
        {
            value = row;
            foreach (var step in path)
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
                    return null;
        }
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => value.GetRawText(),
        };
    }

    private RowStatus Bad(QuarantineReason reason, string detail)
    {
        (Reason, Detail) = (reason, detail);
        return RowStatus.Bad;
    }

    /// <summary>The next line without its end; a line that is too long is skipped to its end, and only its beginning is kept.</summary>
    private bool NextLine(out bool tooLong)
    {
        tooLong = false;
        _line = default;
        var searched = 0;
        while (true)
        {
            var rest = _buffer.AsMemory(_start, _end - _start);
            var newline = rest.Span[searched..].IndexOf((byte)'\n');
            if (newline >= 0)
            {
                newline += searched;
                if (!tooLong) _line = SkipMark(rest[..newline]);
                _start += newline + 1;
                _lines++;
                return true;
            }
            if (_ended)
            {
                if (rest.IsEmpty && !tooLong) return false;
                if (!tooLong) _line = SkipMark(rest);
                _start = _end;
                _lines++;
                return true;
            }
            if (rest.Length > LineBytesMax)
            {
                tooLong = true;
                _start = _end;
            }
            searched = _end - _start;
            Fill();
        }
    }

    private ReadOnlyMemory<byte> SkipMark(ReadOnlyMemory<byte> line) => _lines == 0 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line;

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var read = file.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _ended = read == 0;
    }
}
