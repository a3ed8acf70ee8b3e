using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine.Views;
using Veinte.History;
using Veinte.Server.Api;

namespace Veinte.Server.Analysis;

/// <summary><c>/history</c>: questions over all time. Nothing here can write.</summary>
internal static class HistoryApi
{
    /// <summary>Where it answers.</summary>
    public static void MapHistory(RouteGroupBuilder read)
    {
        var history = read.MapGroup("/history").WithTags("History").AddEndpointFilter(HistoryRefusals.Tell);
        history.MapGet("", Status).WithName("history").WithSummary("Up to which position the history has come.");
        history.MapGet("/interactions", Interactions).WithName("historyInteractions").WithSummary("The interactions behind a figure, newest first.");
        history.MapGet("/grades", Grades).WithName("historyGrades").WithSummary("How grades are spread at each touchpoint.");
        history.MapPost("/query", Query).WithName("historyQuery").WithSummary("Answers one SELECT statement (DuckDB's dialect) over the view interactions.");
    }

    private static Ok<HistoryState> Status(HistoryService service)
    {
        var status = service.Status;
        return TypedResults.Ok(new HistoryState(status.State, status.Position.Value, status.Problem));
    }

    private static async Task<Results<Ok<Page<HistoryInteraction>>, ProblemHttpResult>> Interactions(
        [AsParameters] HistoryAsked asked, [MaxLength(100)] string? cursor, [Range(1, Asked.LimitMax)] int? limit,
        HistoryService service, CancellationToken cancel)
    {
        if (!HistoryAsked.TryCursor(cursor, out var before)) return Asked.Bad($"The cursor '{cursor}' is not one this list gave out. Start again without a cursor.");
        var count = limit ?? 50;
        var items = await service.History.Queries.Interactions(asked.Filter, before, count, cancel);
        return TypedResults.Ok(new Page<HistoryInteraction>(items, items.Count == count ? HistoryAsked.CursorOf(items[^1]) : null));
    }

    private static async Task<Ok<Listing<TouchpointGrades>>> Grades([AsParameters] HistoryAsked asked, HistoryService service, CancellationToken cancel) =>
        TypedResults.Ok(new Listing<TouchpointGrades>(await service.History.Queries.Grades(asked.Filter, cancel)));

    private static async Task<Ok<HistoryRows>> Query(HistoryQuestion question, HistoryService service, CancellationToken cancel)
    {
        var answer = await service.History.Queries.Query(question.Sql, question.Limit, cancel);
        return TypedResults.Ok(new HistoryRows(answer.Columns, answer.Rows, answer.LeftOff, answer.Position.Value));
    }
}

/// <summary>How the history is.</summary>
/// <param name="State"><c>current</c>, <c>catching-up</c>, <c>waiting</c> after a problem, or <c>closed</c>.</param>
/// <param name="Position">Everything up to here is in it.</param>
/// <param name="Problem">What went wrong last, or null.</param>
internal sealed record HistoryState(string State, long Position, string? Problem);

/// <summary>A free question.</summary>
/// <param name="Sql">One SELECT statement.</param>
/// <param name="Limit">Rows at most; 10,000 unless told otherwise, which is also the most.</param>
internal sealed record HistoryQuestion(
    [property: StringLength(HistoryQueries.SqlLengthMax, MinimumLength = 1)] string Sql, [property: Range(1, 10_000)] int? Limit = null);

/// <summary>The answer to a free question.</summary>
/// <param name="Columns">Its columns, each with a name and a type.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="LeftOff">Whether there are more.</param>
/// <param name="Position">The books up to here are in it.</param>
internal sealed record HistoryRows(IReadOnlyList<HistoryColumn> Columns, IReadOnlyList<object?[]> Rows, bool LeftOff, long Position);
