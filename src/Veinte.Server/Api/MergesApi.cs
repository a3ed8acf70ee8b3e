using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/merges</c>: two identifiers are one customer, or are not after all. The balance moves by a transfer.</summary>
internal static class MergesApi
{
    public static void MapMerges(RouteGroupBuilder decide)
    {
        decide.MapPost("/merges", Merge).ProducesProblem(404).ProducesProblem(409).WithTags("Customers").WithName("merge")
            .WithSummary("Folds one customer into another.");
        decide.MapPost("/merges/undo", Unmerge).ProducesProblem(404).ProducesProblem(409).WithTags("Customers").WithName("unmerge")
            .WithSummary("Undoes a merge.");
    }

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Merge(
        MergeRequest request, ClaimsPrincipal user, Desk desk, CancellationToken cancel) =>
        DecisionTaken.Answer(await desk.Merge(request.From, request.Into, Rights.AuthorOf(user), cancel));

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Unmerge(
        UnmergeRequest request, ClaimsPrincipal user, Desk desk, CancellationToken cancel) =>
        DecisionTaken.Answer(await desk.Unmerge(request.From, request.Into, Rights.AuthorOf(user), request.Reason, cancel));
}

/// <summary>Folds one customer into another.</summary>
/// <param name="From">Identifier of the one that gives.</param>
/// <param name="Into">Identifier of the one that receives.</param>
internal sealed record MergeRequest(
    [property: StringLength(1000, MinimumLength = 1)] string From, [property: StringLength(1000, MinimumLength = 1)] string Into);

/// <summary>Undoes a merge.</summary>
/// <param name="From">Identifier that had given.</param>
/// <param name="Into">Identifier that had received.</param>
/// <param name="Reason">Why.</param>
internal sealed record UnmergeRequest(
    [property: StringLength(1000, MinimumLength = 1)] string From, [property: StringLength(1000, MinimumLength = 1)] string Into,
    [property: StringLength(1000, MinimumLength = 1)] string Reason);
