using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/interactions/{id}</c>: one interaction with everything known of it, and its reversal.</summary>
internal static class InteractionsApi
{
    public static void MapInteractions(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/interactions/{id:long}", Interaction).ProducesProblem(404).WithTags("Interactions").WithName("interaction")
            .WithSummary("One interaction: signals, reasons, times, properties and context as they came.");
        decide.MapPost("/reversals", Reverse).ProducesProblem(404).ProducesProblem(409).WithTags("Interactions").WithName("reverse")
            .WithSummary("Reverses a posting. Nothing is ever edited: the reversal is a line of its own.");
    }

    private static async Task<Results<Ok<InteractionDetail>, ProblemHttpResult>> Interaction(
        long id, string? language, HttpContext context, Books books, CancellationToken cancel) =>
        await books.Interaction(id, Asked.Language(context, language), cancel) is { } interaction
            ? TypedResults.Ok(interaction)
            : Asked.Missing($"There is no interaction {id}. Ids are those of statement lines.");

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Reverse(
        ReversalRequest request, ClaimsPrincipal user, Desk desk, CancellationToken cancel) =>
        DecisionTaken.Answer(await desk.Reverse(request.Posting, Rights.AuthorOf(user), request.Reason, cancel));
}

/// <summary>Asks for a posting to be reversed.</summary>
/// <param name="Posting">Id of the statement line.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record ReversalRequest([property: Range(1, long.MaxValue)] long Posting, [property: StringLength(1000, MinimumLength = 1)] string Reason);
