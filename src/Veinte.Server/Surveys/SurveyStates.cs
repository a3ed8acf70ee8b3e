namespace Veinte.Server.Surveys;

/// <summary>The states of a survey, as they are stored and written in the API.</summary>
internal static class SurveyStates
{
    /// <summary>Being written; nobody can answer.</summary>
    public const string Draft = "draft";
    /// <summary>Can be answered.</summary>
    public const string Live = "live";
    /// <summary>Takes no more answers.</summary>
    public const string Closed = "closed";
}
