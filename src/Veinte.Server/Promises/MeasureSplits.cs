using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Measures;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Promises;

/// <summary><c>/measures/split</c>: NPS, CSAT and CES by a property or a trait, read from history as a job.</summary>
internal static class MeasureSplits
{
    /// <summary>What its jobs are called.</summary>
    public const string Kind = "split-measures";

    public static void MapMeasureSplits(RouteGroupBuilder decide) => decide.MapPost("/measures/split", Split).ProducesProblem(409).WithTags("Measures").WithName("splitMeasures")
        .WithSummary("Reads from history, as a job, every measure by a property of the interaction or a trait of the customer, with intervals and changes.");

    /// <summary>Starts the job; null when other work is running.</summary>
    public static Task<JobView?> Start(MeasureSplitBy split, Instant last, int days, VeinteNode node, Jobs jobs, string author) => jobs.Start(new(Kind, author), async (progress, stop) =>
    {
        try
        {
            return JobsApi.ToJson(await MeasuresPast.Run(node.Journal, node.Books, split, last, days, progress, stop));
        }
        catch (PastTooLargeException tooLarge)
        {
            throw PastTooLarge.Refusal(tooLarge);
        }
    });

    /// <summary>Reads what answers are to be told apart by; null when it is neither a property nor a trait with a name.</summary>
    public static MeasureSplitBy? By(string? by, string? name) =>
        by is not ("property" or "trait") || string.IsNullOrWhiteSpace(name) || name.Trim().Length > MeasuresPast.NameMax ? null : new(by == "trait", name.Trim());

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Split(MeasureSplitRequest request, ClaimsPrincipal user, VeinteNode node, Jobs jobs, TimeProvider time)
    {
        if (By(request.By, request.Name) is not { } split) return Asked.Bad($"Say by 'property' or 'trait', not '{request.By}', and its name, of {MeasuresPast.NameMax} characters at most. What the stream counts itself is at /measures/{{measure}}?by=….");
        if (request.Days is < 1 or > MeasureSplitRequest.DaysMax) return Asked.Bad($"A period has 1 to {MeasureSplitRequest.DaysMax} days, not {request.Days}.");
        if (!MeasuresApi.TryDay(request.To, out var to)) return Asked.Bad($"'{request.To}' is no day. Write the last day of the period as 2026-10-01.");
        return JobsApi.Started(await Start(split, MeasuresApi.LastDay(to, time), request.Days, node, jobs, Rights.AuthorOf(user)));
    }
}

/// <summary>Asks for the measures by a property or trait.</summary>
/// <param name="By"><c>property</c> of the interaction, or <c>trait</c> of the customer.</param>
/// <param name="Name">Its name, as it is sent.</param>
/// <param name="Days">Length of the period. Default: 30.</param>
/// <param name="To">Its last day, such as 2026-10-01. Default: today.</param>
internal sealed record MeasureSplitRequest(
    [property: StringLength(20)] string By, [property: StringLength(MeasuresPast.NameMax, MinimumLength = 1)] string Name, int Days = 30,
    [property: StringLength(20)] string? To = null)
{
    /// <summary>The longest period: history reaches back as far as it likes.</summary>
    public const int DaysMax = 3_660;
}
