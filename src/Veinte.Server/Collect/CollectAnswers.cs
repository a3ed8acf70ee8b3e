using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Veinte.Journal;
using Veinte.Journal.Entries;

namespace Veinte.Server.Collect;

/// <summary>
/// What collectors answer: <c>{"success":true}</c>, or a refusal of the same shape, never problem+json. A page of any origin
/// may send: a write key can do nothing else, and the browser clients cannot work otherwise.
/// </summary>
internal static class CollectAnswers
{
    private const int RetrySecondsMax = 300;
    private static readonly byte[] SuccessBody = "{\"success\":true}"u8.ToArray();

    /// <summary>All is well.</summary>
    public static Task Success(HttpContext context)
    {
        AllowOrigin(context);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = SuccessBody.Length;
        return context.Response.Body.WriteAsync(SuccessBody).AsTask();
    }

    /// <summary>Not now: with <c>Retry-After</c> in whole seconds, which is the only form clients read.</summary>
    public static Task TryLater(HttpContext context, CollectDoor door, int status, TimeSpan wait, string message)
    {
        var seconds = Math.Clamp((int)Math.Ceiling(wait.TotalSeconds), 1, RetrySecondsMax);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return door.Refuse(context, status, $"{message} Try again in {seconds} s.");
    }

    /// <summary>Not so.</summary>
    public static Task Refuse(HttpContext context, int status, string message)
    {
        AllowOrigin(context);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Refusal(false, message), CollectJson.Default.Refusal);
    }

    /// <summary>What is wrong with the first event of a batch that went into quarantine; empty when none did.</summary>
    public static string DetailOf(EntryBatch batch)
    {
        foreach (var entry in new JournalRecord(new(1), batch.Count, batch.Payload))
            if (entry.Header.Kind == EntryKind.Quarantined)
                return Encoding.UTF8.GetString(new QuarantinedView(entry.Header, entry.Body).Detail);
        return "";
    }

    /// <summary>Answers a browser that asks whether it may send.</summary>
    public static Task Preflight(HttpContext context)
    {
        AllowOrigin(context);
        var (asked, headers) = (context.Request.Headers, context.Response.Headers);
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        // Clients send headers of their own (x-retry-count, anonymousid, rsa-…): whatever is asked for is allowed.
        headers.AccessControlAllowHeaders = asked.AccessControlRequestHeaders.ToString() is { Length: > 0 } wanted ? wanted : "authorization, content-type";
        headers.AccessControlMaxAge = "600";
        if (asked["Access-Control-Request-Private-Network"] == "true") headers["Access-Control-Allow-Private-Network"] = "true";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Lets a page of another origin read the answer.</summary>
    public static void AllowOrigin(HttpContext context)
    {
        if (context.Request.Headers.Origin.ToString() is not { Length: > 0 } origin) return;
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlExposeHeaders = "ETag, Retry-After";
        headers.Vary = "Origin";
    }
}

/// <summary>What became of the CloudEvents of a request.</summary>
/// <param name="Accepted">Events that are durable and will be booked.</param>
/// <param name="Quarantined">Events that are durable and wait in quarantine.</param>
internal sealed record Taken(int Accepted, int Quarantined);

/// <summary>What these routes answer when they refuse.</summary>
internal sealed record Refusal(bool Success, string Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(Taken))]
internal sealed partial class CollectJson : JsonSerializerContext;
