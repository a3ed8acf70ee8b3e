using System.Globalization;
using System.Text;
using Veinte.Engine.Views;

namespace Veinte.Server.Pages.Parts;

/// <summary>
/// The figures of a page as CSV (RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read accents): the same
/// columns as the table on the page, numbers plain with a point, times RFC 3339 UTC.
/// </summary>
internal sealed class Csv
{
    private readonly StringBuilder _text = new("\uFEFF");

    /// <summary>Begins with a row of names.</summary>
    public Csv(params ReadOnlySpan<string> columns) => Row([.. columns]);

    /// <summary>A course over time.</summary>
    public static Csv OfCourse(IEnumerable<CoursePoint> course)
    {
        var csv = new Csv("at", "interactions", "graded", "grade", "amount", "balance");
        foreach (var point in course)
            csv.Row(point.At, point.Interactions, point.Graded, point.Grade, point.Amount / 1000m, point.Balance / 1000m);
        return csv;
    }

    /// <summary>Adds a row; null is an empty cell.</summary>
    public Csv Row(params ReadOnlySpan<object?> cells)
    {
        for (var index = 0; index < cells.Length; index++)
        {
            if (index > 0) _text.Append(',');
            Append(cells[index]);
        }
        _text.Append("\r\n");
        return this;
    }

    /// <summary>The file as an answer.</summary>
    public IResult File(string name) => TypedResults.File(Encoding.UTF8.GetBytes(_text.ToString()), "text/csv; charset=utf-8", name);

    private void Append(object? cell)
    {
        var text = cell switch
        {
            null => "",
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            string word => Harmless(word),
            _ => cell.ToString() ?? "",
        };
        if (text.AsSpan().ContainsAny(',', '"', '\n') || text.Contains('\r'))
            _text.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            _text.Append(text);
    }

    // A name that starts like a formula would run in a spreadsheet; the apostrophe makes it text there.
    private static string Harmless(string word) => word is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + word : word;
}
