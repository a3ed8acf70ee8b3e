using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Engine;
using Veinte.Engine.Moments;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Moments;

/// <summary><c>/moments</c>: which touchpoints move an outcome of loyalty, and the outcomes that can be asked for.</summary>
internal static class MomentsApi
{
    /// <summary>Where it answers.</summary>
    public static void MapMoments(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/moments", One).ProducesProblem(404).WithTags("Moments").WithName("moments")
            .WithSummary("Importance, performance and asymmetry of each touchpoint for an outcome, with intervals; what is not proven has no rank.");
        read.MapGet("/moments/compare", Compare).ProducesProblem(404).WithTags("Moments").WithName("compareMoments")
            .WithSummary("Two answers on one outcome and how they differ: give the second journey, segment or period as otherJourney, otherSegment, otherFrom, otherTo.");
        read.MapGet("/moments/outcomes", async (MomentsReader reader, CancellationToken cancel) =>
                TypedResults.Ok(new Listing<OutcomeView>(await reader.Outcomes(cancel))))
            .WithTags("Moments").WithName("outcomes").WithSummary("Outcomes of loyalty that moments can be asked for.");
        read.MapGet("/moments/weights", Weights).ProducesProblem(404).ProducesProblem(409).WithTags("Moments").WithName("proposeWeights")
            .WithSummary("A draft of the scoring policy with weights by proven importance. Publishes nothing.");
        decide.MapPost("/moments/recompute", Recompute).ProducesProblem(409).WithTags("Moments").WithName("recomputeMoments")
            .WithSummary("Computes an outcome's figures again from the journal, as a job, and says whether they agree with the stream's.");
        decide.MapPost("/moments/outcomes", Define).ProducesProblem(409).WithTags("Moments").WithName("defineOutcome")
            .WithSummary("Defines an outcome, or a new version of one. What came before is counted too: a grade's at once, the others' when the journal has been read.");
        decide.MapDelete("/moments/outcomes/{id}", End).ProducesProblem(404).ProducesProblem(409).WithTags("Moments").WithName("endOutcome")
            .WithSummary("Ends an outcome; its figures are given up.");
    }

    private static async Task<Results<Ok<MomentsView>, ProblemHttpResult>> One([AsParameters] MomentsQuestion question, MomentsReader reader, CancellationToken cancel)
    {
        if (question.Wrong is { } wrong) return wrong;
        return await reader.Of(question.Asked, cancel) is { } view ? TypedResults.Ok(view) : await Unknown(question, reader, cancel);
    }

    private static async Task<Results<Ok<MomentsComparison>, ProblemHttpResult>> Compare(
        [AsParameters] MomentsQuestion question, [FromQuery(Name = "otherJourney"), MaxLength(200)] string? otherJourney,
        [FromQuery(Name = "otherSegment"), MaxLength(200)] string? otherSegment, [FromQuery(Name = "otherFrom")] DateTimeOffset? otherFrom,
        [FromQuery(Name = "otherTo")] DateTimeOffset? otherTo, MomentsReader reader, CancellationToken cancel)
    {
        var other = question with { Journey = otherJourney, Segment = otherSegment, From = otherFrom, To = otherTo };
        if ((question.Wrong ?? other.Wrong) is { } wrong) return wrong;
        return await reader.Compare(question.Asked, other.Asked, cancel) is { } both ? TypedResults.Ok(both) : await Unknown(question, reader, cancel);
    }

    private static async Task<Results<Ok<WeightsProposed>, ProblemHttpResult>> Weights(
        [AsParameters] MomentsQuestion question, MomentsReader reader, VeinteNode node, CancellationToken cancel)
    {
        if (question.Wrong is { } wrong) return wrong;
        if (await reader.Of(question.Asked, cancel) is not { } view) return await Unknown(question, reader, cancel);
        return view.Items.Any(item => item.Significant)
            ? TypedResults.Ok(WeightsProposal.Of(view, (await node.Books.Policies(cancel))[0]))
            : Asked.Conflict("No touchpoint has a proven effect yet, so there are no weights to propose.");
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Recompute(RecomputeOrder order, ClaimsPrincipal user, MomentsHistoryJobs history) =>
        JobsApi.Started(await history.Start(order.Outcome, Rights.AuthorOf(user)));

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Define(
        OutcomeOrder order, ClaimsPrincipal user, HttpContext context, MomentsDesk desk, CancellationToken cancel)
    {
        var reading = OutcomeReading.Check(order.Outcome, Asked.Language(context, null));
        if (reading.Outcome is not { } outcome) return Asked.Bad(string.Join(' ', reading.Errors.Select(error => $"{error.Path}: {error.Problem}")));
        return DecisionTaken.Answer(await desk.Define(order.Id, order.Expected, outcome with { Ended = false }, Rights.AuthorOf(user), cancel));
    }

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> End(string id, ClaimsPrincipal user, MomentsDesk desk, CancellationToken cancel) =>
        DecisionTaken.Answer(await desk.End(Asked.Name(id), Rights.AuthorOf(user), cancel));

    private static async Task<ProblemHttpResult> Unknown(MomentsQuestion question, MomentsReader reader, CancellationToken cancel) => Asked.Missing(
        $"There is no outcome '{question.Asked.Outcome}'. There are: {string.Join(", ", (await reader.Outcomes(cancel)).Select(outcome => outcome.Id))}.");
}

/// <summary>Which moments are asked for, as it stands in an address. Times are RFC 3339; whole months (UTC) count.</summary>
internal sealed record MomentsQuestion
{
    private const int NameMax = 200;

    [FromQuery(Name = "outcome"), MaxLength(NameMax)] public string? Outcome { get; init; }
    [FromQuery(Name = "journey"), MaxLength(NameMax)] public string? Journey { get; init; }
    [FromQuery(Name = "segment"), MaxLength(NameMax)] public string? Segment { get; init; }
    [FromQuery(Name = "from")] public DateTimeOffset? From { get; init; }
    [FromQuery(Name = "to")] public DateTimeOffset? To { get; init; }

    /// <summary>The same in the reader's words.</summary>
    public MomentsAsked Asked => new(Outcome ?? OutcomeDefinition.RecommendationId, Journey, Segment, From, To);

    /// <summary>What cannot be answered, or null.</summary>
    public ProblemHttpResult? Wrong =>
        Journey is not null && Segment is not null ? Api.Asked.Bad("Ask for a journey or for a segment, not for both: they are not kept crossed.")
        : From >= To ? Api.Asked.Bad("'from' must be before 'to'.")
        : null;
}

/// <summary>An outcome to be defined.</summary>
/// <param name="Id">Its id: lower-case letters, digits and hyphens.</param>
/// <param name="Outcome">The definition.</param>
/// <param name="Expected">The version it was made from; absent for whatever is there.</param>
internal sealed record OutcomeOrder([property: StringLength(64, MinimumLength = 1)] string Id, OutcomeDefinition Outcome, int? Expected = null);

/// <summary>What is to be computed again.</summary>
/// <param name="Outcome">Id of the outcome.</param>
internal sealed record RecomputeOrder([property: StringLength(64, MinimumLength = 1)] string Outcome);
