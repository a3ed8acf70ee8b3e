using System.Buffers;
using System.Globalization;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Collect;

/// <summary>
/// The Segment API: every route real clients use ends in the same handler. A request is answered 200 once all its events
/// are durable, the bad ones in quarantine; anything that may go well later is answered 429 or 503 with
/// <c>Retry-After</c> in seconds. Errors keep the shape of these routes, not problem+json.
/// </summary>
internal static class CollectEndpoints
{
    private const int RetrySecondsMax = 300;
    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    private static readonly (string Path, SegmentRoute Route)[] Routes =
    [
        ("/v1/batch", SegmentRoute.Batch), ("/v1/import", SegmentRoute.Batch), ("/v1/b", SegmentRoute.Batch), ("/beacon/v1/batch", SegmentRoute.Batch),
        ("/v1/track", SegmentRoute.Track), ("/v1/t", SegmentRoute.Track),
        ("/v1/identify", SegmentRoute.Identify), ("/v1/i", SegmentRoute.Identify),
        ("/v1/page", SegmentRoute.Page), ("/v1/p", SegmentRoute.Page),
        ("/v1/screen", SegmentRoute.Screen), ("/v1/s", SegmentRoute.Screen),
        ("/v1/group", SegmentRoute.Group), ("/v1/g", SegmentRoute.Group),
        ("/v1/alias", SegmentRoute.Alias), ("/v1/a", SegmentRoute.Alias),
    ];

    /// <summary>What the slice needs.</summary>
    public static IServiceCollection AddCollect(this IServiceCollection services) =>
        services.AddSingleton<CollectSources>().AddSingleton<CollectCounts>();

    /// <summary>Maps the routes, their preflights and the addresses from which browser clients fetch their settings.</summary>
    public static void MapCollect(this IEndpointRouteBuilder app)
    {
        foreach (var (path, route) in Routes)
            app.MapPost(path, (RequestDelegate)(context => Collect(context, route))).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        // Metrics of the clients about themselves: answered, so that they stay quiet, and not kept.
        app.MapPost("/v1/m", (RequestDelegate)(context => AnswerSuccess(context))).AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        app.MapMethods("/v1/{**rest}", ["OPTIONS"], (RequestDelegate)Preflight).AllowAnonymous().ExcludeFromDescription();
        app.MapMethods("/beacon/{**rest}", ["OPTIONS"], (RequestDelegate)Preflight).AllowAnonymous().ExcludeFromDescription();
        ClientSettings.Map(app);
    }

    private static async Task Collect(HttpContext context, SegmentRoute route)
    {
        AllowOrigin(context);
        var services = context.RequestServices;
        var counts = services.GetRequiredService<CollectCounts>();
        var body = await CollectBody.Read(context.Request, context.RequestAborted);
        if (body.Message is { } unreadable)
        {
            await Refuse(context, body.Status, unreadable);
            return;
        }
        try
        {
            var source = services.GetRequiredService<CollectSources>().Find(context.Request, body.Buffer.AsSpan(0, body.Length));
            switch (source.Right)
            {
                case CollectRight.Granted:
                    await Take(context, route, source.Source!, body, counts);
                    break;
                case CollectRight.Disabled:
                    counts.Discarded();
                    await AnswerSuccess(context);
                    break;
                case CollectRight.Unknown:
                    await Refuse(context, StatusCodes.Status401Unauthorized, "This write key was never issued here. Copy it again from the page Connect.");
                    break;
                case CollectRight.Missing:
                    await Refuse(context, StatusCodes.Status401Unauthorized, "There is no write key. Send it as the user name of Basic authentication, or as writeKey in the body.");
                    break;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body.Buffer);
        }
    }

    private static async Task Take(HttpContext context, SegmentRoute route, DoorSource source, CollectBody.Body body, CollectCounts counts)
    {
        var services = context.RequestServices;
        var journal = services.GetRequiredService<IJournal>();
        if (journal is SegmentedJournal { IsBusy: true })
        {
            await TryLater(context, StatusCodes.Status429TooManyRequests, 1, "Too much arrives at once.");
            return;
        }
        var receivedAt = Instant.From(services.GetRequiredService<TimeProvider>().GetUtcNow());
        using var builder = new EntryBatchBuilder(body.Length * 2 + 1_024);
        var result = SegmentDoor.Read(body.Buffer.AsSpan(0, body.Length), route, source, receivedAt, DoorLimits.Default, builder);
        if (result.IsMalformed)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, result.Malformed!);
            return;
        }
        try
        {
            if (builder.Count > 0) await journal.Append(builder.Build(), context.RequestAborted);
        }
        catch (JournalUnavailableException unavailable)
        {
            var seconds = (int)Math.Ceiling((unavailable.RetryAfter ?? TimeSpan.FromSeconds(30)).TotalSeconds);
            await TryLater(context, StatusCodes.Status503ServiceUnavailable, seconds, unavailable.Message);
            return;
        }
        counts.Took(result.Accepted, result.Quarantined);
        await AnswerSuccess(context);
    }

    private static Task AnswerSuccess(HttpContext context)
    {
        AllowOrigin(context);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Success.Length;
        return context.Response.Body.WriteAsync(Success).AsTask();
    }

    private static Task TryLater(HttpContext context, int status, int seconds, string message)
    {
        context.Response.Headers.RetryAfter = Math.Clamp(seconds, 1, RetrySecondsMax).ToString(CultureInfo.InvariantCulture);
        return Refuse(context, status, message);
    }

    private static Task Refuse(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Refusal(false, message), CollectJson.Default.Refusal);
    }

    private static Task Preflight(HttpContext context)
    {
        AllowOrigin(context);
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        // Clients send headers of their own (x-retry-count, anonymousid, rsa-…): whatever is asked for is allowed.
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders.ToString() is { Length: > 0 } asked ? asked : "authorization, content-type";
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    internal static void AllowOrigin(HttpContext context)
    {
        if (context.Request.Headers.Origin.ToString() is not { Length: > 0 } origin) return;
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlExposeHeaders = "ETag, Retry-After";
        headers.Vary = "Origin";
    }
}
