using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Veinte.Model;

namespace Veinte.Server.Listening;

/// <summary>Which texts a question is about, as it stands in an address. Times are RFC 3339; the last 30 days unless said.</summary>
internal sealed record ListeningAsked
{
    private const int DaysByDefault = 30;
    private const int NameLengthMax = 256;

    [FromQuery(Name = "from")] public DateTimeOffset? From { get; init; }
    [FromQuery(Name = "to")] public DateTimeOffset? To { get; init; }
    [FromQuery(Name = "touchpoint"), MaxLength(NameLengthMax)] public string? Touchpoint { get; init; }
    [FromQuery(Name = "channel"), MaxLength(16)] public string? Channel { get; init; }
    [FromQuery(Name = "area"), MaxLength(NameLengthMax)] public string? Area { get; init; }
    [FromQuery(Name = "staff"), MaxLength(NameLengthMax)] public string? Staff { get; init; }
    [FromQuery(Name = "stage"), MaxLength(NameLengthMax)] public string? Stage { get; init; }
    [FromQuery(Name = "journey"), MaxLength(NameLengthMax)] public string? Journey { get; init; }
    [FromQuery(Name = "source"), MaxLength(NameLengthMax)] public string? Source { get; init; }
    [FromQuery(Name = "intent"), AllowedValues("know", "go", "do", "buy", null, "")] public string? Intent { get; init; }
    [FromQuery(Name = "textLanguage"), AllowedValues("es", "en", null, "")] public string? TextLanguage { get; init; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Filter(TimeProvider time, out HeardFilter filter)
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
        filter = new(Instant.From(start), Instant.From(end), Said(Touchpoint), only)
        {
            Spanish = Said(TextLanguage) is { } language ? language == "es" : null,
            Where = new(Said(Area), Said(Staff), Said(Stage), Said(Journey), Said(Source), Said(Intent)),
        };
        return null;
    }

    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
