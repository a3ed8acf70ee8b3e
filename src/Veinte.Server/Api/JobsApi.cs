using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;

namespace Veinte.Server.Api;

/// <summary><c>/jobs</c>: work that takes longer than a request.</summary>
internal static class JobsApi
{
    public static void MapJobs(RouteGroupBuilder decide)
    {
        var jobs = decide.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("", (Jobs all) => TypedResults.Ok(new Listing<JobView>(all.List()))).WithName("jobs").WithSummary("Jobs since the server started, newest first.");
        jobs.MapGet("/{id:long}", One).ProducesProblem(404).WithName("job").WithSummary("How far a job is, and its result once finished.");
    }

    /// <summary>The answer to whoever asked for a job: where to look, or that another one is running.</summary>
    public static Results<Accepted<JobView>, ProblemHttpResult> Started(JobView? job) => job is null
        ? Asked.Conflict("Other work is running. Look at /api/v1/jobs and ask again when it is done.")
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

    private static Results<Ok<JobView>, ProblemHttpResult> One(long id, Jobs jobs) =>
        jobs.Find(id) is { } job ? TypedResults.Ok(job) : Asked.Missing($"There is no job {id}. The last 50 since the server started are kept.");
}
