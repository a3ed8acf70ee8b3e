using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/disputes</c>: a staff member says that a posting is wrong, and somebody decides.</summary>
internal static class DisputesApi
{
    public static void MapDisputes(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/disputes", async (Books books, CancellationToken cancel) => TypedResults.Ok(new Listing<DisputeView>(await books.Disputes(cancel))))
            .WithTags("Disputes").WithName("disputes").WithSummary("Disputes, open ones first, newest first.");
        decide.MapPost("/disputes", Open).ProducesProblem(404).ProducesProblem(409).WithTags("Disputes").WithName("openDispute")
            .WithSummary("Opens a dispute of a posting.");
        decide.MapPost("/disputes/{posting:long}/resolve", Resolve).ProducesProblem(404).ProducesProblem(409).WithTags("Disputes")
            .WithName("resolveDispute").WithSummary("Ends a dispute; upholding it reverses the posting.");
    }

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Open(
        DisputeRequest request, ClaimsPrincipal user, Desk desk, CancellationToken cancel) =>
        DecisionTaken.Answer(await desk.OpenDispute(request.Posting, Rights.AuthorOf(user), request.Reason, cancel));

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Resolve(
        long posting, DisputeResolution request, ClaimsPrincipal user, Desk desk, CancellationToken cancel) =>
        DecisionTaken.Answer(await desk.ResolveDispute(posting, Rights.AuthorOf(user), request.Upheld, request.Reason, cancel));
}

/// <summary>Opens a dispute.</summary>
/// <param name="Posting">Id of the statement line.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record DisputeRequest([property: Range(1, long.MaxValue)] long Posting, [property: StringLength(1000, MinimumLength = 1)] string Reason);

/// <summary>Ends a dispute.</summary>
/// <param name="Upheld">True when the staff member is right.</param>
/// <param name="Reason">Why.</param>
internal sealed record DisputeResolution(bool Upheld, [property: StringLength(1000, MinimumLength = 1)] string Reason);
