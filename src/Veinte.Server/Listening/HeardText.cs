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
    long Position, Instant OccurredAt, string Touchpoint, Channel Channel, bool Spanish, float Tone, float Grade, uint Themes, float Hostility);

/// <summary>What is asked of the texts; null means all.</summary>
/// <param name="From">From here on.</param>
/// <param name="To">Up to, not with.</param>
/// <param name="Touchpoint">Only of this touchpoint.</param>
/// <param name="Channel">Only by this way.</param>
internal sealed record HeardFilter(Instant From, Instant To, string? Touchpoint = null, Channel? Channel = null)
{
    /// <summary>The same question about the period of the same length that lies before.</summary>
    public HeardFilter Before => this with { From = new(From.UnixMicros - (To.UnixMicros - From.UnixMicros)), To = From };

    /// <summary>Whether a text is meant.</summary>
    public bool Fits(in HeardText text) =>
        text.OccurredAt >= From && text.OccurredAt < To && (Touchpoint is null || text.Touchpoint == Touchpoint) && (Channel is null || text.Channel == Channel);
}
