using System.Globalization;
using System.Text;
using Veinte.Doors.Reading;

namespace Veinte.Doors.Importing;

/// <summary>What came of looking a value up in a row.</summary>
internal enum Found : byte
{
    /// <summary>The row has none, or one that says "not applicable".</summary>
    Absent = 0,
    /// <summary>There is one.</summary>
    Present = 1,
    /// <summary>There is one that cannot be used; the row knows why.</summary>
    Bad = 2,
}

/// <summary>One part of a value: fixed text, a column's value or the number of the row.</summary>
/// <param name="Literal">The text, or null.</param>
/// <param name="Slot">Where the column's value stands in <see cref="ImportRow.Values"/>; -1 when it is no column.</param>
internal readonly record struct ValuePart(string? Literal, int Slot);

/// <summary>
/// How one value is made from a row: text with columns in it (<c>passenger-{ID}</c>), some words translated, some taken for
/// "not applicable". Immutable, thread-safe.
/// </summary>
internal sealed class ValueRule
{
    private const int NumberCharsMax = 64;
    private readonly ValuePart[] _parts;
    private readonly string[] _notApplicable;
    private readonly IReadOnlyDictionary<string, string>? _words;
    private readonly string? _otherwise;
    private readonly bool _hasOtherwise;
    private readonly double _times;

    internal ValueRule(
        string path, string label, ValuePart[] parts, string[] notApplicable, IReadOnlyDictionary<string, string>? words, string? otherwise,
        bool hasOtherwise, double times)
    {
        (Path, Label, _parts, _notApplicable, _words, _otherwise, _hasOtherwise, _times) =
            (path, label, parts, notApplicable, words, otherwise, hasOtherwise, times);
        if (words is null && !Array.Exists(parts, part => part.Literal is null)) Constant = string.Concat(parts.Select(part => part.Literal));
    }

    /// <summary>Where it stands in the mapping.</summary>
    internal string Path { get; }

    /// <summary>Its columns, as reports name them.</summary>
    internal string Label { get; }

    /// <summary>The text when it is the same for every row, else null.</summary>
    internal string? Constant { get; }

    /// <summary>The text. A word that is not among those to be translated is a problem of the row.</summary>
    internal Found Text(ImportRow row, out string text)
    {
        text = "";
        if (Constant is not null)
        {
            text = Constant;
            return Constant.Length == 0 ? Found.Absent : Found.Present;
        }
        if (_parts.Length == 1)
        {
            if (!TryPart(row, _parts[0], out text)) return Found.Absent;
        }
        else if (!TryJoin(row, out text)) return Found.Absent;
        return _words is null ? Found.Present : Translated(row, ref text);
    }

    /// <summary>The value as a finite number, times the factor.</summary>
    internal Found Number(ImportRow row, out double number)
    {
        number = 0;
        var found = Text(row, out var text);
        if (found != Found.Present) return found;
        if (!TryNumber(text, out number) || !double.IsFinite(number *= _times))
            return row.Refuse(QuarantineReason.SignalNotANumber, Label, text, "is not a number");
        return Found.Present;
    }

    /// <summary>
    /// Reads a finite number as files write it: no thousands; a point as decimal sign, or a comma when one or two digits
    /// follow it, for then it cannot mean thousands.
    /// </summary>
    internal static bool TryNumber(string text, out double number)
    {
        number = 0;
        if (text.Length > NumberCharsMax || !Ascii.IsValid(text)) return false;
        Span<byte> ascii = stackalloc byte[NumberCharsMax];
        var written = ascii[..Encoding.ASCII.GetBytes(text, ascii)];
        var comma = written.IndexOf((byte)',');
        if (comma > 0 && written.Length - comma is 2 or 3 && written.IndexOf((byte)'.') < 0) written[comma] = (byte)'.';
        return NumberText.TryRead(written, out number);
    }

    private bool TryJoin(ImportRow row, out string text)
    {
        text = "";
        var joined = new StringBuilder();
        foreach (var part in _parts)
        {
            if (!TryPart(row, part, out var piece)) return false;
            joined.Append(piece);
        }
        text = joined.ToString();
        return text.Length > 0;
    }

    private bool TryPart(ImportRow row, ValuePart part, out string text)
    {
        text = part.Literal ?? (part.Slot < 0 ? row.Number.ToString(CultureInfo.InvariantCulture) : row.Values[part.Slot] ?? "");
        if (part.Literal is not null) return true;
        if (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))) text = text.Trim();
        if (text.Length == 0) return false;
        foreach (var nothing in _notApplicable)
            if (string.Equals(text, nothing, StringComparison.Ordinal))
                return false;
        return true;
    }

    private Found Translated(ImportRow row, ref string text)
    {
        if (_words!.TryGetValue(text, out var word)) text = word;
        else if (_hasOtherwise) text = _otherwise ?? "";
        else
            return row.Refuse(QuarantineReason.RowUnmapped, Label, text,
                $"is none of the values in {Path}.values; add it there, or give {Path}.otherwise");
        return text.Length == 0 ? Found.Absent : Found.Present;
    }
}
