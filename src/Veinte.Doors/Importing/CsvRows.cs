using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Veinte.Doors.Importing;

/// <summary>Rows of separated values.</summary>
internal sealed class CsvRows : IRowReader
{
    private const int RecordBytesMax = 1024 * 1024;
    private const int ColumnsShown = 60;

    // Stands where bytes were that are no text in an encoding other than UTF-8. A noncharacter: no honest file holds it.
    private const string NoText = "\uFFFF";

    private readonly CsvReader _csv;
    private readonly int[] _columns;
    private readonly int _width;
    private readonly string _encoding;
    private CsvMalformedReason? _malformed;
    private bool _hasFirst;
    private bool _broken;

    internal CsvRows(Stream file, FileRule how, IReadOnlyList<string> columns)
    {
        _encoding = how.Encoding?.WebName ?? "UTF-8";
        _csv = CsvReader.Create(file, OptionsOf(how), leaveOpen: false);
        _columns = new int[columns.Count];
        Columns = ([], []);
        if (!ReadRecord())
        {
            Array.Fill(_columns, -1);
            return;
        }
        _width = _csv.FieldCount;
        var there = how.Header ? [.. Fields().Select(name => name.Trim())] : Enumerable.Range(1, _width).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToArray();
        _hasFirst = !how.Header;
        Columns = ([.. columns.Where(name => !there.Contains(name))], [.. there.Take(ColumnsShown)]);
        for (var slot = 0; slot < _columns.Length; slot++) _columns[slot] = Array.IndexOf(there, columns[slot]);
    }

    public long Line { get; private set; } = 1;

    public QuarantineReason Reason { get; private set; }

    public string Detail { get; private set; } = "";

    public ReadOnlySpan<byte> Raw => _broken ? default : _csv.RawRecord;

    public (IReadOnlyList<string> Missing, IReadOnlyList<string> There) Columns { get; }

    /// <summary>What separates the values.</summary>
    internal char Separator => _broken ? ',' : _csv.Separator;

    /// <summary>The fields of the record that stands, for a look at a file.</summary>
    internal string[] Fields()
    {
        var fields = new string[_csv.FieldCount];
        for (var at = 0; at < fields.Length; at++) fields[at] = _csv.GetString(at);
        return fields;
    }

    public RowStatus Read(Span<string?> values)
    {
        do
        {
            if (_hasFirst) _hasFirst = false;
            else if (!ReadRecord()) return _broken ? RowStatus.Broken : RowStatus.End;
        }
        while (_csv.FieldCount <= 1 && _width > 1 && _csv.RawRecord.Trim(" \t"u8).IsEmpty);
        if (WhatIsWrong() is { } wrong)
        {
            Detail = wrong;
            return RowStatus.Bad;
        }
        for (var slot = 0; slot < _columns.Length; slot++)
            values[slot] = _columns[slot] >= 0 ? _csv.GetString(_columns[slot]) : null;
        return RowStatus.Row;
    }

    public void Dispose() => _csv.Dispose();

    private CsvReaderOptions OptionsOf(FileRule how)
    {
        var encoding = (Encoding?)how.Encoding?.Clone();
        encoding?.DecoderFallback = new DecoderReplacementFallback(NoText);
        return new()
        {
            Separator = how.Delimiter,
            HasHeader = false,
            SkipEmptyLines = true,
            Mode = how.Quote is null ? CsvMode.NoEscape : CsvMode.Rfc4180,
            Quote = how.Quote ?? '"',
            MaxRecordSize = RecordBytesMax,
            TrackLineNumbers = true,
            Encoding = encoding,
            OnMalformedRecord = malformed => _malformed = malformed.Reason,
        };
    }

    private bool ReadRecord()
    {
        _malformed = null;
        try
        {
            if (_broken || !_csv.Read()) return false;
            Line = _csv.LineNumber;
            return true;
        }
        catch (CsvFormatException exception)
        {
            (_broken, Reason, Line) = (true, QuarantineReason.RowUnmapped, Math.Max(exception.LineNumber, Line));
            Detail = $"a row has more than {RecordBytesMax} bytes: probably a quote that is opened and never closed, or another delimiter than the mapping says";
            return false;
        }
    }

    private string? WhatIsWrong()
    {
        Reason = QuarantineReason.RowUnmapped;
        // A quote inside a value without quotes around it is clear enough; the others are not.
        if (_malformed == CsvMalformedReason.UnterminatedQuote) return "a quote is opened and never closed, so that the rest of the file looks like one value";
        if (_malformed == CsvMalformedReason.TextAfterClosingQuote) return "text stands after a closing quote; a quote inside a value is written twice";
        if (_csv.FieldCount != _width)
            return $"the row has {_csv.FieldCount} fields where the first line has {_width}: a delimiter inside a value needs quotes around it";
        if (Utf8.IsValid(_csv.RawRecord) && _csv.RawRecord.IndexOf("\uFFFF"u8) < 0) return null;
        Reason = QuarantineReason.InvalidUtf8;
        return $"the row holds bytes that are no text in {_encoding}; say in file.encoding how the file is written";
    }
}
