using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/quarantine</c>: bad events, kept with their reason and bytes until somebody replays or discards them.</summary>
internal static class QuarantineApi
{
    public static void MapQuarantine(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        var list = read.MapGroup("/quarantine").WithTags("Quarantine");
        list.MapGet("", List).WithName("quarantine").WithSummary("Events in quarantine, newest first.");
        list.MapGet("/{id:long}", One).ProducesProblem(404).WithName("quarantined").WithSummary("One event in quarantine with its bytes.");
        decide.MapPost("/quarantine/{id:long}/discard", Discard).ProducesProblem(404).ProducesProblem(409).WithTags("Quarantine").WithName("discard")
            .WithSummary("Marks an event in quarantine as not worth keeping.");
    }

    private static async Task<Results<Ok<Page<QuarantinedEvent>>, ProblemHttpResult>> List(
        [MaxLength(200)] string? source, [MaxLength(100)] string? reason, [MaxLength(500)] string? cursor,
        [Range(1, Asked.LimitMax)] int? limit, Books books, CancellationToken cancel)
    {
        try
        {
            return TypedResults.Ok(await books.Quarantine(source, reason, cursor, limit ?? 50, cancel));
        }
        catch (ArgumentException bad)
        {
            return Asked.Bad(bad.Message);
        }
    }

    private static async Task<Results<Ok<QuarantinedEvent>, ProblemHttpResult>> One(long id, Books books, CancellationToken cancel) =>
        await books.Quarantined(id, cancel) is { } quarantined
            ? TypedResults.Ok(quarantined)
            : Asked.Missing($"There is no event {id} in quarantine.");

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Discard(
        long id, ClaimsPrincipal user, Desk desk, CancellationToken cancel) =>
        DecisionTaken.Answer(await desk.SettleQuarantined(id, replayed: false, Rights.AuthorOf(user), cancel));
}
