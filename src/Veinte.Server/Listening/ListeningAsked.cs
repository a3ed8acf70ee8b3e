using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Veinte.Model;

namespace Veinte.Server.Listening;

/// <summary>
/// Which texts a question is about, as it stands in an address. Times are RFC 3339; the last 30 days unless said. <c>grade…</c> is the one the author gave with a number;
/// <c>property</c> and <c>trait</c> are said as <c>name=value</c>, several times where several must be met; traits are those the books know now.
/// </summary>
internal sealed record ListeningAsked
{
    private const int DaysByDefault = 30;
    private const int NameLengthMax = 256;
    private const int CustomerLengthMax = 1_000;
    private const int GradeLengthMax = 20;
    private const double GradeMax = 20;

    [FromQuery(Name = "from")] public DateTimeOffset? From { get; init; }
    [FromQuery(Name = "to")] public DateTimeOffset? To { get; init; }
    [FromQuery(Name = "touchpoint"), MaxLength(NameLengthMax)] public string? Touchpoint { get; init; }
    [FromQuery(Name = "channel"), MaxLength(16)] public string? Channel { get; init; }
    [FromQuery(Name = "area"), MaxLength(NameLengthMax)] public string? Area { get; init; }
    [FromQuery(Name = "staff"), MaxLength(NameLengthMax)] public string? Staff { get; init; }
    [FromQuery(Name = "stage"), MaxLength(NameLengthMax)] public string? Stage { get; init; }
    [FromQuery(Name = "journey"), MaxLength(NameLengthMax)] public string? Journey { get; init; }
    [FromQuery(Name = "source"), MaxLength(NameLengthMax)] public string? Source { get; init; }
    [FromQuery(Name = "intent"), AllowedValues("know", "go", "do", "buy", null, "", ErrorMessage = "There is no such intent. Ask for know, go, do or buy.")] public string? Intent { get; init; }
    [FromQuery(Name = "customer"), MaxLength(CustomerLengthMax)] public string? Customer { get; init; }
    // As texts: a number that is none would be refused before anybody could say what to write.
    [FromQuery(Name = "gradeFrom"), MaxLength(GradeLengthMax)] public string? GradeFrom { get; init; }
    [FromQuery(Name = "gradeTo"), MaxLength(GradeLengthMax)] public string? GradeTo { get; init; }
    [FromQuery(Name = "property"), MaxLength(NamedValues.Max)] public string[]? Properties { get; init; }
    [FromQuery(Name = "trait"), MaxLength(NamedValues.Max)] public string[]? Traits { get; init; }
    [FromQuery(Name = "textLanguage"), AllowedValues("es", "en", null, "", ErrorMessage = "Texts are read in no such language. Ask for es or en.")] public string? TextLanguage { get; init; }

    /// <summary>The same as a filter, with whoever is meant by it; or what is wrong.</summary>
    public async Task<(string? Wrong, HeardFilter Filter)> Filter(TimeProvider time, WriterDesk writers, CancellationToken cancel)
    {
        if (Read(time, out var filter) is { } wrong) return (wrong, filter);
        var traits = NamedValues.Read(Traits ?? [], out var unread);
        return unread is null ? (null, await writers.Find(filter, Said(Customer), traits, cancel)) : ($"'{unread}' is no trait. Write name=value, such as tier=gold; {NamedValues.Max} of them at most.", filter);
    }

    private string? Read(TimeProvider time, out HeardFilter filter)
    {
        filter = new(default, default);
        var end = To ?? time.GetUtcNow().AddMinutes(10);
        var start = From ?? end.AddDays(-DaysByDefault);
        if (start >= end) return $"The period ends ({end:O}) before it begins ({start:O}).";
        Channel? only = null;
        if (Said(Channel) is { } named)
        {
            if (!WordNames.TryParse(named, out Channel parsed)) return $"There is no channel '{named}'.";
            only = parsed;
        }
        if (WrongWord() is { } word) return word;
        if (Grade("gradeFrom", GradeFrom, out var gradeFrom) is { } low) return low;
        if (Grade("gradeTo", GradeTo, out var gradeTo) is { } high) return high;
        if (gradeFrom > gradeTo) return string.Create(CultureInfo.InvariantCulture, $"No grade is {gradeFrom} or better and {gradeTo} or worse: gradeFrom must not be above gradeTo.");
        var properties = NamedValues.Read(Properties ?? [], out var unread);
        if (unread is not null) return $"'{unread}' is no property. Write name=value, such as fare=basic; {NamedValues.Max} of them at most.";
        filter = new(Instant.From(start), Instant.From(end), Said(Touchpoint), only)
        {
            Spanish = Said(TextLanguage) is { } language ? language == "es" : null,
            GradeFrom = gradeFrom,
            GradeTo = gradeTo,
            Properties = properties,
            Where = new(Said(Area), Said(Staff), Said(Stage), Said(Journey), Said(Source), Said(Intent)),
        };
        return null;
    }

    // Attributes of what is taken apart by [AsParameters] describe it in the API, and nobody enforces them.
    private string? WrongWord()
    {
        if (Said(Intent) is { } intent && intent is not ("know" or "go" or "do" or "buy")) return $"There is no intent '{intent}'. Ask for know, go, do or buy.";
        if (Said(TextLanguage) is { } language && language is not ("es" or "en")) return $"Texts are not told apart by the language '{language}'. Ask for es or en.";
        foreach (var (name, value, most) in (ReadOnlySpan<(string, string?, int)>)[
            ("touchpoint", Touchpoint, NameLengthMax), ("area", Area, NameLengthMax), ("staff", Staff, NameLengthMax), ("stage", Stage, NameLengthMax),
            ("journey", Journey, NameLengthMax), ("source", Source, NameLengthMax), ("customer", Customer, CustomerLengthMax)])
            if (value?.Length > most) return $"{name} is longer than {most} characters.";
        return null;
    }

    private static string? Grade(string name, string? text, out double? grade)
    {
        grade = null;
        if (Said(text) is not { } said) return null;
        if (!double.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) || read is not (>= 0 and <= GradeMax))
            return $"'{said}' is no grade: write {name} as a number from 0 to 20, such as 12.5.";
        grade = read;
        return null;
    }

    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
