using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.History;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Analysis;

/// <summary><c>/journeys</c>: funnels, what follows what, paths and retention, over all interactions that fit.</summary>
internal static class JourneysApi
{
    private const int StepsMax = 16;
    private const double HoursPerDay = 24;

    /// <summary>Where it answers.</summary>
    public static void MapJourneys(RouteGroupBuilder read)
    {
        var journeys = read.MapGroup("/journeys").WithTags("Journeys").AddEndpointFilter(HistoryRefusals.Tell);
        journeys.MapGet("/funnel", Funnel).WithName("funnel")
            .WithSummary("How many customers pass from step to step. A step is a touchpoint, or several separated by |; give 'step' once for each.");
        journeys.MapGet("/follows", Follows).WithName("follows").WithSummary("Which touchpoint comes directly after which, and how long that takes.");
        journeys.MapGet("/paths", Paths).WithName("paths").WithSummary("The most frequent paths of the first touchpoints.");
        journeys.MapGet("/retention", Retention).WithName("retention").WithSummary("How many customers come back in the weeks after their first.");
    }

    private static async Task<Results<Ok<FunnelAnswer>, ProblemHttpResult>> Funnel(
        string[] step, [Range(0.01, 87_600)] double? windowHours, [AsParameters] HistoryAsked asked, HistoryService service, TimeProvider time, CancellationToken cancel)
    {
        if (step.Length is < 2 or > StepsMax) return Asked.Bad($"A funnel has 2 to {StepsMax} steps, not {step.Length}. Give each as ?step=NAME&step=NAME.");
        IReadOnlyList<string>[] steps = [.. step.Select(one => one.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return TypedResults.Ok(await service.History.Sequences.Funnel(
            steps, TimeSpan.FromHours(windowHours ?? 7 * HoursPerDay), asked.Filter, Instant.From(time.GetUtcNow()), cancel));
    }

    private static async Task<Ok<FollowsAnswer>> Follows(
        [Range(1, HistorySequences.EdgesMax)] int? limit, [AsParameters] HistoryAsked asked, HistoryService service, CancellationToken cancel) =>
        TypedResults.Ok(await service.History.Sequences.Follows(asked.Filter, limit ?? 200, cancel));

    private static async Task<Ok<PathsAnswer>> Paths(
        [Range(1, 32)] int? steps, [Range(1, HistorySequences.PathsMax)] int? limit, [AsParameters] HistoryAsked asked,
        HistoryService service, CancellationToken cancel) =>
        TypedResults.Ok(await service.History.Sequences.Paths(asked.Filter, steps ?? 5, limit ?? 50, cancel));

    private static async Task<Ok<RetentionAnswer>> Retention(
        [AsParameters] HistoryAsked asked, HistoryService service, WorkspaceSettings workspace, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(await service.History.Sequences.Retention(asked.Filter, await OffsetNow(workspace, time, cancel), cancel));

    private static async Task<TimeSpan> OffsetNow(WorkspaceSettings workspace, TimeProvider time, CancellationToken cancel) =>
        await workspace.Get(WorkspaceSettings.TimeZone, cancel) is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone.GetUtcOffset(time.GetUtcNow())
            : TimeSpan.Zero;
}
