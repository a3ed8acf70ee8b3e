using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/jobs</c>: work that takes longer than a request.</summary>
internal static class JobsApi
{
    public static void MapJobs(RouteGroupBuilder decide)
    {
        var jobs = decide.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("", async (Jobs all, CancellationToken cancel) => TypedResults.Ok(new Listing<JobView>(await all.List(cancel)))).WithName("jobs")
            .WithSummary("Jobs of all servers of these books, newest first: those that are not done and the last 50 of others. What came of one stands at its own address.");
        jobs.MapGet("/{id:long}", One).ProducesProblem(404).WithName("job").WithSummary("How far a job is, on whatever server, and its result once finished.");
        jobs.MapPost("/{id:long}/cancel", Cancel).ProducesProblem(404).ProducesProblem(409).WithName("cancelJob")
            .WithSummary("Lets a job end before it is done, on whatever server: within a second or two. What it has done stays.");
    }

    /// <summary>The answer to whoever asked for a job: where to look, or that another one is running.</summary>
    public static Results<Accepted<JobView>, ProblemHttpResult> Started(JobView? job) => job is null
        ? TypedResults.Problem("Other work is running. Look at /api/v1/jobs and ask again when it is done.", statusCode: StatusCodes.Status409Conflict, title: "Not possible now", extensions: [new("code", "busy")])
        : TypedResults.Accepted($"/api/v1/jobs/{job.Id}", job);

    /// <summary>A decision as a job's result; a refused one is the job's failure.</summary>
    public static JsonElement ResultOf(DeskResult result) => result.Status switch
    {
        DeskStatus.Done => ToJson(new DecisionTaken("done", result.Detail, result.Position.Value)),
        DeskStatus.AlreadyDone => ToJson(new DecisionTaken("already-done", result.Detail, null)),
        DeskStatus.NotFound or DeskStatus.Refused => throw new JobRefusedException(result.Detail),
    };

    /// <summary>A result as JSON.</summary>
    public static JsonElement ToJson<T>(T value) =>
        JsonSerializer.SerializeToElement(value, (JsonTypeInfo<T>)ApiJson.Wire.GetTypeInfo(typeof(T)));

    private static async Task<Results<Ok<JobView>, ProblemHttpResult>> One(long id, Jobs jobs, CancellationToken cancel) =>
        await jobs.Find(id, cancel) is { } job ? TypedResults.Ok(job) : Unknown(id);

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Cancel(long id, ClaimsPrincipal user, Jobs jobs, CancellationToken cancel) => await jobs.Cancel(id, Rights.AuthorOf(user), cancel) switch
    {
        null => Unknown(id),
        (_, { } problem) => Asked.Conflict(problem),
        var (job, _) => TypedResults.Accepted($"/api/v1/jobs/{id}", job),
    };

    private static ProblemHttpResult Unknown(long id) => Asked.Missing($"There is no job {id}. Of those that have ended the last {Jobs.KeptMax} are kept, for a week.");
}
