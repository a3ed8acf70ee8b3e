using System.Globalization;
using Veinte.Language.Topics;
using Veinte.Model;
using Veinte.Server.Listening;

namespace Veinte.Server.Pages.Listening;

/// <summary>What a reader of <i>Listening</i> looks at: the page and its file are made from the same words.</summary>
/// <param name="Days">One of <see cref="Periods"/>.</param>
/// <param name="Theme">A theme's code, or null.</param>
/// <param name="Tone"><c>blame</c>, <c>praise</c> or null.</param>
/// <param name="Touchpoint">A touchpoint, or null.</param>
/// <param name="Channel">A channel, or null.</param>
internal sealed record ListeningQuery(int Days, string? Theme, string? Tone, string? Touchpoint, Channel? Channel)
{
    /// <summary>Periods to choose from, in days.</summary>
    public static readonly int[] Periods = [7, 30, 90, 365];

    private const int NameLengthMax = 256;

    // Clocks of clients may be a little ahead.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    /// <summary><c>es</c>, <c>en</c> or null.</summary>
    public string? Language { get; init; }

    /// <summary>Area, staff member, stage, journey, source and intent, each or null.</summary>
    public HeardWhere Where { get; init; } = HeardWhere.Unknown;

    /// <summary>Whether one of the less common filters is set.</summary>
    public bool IsNarrow => Language is not null || Where != HeardWhere.Unknown;

    /// <summary>By what stands in an address; what means nothing is left out.</summary>
    public static ListeningQuery Of(IQueryCollection asked)
    {
        string? Said(string name) => asked[name].ToString().Trim() is { Length: > 0 and <= NameLengthMax } text ? text : null;
        var days = int.TryParse(Said("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) && Periods.Contains(told) ? told : 30;
        return new(
            days, Said("theme") is { } theme && Themes.All.Contains(theme) ? theme : null, Said("tone") is "blame" or "praise" ? Said("tone") : null, Said("touchpoint"),
            WordNames.TryParse(Said("channel"), out Channel known) ? known : null)
        {
            Language = Said("textLanguage") is "es" or "en" ? Said("textLanguage") : null,
            Where = new(Said("area"), Said("staff"), Said("stage"), Said("journey"), Said("source"), Said("intent")),
        };
    }

    /// <summary>The period and place.</summary>
    public HeardFilter Filter(DateTimeOffset now) => new(Instant.From(now.Add(Ahead).AddDays(-Days)), Instant.From(now.Add(Ahead)), Touchpoint, Channel)
    {
        Spanish = Language is null ? null : Language == "es",
        Where = Where,
    };

    /// <summary>Whether a text of the period is meant.</summary>
    public bool Fits(in HeardText text)
    {
        if (Theme is not null && (text.Themes >> Themes.All.ToList().IndexOf(Theme) & 1) == 0) return false;
        return Tone switch { "blame" => text.Tone <= -Veinte.Language.Tone.ToneReader.NeutralBelow, "praise" => text.Tone >= Veinte.Language.Tone.ToneReader.NeutralBelow, _ => true };
    }

    /// <summary>What is asked of places and people, by the names it has in addresses.</summary>
    public IEnumerable<(string Name, string? Value)> Places =>
        [("touchpoint", Touchpoint), ("channel", Channel?.Name()), ("textLanguage", Language), ("area", Where.Area), ("staff", Where.Staff), ("stage", Where.Stage), ("journey", Where.Journey), ("source", Where.Source), ("intent", Where.Intent)];

    /// <summary>As the query of an address.</summary>
    public override string ToString()
    {
        var parts = new List<string> { "days=" + Days.ToString(CultureInfo.InvariantCulture) };
        foreach (var (name, value) in Places.Prepend(("tone", Tone)).Prepend(("theme", Theme)))
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        return string.Join('&', parts);
    }
}
