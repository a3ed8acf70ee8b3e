using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Hosting;

namespace Veinte.Server.Api;

/// <summary>
/// <c>GET /live</c>: each posting as a server-sent event <c>posting</c> whose id is the position, and each verdict of a promise as
/// <c>verdict</c> (not when the feed is narrowed to an account). A comment every 15 s
/// keeps the connection open. A watcher that was too slow gets <c>lost</c> with how many it missed since it began to
/// watch; what was missed is in the statements. <c>Last-Event-ID</c> is accepted and changes nothing: the feed is live.
/// </summary>
internal static class LiveApi
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly JsonTypeInfo<LiveVerdict> VerdictJson = (JsonTypeInfo<LiveVerdict>)ApiJson.Wire.GetTypeInfo(typeof(LiveVerdict));
    private static readonly JsonTypeInfo<LivePosting> PostingJson = (JsonTypeInfo<LivePosting>)ApiJson.Wire.GetTypeInfo(typeof(LivePosting));

    public static void MapLive(RouteGroupBuilder read) => read
        .MapGet("/live", Watch).RequireRateLimiting(RateLimits.Live).WithTags("Live").WithName("live")
        .Produces((int)HttpStatusCode.OK, contentType: "text/event-stream")
        .WithSummary("Postings as they happen (server-sent events), all or those of a customer, touchpoint, staff member, area or channel.");

    private static async Task Watch(
        [MaxLength(1000)] string? customer, [MaxLength(500)] string? touchpoint, [MaxLength(500)] string? staff, [MaxLength(500)] string? area,
        [MaxLength(50)] string? channel, HttpContext context, LiveFeed feed, TimeProvider time, IHostApplicationLifetime server)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, server.ApplicationStopping);
        using var watcher = feed.Watch();
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var body = response.BodyWriter;
        var lost = 0L;
        var narrowed = (customer ?? touchpoint ?? staff ?? area ?? channel) is not null;
        try
        {
            Write(body, "retry: 2000\n: watching\n\n");
            await body.FlushAsync(stop.Token);
            while (await Waited(watcher, time, stop.Token) is { } any)
            {
                if (!any) Write(body, ": still here\n\n");
                while (watcher.Events.TryRead(out var happened))
                {
                    if (happened is LivePosting posting && Wanted(posting)) WriteEvent(body, posting.Id, "posting", posting, PostingJson);
                    else if (happened is LiveVerdict verdict && !narrowed) WriteEvent(body, verdict.Id, "verdict", verdict, VerdictJson);
                }
                if (watcher.Lost != lost)
                {
                    lost = watcher.Lost;
                    Write(body, $"event: lost\ndata: {{\"lost\":{lost.ToString(CultureInfo.InvariantCulture)}}}\n\n");
                }
                await body.FlushAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The watcher left, or the server stops: either way the stream simply ends.
        }

        bool Wanted(LivePosting posting) =>
            (customer is null || posting.Customer == customer) && (touchpoint is null || posting.Touchpoint == touchpoint)
            && (staff is null || posting.Staff == staff) && (area is null || posting.Area == area)
            && (channel is null || posting.Channel == channel);
    }

    /// <summary>True when there are postings, false when the heartbeat is due, null when the feed has ended.</summary>
    private static async Task<bool?> Waited(LiveFeed.Watcher watcher, TimeProvider time, CancellationToken stop)
    {
        using var due = new CancellationTokenSource(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stop);
        try
        {
            return await watcher.Events.WaitToReadAsync(either.Token) ? true : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static void WriteEvent<T>(IBufferWriter<byte> body, long id, string kind, T content, JsonTypeInfo<T> type)
    {
        Write(body, $"id: {id.ToString(CultureInfo.InvariantCulture)}\nevent: {kind}\ndata: ");
        using (var json = new Utf8JsonWriter(body)) JsonSerializer.Serialize(json, content, type);
        Write(body, "\n\n");
    }

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
