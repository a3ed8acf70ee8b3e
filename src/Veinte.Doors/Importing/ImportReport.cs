namespace Veinte.Doors.Importing;

/// <summary>What an import did, or would do.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Interactions">Interactions made of them: <paramref name="Graded"/> and <paramref name="Ungraded"/> together.</param>
/// <param name="Graded">Those with evidence that the scoring policy grades.</param>
/// <param name="Ungraded">Those that are counted and post nothing.</param>
/// <param name="Dropped">Interactions a row did not yield: all their values "not applicable", a condition not met, or a repeat.</param>
/// <param name="BadRows">Rows refused whole; none of their interactions is posted.</param>
/// <param name="FirstAt">Time of the earliest interaction.</param>
/// <param name="LastAt">Time of the latest one.</param>
/// <param name="Touchpoints">The same by touchpoint, in the order of the mapping, then of the file.</param>
/// <param name="Drops">Why interactions were dropped, by reason.</param>
/// <param name="Bad">The first bad rows.</param>
/// <param name="Sample">The first interactions, as they would be posted.</param>
public sealed record ImportReport(
    long Rows, long Interactions, long Graded, long Ungraded, long Dropped, long BadRows, DateTimeOffset? FirstAt, DateTimeOffset? LastAt,
    IReadOnlyList<TouchpointCounts> Touchpoints, IReadOnlyList<ImportDrops> Drops, IReadOnlyList<BadRow> Bad, IReadOnlyList<SampleInteraction> Sample);

/// <summary>What becomes of the interactions at one touchpoint.</summary>
/// <param name="Touchpoint">Its name.</param>
/// <param name="Graded">With evidence.</param>
/// <param name="Ungraded">Without.</param>
/// <param name="Dropped">Not made.</param>
/// <param name="Bad">Rows that are bad because of this one.</param>
public sealed record TouchpointCounts(string Touchpoint, long Graded, long Ungraded, long Dropped, long Bad);

/// <summary>Interactions dropped for one reason.</summary>
/// <param name="Reason"><c>not-applicable</c>, <c>condition</c>, <c>no-joined-row</c> or <c>duplicate</c>.</param>
/// <param name="Count">How many.</param>
public sealed record ImportDrops(string Reason, long Count);

/// <summary>A row that was refused.</summary>
/// <param name="Line">The line of the file it begins on.</param>
/// <param name="Column">The column, or empty when it is the row as a whole.</param>
/// <param name="Value">The value as it stands there, cut when long.</param>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Detail">What is wrong, as a sentence.</param>
public sealed record BadRow(long Line, string Column, string Value, string Reason, string Detail);

/// <summary>An interaction as it would be posted.</summary>
public sealed record SampleInteraction(
    long Line, string Customer, string Touchpoint, string Channel, DateTimeOffset OccurredAt, string? Staff, string? Area,
    IReadOnlyDictionary<string, string> Signals, bool Graded, string? Properties);
