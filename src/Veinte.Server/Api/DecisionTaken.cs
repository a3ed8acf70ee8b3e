using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;

namespace Veinte.Server.Api;

/// <summary>A person's decision as it went into the books.</summary>
/// <param name="Status"><c>done</c>, or <c>already-done</c> when nothing changed.</param>
/// <param name="Detail">What happened, for people.</param>
/// <param name="Position">Where it stands in the journal; null when nothing was written.</param>
internal sealed record DecisionTaken(string Status, string Detail, long? Position)
{
    /// <summary>The answer to a decision.</summary>
    public static Results<Ok<DecisionTaken>, ProblemHttpResult> Answer(DeskResult result) => result.Status switch
    {
        DeskStatus.Done => TypedResults.Ok(new DecisionTaken("done", result.Detail, PositionOf(result))),
        DeskStatus.AlreadyDone => TypedResults.Ok(new DecisionTaken("already-done", result.Detail, PositionOf(result))),
        DeskStatus.NotFound => Asked.Missing(result.Detail),
        DeskStatus.Refused => Asked.Conflict(result.Detail),
    };

    private static long? PositionOf(DeskResult result) => result.Position.Value == 0 ? null : result.Position.Value;
}
