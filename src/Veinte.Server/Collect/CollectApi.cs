using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Server.Hosting;

namespace Veinte.Server.Collect;

/// <summary>
/// What whoever connects a client wants to see: <c>/collected</c>, the last events as they came in and what each step refused;
/// <c>/collected/live</c>, the same as they come; <c>/quarantine/{id}/replay</c>.
/// </summary>
internal static class CollectApi
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly JsonTypeInfo<CollectedEvent> EventJson = (JsonTypeInfo<CollectedEvent>)ApiJson.Wire.GetTypeInfo(typeof(CollectedEvent));

    public static void MapCollected(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        var collected = read.MapGroup("/collected").WithTags("Collect");
        collected.MapGet("", Recent).WithName("collected").WithSummary("The last events that came in, newest first, and what each step refused since the server started.");
        collected.MapGet("/live", Watch).RequireRateLimiting(RateLimits.Live).WithName("collectedLive")
            .Produces((int)HttpStatusCode.OK, contentType: "text/event-stream").WithSummary("Events as they come in (server-sent events).");
        decide.MapPost("/quarantine/{id:long}/replay", Replay).ProducesProblem(404).ProducesProblem(409).WithTags("Quarantine").WithName("replay")
            .WithSummary("Sends an event in quarantine through its door again, as it was or corrected.");
    }

    private static Ok<CollectedEvents> Recent(CollectDebugger debugger, CollectPipeline pipeline) => TypedResults.Ok(new CollectedEvents(
        debugger.Recent(), pipeline.Accepted, [.. CollectPipeline.Steps.Select(step => step.Name)],
        [.. pipeline.Refused().Select(refused => new RefusedCount(refused.Step, refused.Reason, refused.Count))]));

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Replay(
        long id, ReplayRequest? request, ClaimsPrincipal user, QuarantineReplay replay, CancellationToken cancel) =>
        DecisionTaken.Answer(await replay.Replay(id, request?.Raw, Rights.AuthorOf(user), cancel));

    private static async Task Watch(HttpContext context, CollectDebugger debugger, TimeProvider time, IHostApplicationLifetime server)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, server.ApplicationStopping);
        using var watcher = debugger.Watch();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var body = context.Response.BodyWriter;
        try
        {
            Write(body, "retry: 2000\n: watching\n\n");
            await body.FlushAsync(stop.Token);
            while (true)
            {
                if (!await Waited(watcher, time, stop.Token)) Write(body, ": still here\n\n");
                while (watcher.Events.TryRead(out var collected)) Write(body, collected);
                await body.FlushAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The watcher left, or the server stops: either way the stream simply ends.
        }
    }

    /// <summary>True when there are events, false when the heartbeat is due.</summary>
    private static async Task<bool> Waited(CollectDebugger.Watcher watcher, TimeProvider time, CancellationToken stop)
    {
        using var due = new CancellationTokenSource(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stop);
        try
        {
            return await watcher.Events.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static void Write(IBufferWriter<byte> body, CollectedEvent collected)
    {
        Write(body, $"id: {collected.Id.ToString(CultureInfo.InvariantCulture)}\nevent: collected\ndata: ");
        using (var json = new Utf8JsonWriter(body)) JsonSerializer.Serialize(json, collected, EventJson);
        Write(body, "\n\n");
    }

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}

/// <summary>What came in.</summary>
/// <param name="Items">The last events, newest first, 500 at most; a sample when much arrives.</param>
/// <param name="Accepted">Events accepted since the server started.</param>
/// <param name="Steps">What happens to an event before the journal, in order.</param>
/// <param name="Refused">What each step refused since the server started.</param>
internal sealed record CollectedEvents(
    IReadOnlyList<CollectedEvent> Items, long Accepted, IReadOnlyList<string> Steps, IReadOnlyList<RefusedCount> Refused);

/// <summary>How many events a step refused for a reason.</summary>
internal sealed record RefusedCount(string Step, string Reason, long Count);

/// <summary>A replay.</summary>
/// <param name="Raw">The event as a person has corrected it; absent for as it came.</param>
internal sealed record ReplayRequest([property: StringLength(4 * 1024 * 1024)] string? Raw = null);
