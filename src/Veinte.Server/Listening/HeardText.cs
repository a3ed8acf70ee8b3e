using Veinte.Model;

namespace Veinte.Server.Listening;

/// <summary>What is kept in memory of a text that came in: enough to count by, not the text itself.</summary>
/// <param name="Position">Where its interaction stands in the journal.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Touchpoint">Where.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Spanish">Whether it was read as Spanish, else English.</param>
/// <param name="Tone">Its tone as the door journaled it, −1…1; NaN when no word spoke.</param>
/// <param name="Grade">What its author said with a number, as a grade 0–20; NaN when nothing.</param>
/// <param name="Themes">Its themes, a bit for each place in <see cref="Language.Topics.Themes.All"/>.</param>
/// <param name="Hostility">0–1.</param>
internal readonly record struct HeardText(
    long Position, Instant OccurredAt, string Touchpoint, Channel Channel, bool Spanish, float Tone, float Grade, uint Themes, float Hostility)
{
    /// <summary>What else it can be looked for by.</summary>
    public HeardWhere Where { get; init; } = HeardWhere.Unknown;
}

/// <summary>Whose part of which journey a text is about, and by which source it came. Texts alike share one. Immutable.</summary>
/// <param name="Area">Its area, or null.</param>
/// <param name="Staff">Who served, or null.</param>
/// <param name="Stage">Its stage, or null.</param>
/// <param name="Journey">Its journey, or null.</param>
/// <param name="Source">Its source, or null.</param>
/// <param name="Intent">What its author came for, or null.</param>
internal sealed record HeardWhere(string? Area, string? Staff, string? Stage, string? Journey, string? Source, string? Intent)
{
    /// <summary>Nothing is known.</summary>
    public static HeardWhere Unknown { get; } = new(null, null, null, null, null, null);
}

/// <summary>What is asked of the texts; null means all.</summary>
/// <param name="From">From here on.</param>
/// <param name="To">Up to, not with.</param>
/// <param name="Touchpoint">Only of this touchpoint.</param>
/// <param name="Channel">Only by this way.</param>
internal sealed record HeardFilter(Instant From, Instant To, string? Touchpoint = null, Channel? Channel = null)
{
    /// <summary>Only of this language: true for Spanish, false for English.</summary>
    public bool? Spanish { get; init; }

    /// <summary>Only where each of these that is not null is so.</summary>
    public HeardWhere Where { get; init; } = HeardWhere.Unknown;

    /// <summary>The same question about the period of the same length that lies before.</summary>
    public HeardFilter Before => this with { From = new(From.UnixMicros - (To.UnixMicros - From.UnixMicros)), To = From };

    /// <summary>Whether a text is meant.</summary>
    public bool Fits(in HeardText text) =>
        text.OccurredAt >= From && text.OccurredAt < To && (Touchpoint is null || text.Touchpoint == Touchpoint) && (Channel is null || text.Channel == Channel)
        && (Spanish is null || text.Spanish == Spanish) && Fits(text.Where);

    private bool Fits(HeardWhere where) =>
        (Where.Area is null || where.Area == Where.Area) && (Where.Staff is null || where.Staff == Where.Staff) && (Where.Stage is null || where.Stage == Where.Stage)
        && (Where.Journey is null || where.Journey == Where.Journey) && (Where.Source is null || where.Source == Where.Source)
        && (Where.Intent is null || where.Intent == Where.Intent);
}
