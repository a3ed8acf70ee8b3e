using System.Threading.RateLimiting;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Engine;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Collect;

/// <summary>
/// Takes a request of any door from its bytes to the journal: body, key, limits, door, durable append, answer. Success
/// means that every event is durable, the bad ones in quarantine; whatever may go well later is answered 429 or 503 with
/// <c>Retry-After</c>. Thread-safe.
/// </summary>
internal sealed partial class Collector(
    VeinteNode node, IJournal journal, CollectSources sources, BodyBudget budget, CollectPipeline pipeline, CollectDebugger debugger, DoorLimits limits, TimeProvider time,
    ILogger<Collector> log)
{
    private const int BuilderKeptBytesMax = 1024 * 1024;
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnavailableWait = TimeSpan.FromSeconds(30);
    [ThreadStatic] private static EntryBatchBuilder? _builder;
    private long _warnedAt = long.MinValue;

    /// <summary>What this host's doors let through.</summary>
    public DoorLimits Limits { get; } = limits;

    /// <summary>The handler of a route of the Segment API.</summary>
    public RequestDelegate For(SegmentRoute route)
    {
        var door = new CollectDoor(
            (body, source, receivedAt, batch) => SegmentDoor.Read(body, route, source, receivedAt, Limits, batch),
            static (context, _, _) => CollectAnswers.Success(context), CollectAnswers.Refuse);
        return context => Collect(context, door);
    }

    /// <summary>Handles a request of any door.</summary>
    public async Task Collect(HttpContext context, CollectDoor door)
    {
        if (node.Queue.IsBusy)
        {
            await Busy(context, door, "Too much arrives at once.");
            return;
        }
        CollectBody body;
        try
        {
            body = await CollectBody.Read(context.Request, budget, context.RequestAborted);
        }
        catch (BadHttpRequestException broken)
        {
            pipeline.Answered("refused");
            await door.Refuse(context, broken.StatusCode, $"The request could not be read: {broken.Message}");
            return;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody is there any more to be answered
        }
        using (body) await Collect(context, body, door);
    }

    private async Task Collect(HttpContext context, CollectBody body, CollectDoor door)
    {
        if (body.Status == StatusCodes.Status429TooManyRequests)
        {
            await Busy(context, door, body.Message);
            return;
        }
        if (body.Status != 0)
        {
            pipeline.Answered("refused");
            await door.Refuse(context, body.Status, body.Message);
            return;
        }
        var found = sources.Find(context.Request, body.Span);
        if (found.Right == CollectRight.Granted) await Take(context, body, found, door);
        else await Deny(context, found.Right, door);
    }

    private async Task Take(HttpContext context, CollectBody body, CollectSource found, CollectDoor door)
    {
        using var lease = found.Limiter!.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            pipeline.Answered("limited");
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : BusyWait;
            await CollectAnswers.TryLater(context, door, StatusCodes.Status429TooManyRequests, wait, "This write key sends too many requests.");
            return;
        }
        var (result, batch) = Read(body, found.Source!, door);
        if (result.IsMalformed)
        {
            pipeline.Answered("refused");
            await door.Refuse(context, StatusCodes.Status400BadRequest, result.Malformed!);
            return;
        }
        try
        {
            // Not cancelled with the request: what was read is kept, whether or not the sender waits for the answer.
            if (batch is not null) await journal.Append(batch);
        }
        catch (JournalUnavailableException unavailable)
        {
            pipeline.Answered("unavailable");
            await CollectAnswers.TryLater(
                context, door, StatusCodes.Status503ServiceUnavailable, unavailable.RetryAfter ?? UnavailableWait, unavailable.Message);
            return;
        }
        if (batch is not null)
        {
            pipeline.Count(result, batch);
            debugger.Show(found.Source!.Name, batch);
        }
        pipeline.Answered("accepted");
        await door.Answer(context, result, batch);
        batch?.Shared?.Release();
    }

    private (DoorResult Result, EntryBatch? Batch) Read(CollectBody body, DoorSource source, CollectDoor door)
    {
        var builder = _builder ??= new();
        builder.Clear();
        var result = door.Read(body.Span, source, Instant.From(time.GetUtcNow()), builder);
        var batch = result.IsMalformed || builder.Count == 0 ? null : builder.BuildShared();
        if (batch?.Payload.Length > BuilderKeptBytesMax)
        {
            builder.Dispose();
            _builder = null;
        }
        return (result, batch);
    }

    private Task Busy(HttpContext context, CollectDoor door, string message)
    {
        pipeline.Answered("busy");
        return CollectAnswers.TryLater(context, door, StatusCodes.Status429TooManyRequests, BusyWait, message);
    }

    private Task Deny(HttpContext context, CollectRight right, CollectDoor door)
    {
        switch (right)
        {
            case CollectRight.Disabled:
                pipeline.Answered("discarded");
                WarnOfRevokedKey(context);
                return door.Answer(context, default, null);
            case CollectRight.ReadOnly:
                pipeline.Answered("refused");
                return door.Refuse(context, StatusCodes.Status403Forbidden, "This key may only read. Send with a write key.");
            case CollectRight.Unknown:
                pipeline.Answered("refused");
                return door.Refuse(context, StatusCodes.Status401Unauthorized, "This write key was never issued here. Copy it again from the page Connect.");
            default:
                pipeline.Answered("refused");
                return door.Refuse(context, StatusCodes.Status401Unauthorized,
                    "There is no write key. Send it as the user name of Basic authentication, or as writeKey in the body.");
        }
    }

    private void WarnOfRevokedKey(HttpContext context)
    {
        var now = time.GetUtcNow().Ticks;
        var last = Interlocked.Read(ref _warnedAt);
        if (last != long.MinValue && now - last < TimeSpan.TicksPerMinute) return;
        if (Interlocked.CompareExchange(ref _warnedAt, now, last) == last)
            LogRevoked(context.Connection.RemoteIpAddress?.ToString() ?? "somewhere", context.Request.Headers.UserAgent.ToString());
    }

    [LoggerMessage(4001, LogLevel.Warning, "{Address} ({Client}) sends with a revoked write key. Its events are answered as if all were well and discarded; give it a new key. Said once a minute")]
    private partial void LogRevoked(string address, string client);
}
