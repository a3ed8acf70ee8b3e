using System.Globalization;
using Veinte.Server.Surveys.Results;

namespace Veinte.Server.Pages.Surveys;

/// <summary>The filters of results in an address. What cannot be read filters nothing.</summary>
internal static class ResultQuery
{
    private const int NameMax = 300;

    /// <summary>Reads them; a last day is counted whole.</summary>
    public static ResultFilter Read(string? from, string? to, string? language, string? way, string? place, string? touchpoint, string? staff, string? version) => new(
        Day(from), Day(to)?.AddDays(1), Word(language), Word(way), Word(place), Word(touchpoint), Word(staff),
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);

    /// <summary>Writes them.</summary>
    public static QueryString Write(string? from, string? to, string? language, string? way, string? place, string? touchpoint, string? staff, string? version)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in new[] { ("from", from), ("to", to), ("language", language), ("way", way), ("place", place), ("touchpoint", touchpoint), ("staff", staff), ("version", version) })
            if (!string.IsNullOrEmpty(value))
                query = query.Add(name, value);
        return query;
    }

    /// <summary>Whether a word is a day, or says nothing.</summary>
    public static bool IsDay(string? text) => string.IsNullOrEmpty(text) || Day(text) is not null;

    private static DateTime? Day(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) && day.Year is > 1900 and < 9000 ? day : null;

    private static string? Word(string? text) => string.IsNullOrEmpty(text) || text.Length > NameMax ? null : text;
}
