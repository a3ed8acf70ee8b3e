namespace Veinte.Doors.Importing.Columns;

/// <summary>What one column is.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Role">What it is.</param>
/// <param name="Touchpoint">Where what it says happened; null for the plan's touchpoint. Only for evidence and text.</param>
/// <param name="Min">The worst rating; null for 1.</param>
/// <param name="Max">The best rating, null for 5; of a wait what was promised, in the wait's own unit.</param>
/// <param name="NotApplicable">Values that say nothing, such as 0.</param>
/// <param name="Format">How times are written, as in a mapping; null for RFC 3339.</param>
/// <param name="Words">Words of the file and what they mean, such as <c>sí</c> and <c>success</c>.</param>
public sealed record ColumnUse(
    string Column, ColumnRole Role, string? Touchpoint = null, double? Min = null, double? Max = null, IReadOnlyList<string>? NotApplicable = null,
    string? Format = null, IReadOnlyDictionary<string, string>? Words = null);

/// <summary>What the columns of a file are: a mapping for whoever does not write one.</summary>
/// <param name="Columns">The columns, in the order of the file.</param>
/// <param name="Touchpoint">Where it happened when no column says.</param>
/// <param name="Channel">By which way when no column says; null for none in particular.</param>
/// <param name="Zone">The time zone of times that name none.</param>
/// <param name="At">When it happened when no column says.</param>
/// <param name="Encoding">The encoding of the file; null for UTF-8.</param>
public sealed record ColumnPlan(
    IReadOnlyList<ColumnUse> Columns, string Touchpoint, string? Channel = null, string? Zone = null, DateTimeOffset? At = null, string? Encoding = null);
