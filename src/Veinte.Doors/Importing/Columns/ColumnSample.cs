using System.Globalization;
using System.Text;
using Veinte.Doors.Reading;

namespace Veinte.Doors.Importing.Columns;

/// <summary>A column's name and first values, and what can be told from them.</summary>
internal sealed class ColumnSample
{
    private static readonly string[] DayFirst = ["d/M/yyyy H:mm:ss", "d/M/yyyy H:mm", "d/M/yyyy", "d-M-yyyy H:mm:ss", "d-M-yyyy H:mm", "d-M-yyyy", "d.M.yyyy H:mm:ss", "d.M.yyyy H:mm", "d.M.yyyy", "d/M/yy H:mm", "d/M/yy"];
    private static readonly string[] MonthFirst = ["M/d/yyyy H:mm:ss", "M/d/yyyy H:mm", "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm tt", "M/d/yyyy", "M-d-yyyy", "M/d/yy H:mm", "M/d/yy"];
    private static readonly string[] YearFirst = ["yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d"];

    private const double MostlyShare = 0.85;
    private readonly double[] _numbers;

    internal ColumnSample(string name, IEnumerable<string> values)
    {
        Name = name;
        Words = [.. WordsOf(name)];
        Values = [.. values.Select(value => value.Trim()).Where(value => value.Length > 0)];
        Distinct = [.. Values.Distinct(StringComparer.Ordinal)];
        _numbers = [.. Values.Select(NumberOf).OfType<double>()];
        IsNumeric = Mostly(_numbers.Length);
    }

    /// <summary>The column.</summary>
    internal string Name { get; }

    /// <summary>The words of its name, in lower case and without accents.</summary>
    internal string[] Words { get; }

    /// <summary>Its values that are not empty.</summary>
    internal string[] Values { get; }

    /// <summary>Each of them once.</summary>
    internal string[] Distinct { get; }

    /// <summary>Whether they are numbers.</summary>
    internal bool IsNumeric { get; }

    /// <summary>Whether they are whole numbers.</summary>
    internal bool IsWhole => Mostly(_numbers.Count(number => Math.Floor(number) == number));

    /// <summary>Whether a 0 is among them.</summary>
    internal bool HasZero => _numbers.Contains(0);

    /// <summary>Whether they lie on a scale.</summary>
    internal bool IsWithin(double low, double high) => Mostly(_numbers.Count(number => number >= low && number <= high));

    /// <summary>Whether so many of the values are enough to speak of the column: files have mistakes in them.</summary>
    internal bool Mostly(int count) => count > 0 && count >= Values.Length * MostlyShare;

    /// <summary>Whether no value comes twice.</summary>
    internal bool IsUnique => Values.Length > 1 && Distinct.Length == Values.Length;

    /// <summary>Whether the values read like sentences.</summary>
    internal bool IsProse => !IsNumeric && Values.Length > 0 && Values.Average(value => value.Length) > 30 && Values.Average(value => value.Count(letter => letter == ' ')) > 3;

    /// <summary>Whether one of the words of the name begins with one of these.</summary>
    internal bool Says(ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
            foreach (var word in Words)
                if (beginning.Length <= 3 ? word == beginning : word.StartsWith(beginning, StringComparison.Ordinal))
                    return true;
        return false;
    }

    /// <summary>Whether the values are times, and in which format (null for RFC 3339). Where day and month could change places, the reader's language decides.</summary>
    internal bool IsTime(bool dayFirst, out string? format)
    {
        format = null;
        if (Values.Length == 0 || IsNumeric) return false;
        if (Mostly(Values.Count(value => value.Length <= 40 && TimeText.TryRead(Encoding.UTF8.GetBytes(value), out _)))) return true;
        string[] formats = dayFirst ? [.. DayFirst, .. MonthFirst, .. YearFirst] : [.. MonthFirst, .. DayFirst, .. YearFirst];
        format = Array.Find(formats, one => Mostly(Values.Count(value =>
            DateTimeOffset.TryParseExact(value, one, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))));
        return format is not null;
    }

    /// <summary>Text in lower case, without accents, for comparisons.</summary>
    internal static string Plain(string text) => string.Concat(text.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormD)
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark));

    private static double? NumberOf(string text) => ValueRule.TryNumber(text, out var number) ? number : null;

    private static IEnumerable<string> WordsOf(string name)
    {
        // customerId and CUSTOMER_ID are the same two words.
        var spaced = new StringBuilder();
        for (var at = 0; at < name.Length; at++)
        {
            if (at > 0 && char.IsUpper(name[at]) && char.IsLower(name[at - 1])) spaced.Append(' ');
            spaced.Append(char.IsLetterOrDigit(name[at]) ? name[at] : ' ');
        }
        return Plain(spaced.ToString()).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
