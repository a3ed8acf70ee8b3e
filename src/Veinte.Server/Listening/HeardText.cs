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

    /// <summary>Key of the identifier it came with: whose it is now, the books know.</summary>
    public UInt128 Writer { get; init; }

    /// <summary>Marks of the properties its interaction came with, see <see cref="PropertyMarks"/>.</summary>
    public ulong[] Properties { get; init; } = [];
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
