using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Veinte.History;
using Veinte.Model;

namespace Veinte.Server.Analysis;

/// <summary>Which interactions a question is about, as it stands in an address. Times are RFC 3339.</summary>
internal sealed record HistoryAsked
{
    private const int NameLengthMax = 200;

    [FromQuery(Name = "touchpoint"), MaxLength(NameLengthMax)] public string? Touchpoint { get; init; }
    [FromQuery(Name = "staff"), MaxLength(NameLengthMax)] public string? Staff { get; init; }
    [FromQuery(Name = "area"), MaxLength(NameLengthMax)] public string? Area { get; init; }
    [FromQuery(Name = "customer"), MaxLength(1000)] public string? Customer { get; init; }
    [FromQuery(Name = "channel"), MaxLength(NameLengthMax)] public string? Channel { get; init; }
    [FromQuery(Name = "intent"), MaxLength(NameLengthMax)] public string? Intent { get; init; }
    [FromQuery(Name = "stage"), MaxLength(NameLengthMax)] public string? Stage { get; init; }
    [FromQuery(Name = "journey"), MaxLength(NameLengthMax)] public string? Journey { get; init; }
    [FromQuery(Name = "source"), MaxLength(NameLengthMax)] public string? Source { get; init; }
    [FromQuery(Name = "gradeMin"), Range(0, 20)] public double? GradeMin { get; init; }
    [FromQuery(Name = "gradeMax"), Range(0, 20)] public double? GradeMax { get; init; }
    [FromQuery(Name = "from")] public DateTimeOffset? From { get; init; }
    [FromQuery(Name = "to")] public DateTimeOffset? To { get; init; }
    [FromQuery(Name = "reversed")] public bool? Reversed { get; init; }

    /// <summary>The same in the history's words.</summary>
    public HistoryFilter Filter => new(
        Touchpoint, Staff, Area, Customer, Channel, Intent, Stage, Journey, Source, GradeMin, GradeMax,
        From is { } from ? Instant.From(from) : null, To is { } to ? Instant.From(to) : null, Reversed ?? false);

    /// <summary>Where a page went on, as it was given out by <see cref="CursorOf"/>.</summary>
    public static bool TryCursor(string? text, out HistoryCursor? cursor)
    {
        cursor = null;
        if (text is null) return true;
        var parts = text.Split('-');
        if (parts is not [var time, var position]
            || !long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var micros)
            || !long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return false;
        }
        cursor = new(new(micros), new(at));
        return true;
    }

    /// <summary>Where the page after an interaction begins.</summary>
    public static string CursorOf(HistoryInteraction last) =>
        string.Create(CultureInfo.InvariantCulture, $"{Instant.From(last.OccurredAt).UnixMicros}-{last.Id}");
}
