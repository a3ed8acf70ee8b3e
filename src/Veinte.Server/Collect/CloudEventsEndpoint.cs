using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Veinte.Doors;
using Veinte.Doors.CloudEvents;
using Veinte.Journal.Entries;
using Veinte.Server.Access;

namespace Veinte.Server.Collect;

/// <summary>
/// <c>POST /cloudevents</c>: CloudEvents 1.0 in structured, batch and binary mode, and the handshake by which senders ask
/// whether they may (Web Hooks for Event Delivery, 4). 202 means that all is durable. A request whose only event cannot be
/// booked is answered 400 with the reason, and the event is kept in quarantine all the same: many senders look at no answer.
/// In a batch each bad event waits there and the others go on.
/// </summary>
internal static class CloudEventsEndpoint
{
    private const string Address = "/cloudevents";

    public static void Map(IEndpointRouteBuilder app, Collector collector)
    {
        var options = app.ServiceProvider.GetRequiredService<IOptions<CollectOptions>>();
        var (structured, batch) = (DoorOf(CloudEventMode.Structured, collector.Limits), DoorOf(CloudEventMode.Batch, collector.Limits));
        CollectEndpoints.Open(app.MapPost(Address, (RequestDelegate)(context => Post(context, collector, structured, batch))));
        CollectEndpoints.Open(app.MapMethods(Address, [HttpMethods.Options], (RequestDelegate)(context => Handshake(context, options.Value))));
    }

    private static Task Post(HttpContext context, Collector collector, CollectDoor structured, CollectDoor batch)
    {
        var request = context.Request;
        var mode = CloudEventModes.Of(request.ContentType, request.Headers.ContainsKey("ce-specversion"));
        return mode switch
        {
            CloudEventMode.Structured => collector.Collect(context, structured),
            CloudEventMode.Batch => collector.Collect(context, batch),
            CloudEventMode.Binary => collector.Collect(context, BinaryDoorOf(request, structured, collector.Limits)),
            CloudEventMode.Unsupported => Refuse(context, StatusCodes.Status415UnsupportedMediaType,
                $"{request.ContentType} is not understood. Send application/cloudevents+json, application/cloudevents-batch+json, or binary mode."),
            CloudEventMode.None => Refuse(context, StatusCodes.Status400BadRequest,
                "This is no CloudEvent. Send the content type application/cloudevents+json or application/cloudevents-batch+json, or the attributes as headers such as ce-specversion: 1.0."),
        };
    }

    private static CollectDoor DoorOf(CloudEventMode mode, DoorLimits limits) => new(
        (body, source, receivedAt, batch) => CloudEventDoor.Read(body, mode, source, receivedAt, limits, batch),
        mode == CloudEventMode.Batch ? Answer : AnswerOne, Refuse);

    private static CollectDoor BinaryDoorOf(HttpRequest request, CollectDoor door, DoorLimits limits) => door with
    {
        Read = (body, source, receivedAt, batch) =>
        {
            // A header that stands there twice is a member that does: the steps refuse it.
            var headers = request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""));
            var structured = BinaryCloudEvent.ToStructured(headers, request.ContentType, body);
            return CloudEventDoor.Read(structured, CloudEventMode.Structured, source, receivedAt, limits, batch);
        },
    };

    private static Task AnswerOne(HttpContext context, DoorResult result, EntryBatch? batch) =>
        batch is not null && result.Quarantined > 0
            ? Refuse(context, StatusCodes.Status400BadRequest, $"{CollectAnswers.DetailOf(batch)} The event waits in quarantine, where it can be corrected.")
            : Answer(context, result, batch);

    private static Task Answer(HttpContext context, DoorResult result, EntryBatch? batch)
    {
        CollectAnswers.AllowOrigin(context);
        context.Response.StatusCode = batch is null ? StatusCodes.Status204NoContent : StatusCodes.Status202Accepted;
        return batch is null ? Task.CompletedTask : context.Response.WriteAsJsonAsync(new(result.Accepted, result.Quarantined), CollectJson.Default.Taken);
    }

    private static Task Refuse(HttpContext context, int status, string message)
    {
        CollectAnswers.AllowOrigin(context);
        return AccessProblems.Write(context, status, ReasonPhrases.GetReasonPhrase(status), message);
    }

    /// <summary>
    /// Whoever asks may send: what is sent needs a key all the same. The rate is in requests a minute. A browser asks by the
    /// same method, with other headers.
    /// </summary>
    private static Task Handshake(HttpContext context, CollectOptions options)
    {
        if (context.Request.Headers["WebHook-Request-Origin"].ToString() is not { Length: > 0 } origin || !Ascii.IsValid(origin)) return CollectAnswers.Preflight(context);
        var headers = context.Response.Headers;
        headers["WebHook-Allowed-Origin"] = origin;
        headers["WebHook-Allowed-Rate"] = (options.RequestsPerSecondPerKey * 60L).ToString(CultureInfo.InvariantCulture);
        headers.Allow = "POST, OPTIONS";
        return Task.CompletedTask;
    }
}
