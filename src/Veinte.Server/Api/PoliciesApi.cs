using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Grading;
using Veinte.Model;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/policies</c>: the versioned rules from signals to grades.</summary>
internal static class PoliciesApi
{
    public static void MapPolicies(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/policies", async (Books books, CancellationToken cancel) => TypedResults.Ok(new Listing<PolicyView>(await books.Policies(cancel))))
            .WithTags("Policies").WithName("policies").WithSummary("Published scoring policies, newest first.");
        decide.MapPost("/policies/try", Try).WithTags("Policies").WithName("tryPolicy")
            .WithSummary("Checks a draft and grades one example under it. Changes nothing.");
        decide.MapPost("/policies", Publish).ProducesProblem(409).WithTags("Policies").WithName("publishPolicy")
            .WithSummary("Publishes a scoring policy; it grades what comes from now on.");
    }

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Publish(
        PolicyRequest request, ClaimsPrincipal user, HttpContext context, Desk desk, CancellationToken cancel)
    {
        var reading = ScoringPolicyJson.Read(request.Policy, Asked.Language(context, null));
        if (reading.Policy is not { } policy) return Asked.Bad(string.Join(' ', reading.Errors));
        // What is stored names every member: a later release with other defaults reads the same policy.
        using var written = JsonDocument.Parse(ScoringPolicyJson.Write(policy));
        return DecisionTaken.Answer(await desk.PublishPolicy(written.RootElement.Clone(), Rights.AuthorOf(user), cancel, request.Note));
    }

    private static Ok<PolicyTried> Try(PolicyTrial trial, Doors.DoorLimits limits, HttpContext context)
    {
        var language = Asked.Language(context, trial.Language);
        var reading = ScoringPolicyJson.Read(trial.Policy, language);
        if (reading.Policy is not { } policy)
            return TypedResults.Ok(new PolicyTried([.. reading.Errors.Select(error => new PolicyProblem(error.Path, error.Problem, error.Remedy))], null, null, null, null, []));
        var grader = new Grader(policy);
        var signals = (trial.Signals ?? new()).Read(limits.Tone);
        var terms = grader.TermsOf(trial.Touchpoint ?? "");
        return TypedResults.Ok(grader.TryGrade(signals, out var grade)
            ? new PolicyTried([], grade.Value, terms.Weight.Milli / 1000.0, terms.Par.Value, terms.Amount(grade).Milli, Books.Reasons(grader, signals, language, trial.Signals?.Text))
            : new PolicyTried([], null, terms.Weight.Milli / 1000.0, terms.Par.Value, null, []));
    }
}

/// <summary>A scoring policy to be published.</summary>
/// <param name="Policy">The policy document.</param>
/// <param name="Note">Why, for people; optional.</param>
internal sealed record PolicyRequest(JsonElement Policy, [property: StringLength(2_000)] string? Note = null);

/// <summary>A draft and an example to grade under it.</summary>
internal sealed record PolicyTrial(
    JsonElement Policy, [property: StringLength(500)] string? Touchpoint = null, ExampleSignals? Signals = null, [property: StringLength(10)] string? Language = null);

/// <summary>What a draft says of an example.</summary>
/// <param name="Errors">What is wrong with the draft; empty when it can be published.</param>
/// <param name="Grade">The example's grade, or null when it stays ungraded.</param>
/// <param name="Weight">Weight at its touchpoint.</param>
/// <param name="Par">Par at its touchpoint.</param>
/// <param name="Amount">Milli-points it would post, or null.</param>
/// <param name="Reasons">Reasons that add up to the grade.</param>
internal sealed record PolicyTried(
    IReadOnlyList<PolicyProblem> Errors, double? Grade, double? Weight, double? Par, long? Amount, IReadOnlyList<ReasonView> Reasons);

/// <summary>One thing that is wrong with a draft.</summary>
internal sealed record PolicyProblem(string Path, string Problem, string Remedy);

/// <summary>Signals of an example, as properties of an event. Values off their scale are moved to its end.</summary>
internal sealed record ExampleSignals(
    double? Rating = null, double? RatingMin = null, double? RatingMax = null, double? Nps = null, double? Csat = null, double? Ces = null,
    double? WaitSeconds = null, double? PromisedWaitSeconds = null, string? Outcome = null, double? Effort = null, string? Reaction = null, [property: StringLength(5_000)] string? Text = null)
{
    private const double SecondsMax = 31_536_000;

    /// <summary>The signals that are whole.</summary>
    /// <param name="tone">Who reads the text.</param>
    public Signals Read(Doors.DoorTone tone)
    {
        var signals = new Signals { RatingMin = RatingMin ?? 1, RatingMax = RatingMax ?? 5 };
        if (Rating is { } rating && signals.RatingMin < signals.RatingMax)
            (signals.Rating, signals.Present) = (Math.Clamp(rating, signals.RatingMin, signals.RatingMax), SignalSet.Rating);
        if (Nps is { } nps) (signals.Nps, signals.Present) = (Math.Clamp(nps, 0, 10), signals.Present | SignalSet.Nps);
        if (Csat is { } csat) (signals.Csat, signals.Present) = (Math.Clamp(csat, 1, 5), signals.Present | SignalSet.Csat);
        if (Ces is { } ces) (signals.Ces, signals.Present) = (Math.Clamp(ces, 1, 7), signals.Present | SignalSet.Ces);
        if (Effort is { } effort) (signals.Effort, signals.Present) = (Math.Clamp(effort, 1, 7), signals.Present | SignalSet.Effort);
        if (WaitSeconds is { } waited && PromisedWaitSeconds is > 0 and var promised)
        {
            (signals.WaitSeconds, signals.PromisedWaitSeconds) = (Math.Clamp(waited, 0, SecondsMax), Math.Min(promised, SecondsMax));
            signals.Present |= SignalSet.Wait;
        }
        if (WordNames.TryParse(Outcome ?? "", out Outcome outcome)) (signals.Outcome, signals.Present) = (outcome, signals.Present | SignalSet.Outcome);
        if (WordNames.TryParse(Reaction ?? "", out Reaction reaction)) (signals.Reaction, signals.Present) = (reaction, signals.Present | SignalSet.Reaction);
        if (Text is { } text) tone.Read(text, ref signals);
        return signals;
    }
}
