namespace Veinte.Server.Pages.Surveys;

/// <summary>What the results page shows of one question.</summary>
public sealed record QuestionRows(
    string Id, string Text, int Answered, int Of, IReadOnlyList<QuestionRow> Rows, ScoreFigure? Score, IReadOnlyList<VerbatimRow> Texts, bool IsText);

/// <summary>One answer and how often it was given.</summary>
/// <param name="Label">The answer.</param>
/// <param name="Count">How often.</param>
/// <param name="Tone"><c>low</c>, <c>high</c> or empty.</param>
public sealed record QuestionRow(string Label, int Count, string Tone);

/// <summary>A figure with everything that belongs to it, in words.</summary>
public sealed record ScoreFigure(string Name, string Value, string Interval, string? Mean, string? Bounds);

/// <summary>What somebody wrote.</summary>
public sealed record VerbatimRow(string Text, long Position, DateTimeOffset At, string Language, string Touchpoint, string? Customer);
