using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Alerts;

/// <summary><c>/alerts</c>: where verdicts of promises are posted to, signed (docs/guides/alerts.md).</summary>
internal static class AlertsApi
{
    public static void MapAlerts(RouteGroupBuilder decide)
    {
        var alerts = decide.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("", List).WithName("alerts").WithSummary("Addresses that alerts go to, how each stands, and its latest alerts, newest first.");
        alerts.MapPost("", Add).WithName("addAlerts").WithSummary("Adds an address. The secret its alerts are signed with is in this answer, and on the page of alerts for who may decide.");
        alerts.MapPut("/{id}", Change).ProducesProblem(404).WithName("changeAlerts").WithSummary("Changes an address, turns it off or on; one that was given up begins again.");
        alerts.MapPost("/{id}/secret", RenewSecret).ProducesProblem(404).WithName("renewAlertSecret").WithSummary("Makes a new secret. For a day alerts carry the signatures of both.");
        alerts.MapPost("/{id}/test", Test).ProducesProblem(404).WithName("testAlerts").WithSummary("Posts a test at once and answers what became of it.");
        alerts.MapDelete("/{id}", Delete).ProducesProblem(404).WithName("deleteAlerts").WithSummary("Deletes an address and whatever waits for it.");
    }

    private static async Task<Ok<Listing<AlertAddressView>>> List(AlertDesk desk, CancellationToken cancel) =>
        TypedResults.Ok(new Listing<AlertAddressView>([.. (await desk.All(cancel)).Select(one => AlertAddressView.Of(one.Address, one.Waiting, one.Latest))]));

    private static async Task<Results<Created<NewAlertAddress>, ProblemHttpResult>> Add(AlertAddressRequest request, ClaimsPrincipal user, AlertDesk desk, CancellationToken cancel)
    {
        var (made, problem) = await desk.Add(request.Name, request.Url, request.OnlyBroken, Rights.AuthorOf(user), cancel);
        return made is null ? Asked.Bad(problem!) : TypedResults.Created($"/api/v1/alerts/{made.Id}", new NewAlertAddress(made.Id, made.Name, made.Url, made.Secret));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Change([MaxLength(40)] string id, AlertAddressRequest request, AlertDesk desk, CancellationToken cancel)
    {
        var (found, problem) = await desk.Change(id, request.Name, request.Url, request.OnlyBroken, request.Enabled, cancel);
        return !found ? Nowhere(id) : problem is not null ? Asked.Bad(problem) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<AlertSecretMade>, ProblemHttpResult>> RenewSecret([MaxLength(40)] string id, AlertDesk desk, CancellationToken cancel) =>
        await desk.RenewSecret(id, cancel) is { } secret ? TypedResults.Ok(new AlertSecretMade(secret)) : Nowhere(id);

    private static async Task<Results<Ok<AlertView>, ProblemHttpResult>> Test([MaxLength(40)] string id, AlertCourier courier, CancellationToken cancel) =>
        await courier.Test(id, cancel) is { } alert ? TypedResults.Ok(AlertView.Of(alert)) : Nowhere(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete([MaxLength(40)] string id, AlertDesk desk, CancellationToken cancel) =>
        await desk.Delete(id, cancel) ? TypedResults.NoContent() : Nowhere(id);

    private static ProblemHttpResult Nowhere(string id) => Asked.Missing($"Alerts go to no address '{id}'.");
}

/// <summary>An address to be told.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="Url">Where alerts are posted: http or https.</param>
/// <param name="OnlyBroken">Whether only broken promises are told. Default: every verdict.</param>
/// <param name="Enabled">Whether anything is sent. Default: yes.</param>
internal sealed record AlertAddressRequest(
    [property: StringLength(AlertDesk.NameMax, MinimumLength = 1)] string Name, [property: StringLength(500, MinimumLength = 1)] string Url, bool OnlyBroken = false, bool Enabled = true);

/// <summary>A new address with its secret.</summary>
internal sealed record NewAlertAddress(string Id, string Name, string Url, string Secret);

/// <summary>A new secret.</summary>
internal sealed record AlertSecretMade(string Secret);

/// <summary>An address and how it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Url">Where alerts are posted.</param>
/// <param name="OnlyBroken">Whether only broken promises are told.</param>
/// <param name="State"><c>new</c> before anything was sent, <c>delivered</c>, <c>failing</c>, <c>dead</c> when it was given up, <c>off</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="DeliveredAt">When it last took an alert, or null.</param>
/// <param name="FailingSince">Since when it fails, or null.</param>
/// <param name="NextTryAt">When the next try is due while it fails, or null.</param>
/// <param name="LastError">What went wrong last, in words, or null.</param>
/// <param name="Waiting">Alerts that wait.</param>
/// <param name="Lost">Alerts that were never delivered.</param>
/// <param name="Latest">The latest alerts, newest first.</param>
internal sealed record AlertAddressView(
    string Id, string Name, string Url, bool OnlyBroken, string State, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? DeliveredAt, DateTimeOffset? FailingSince,
    DateTimeOffset? NextTryAt, string? LastError, int Waiting, long Lost, IReadOnlyList<AlertView> Latest)
{
    /// <summary>How a stored address is shown.</summary>
    public static AlertAddressView Of(StoredAlertAddress address, int waiting, IReadOnlyList<StoredAlert> latest) => new(
        address.Id, address.Name, address.Url, address.OnlyBroken, StateOf(address), At(address.CreatedMs)!.Value, address.CreatedBy, At(address.DeliveredMs), At(address.FailingSinceMs),
        address.FailingSinceMs is not null && address.StoppedMs is null && address.Enabled ? At(address.NextMs) : null,
        address.LastFault is { } fault ? AlertFault.Words(fault, spanish: false) : null, waiting, address.Lost, [.. latest.Select(AlertView.Of)]);

    /// <summary>How it stands, in a word.</summary>
    public static string StateOf(StoredAlertAddress address) => !address.Enabled ? "off" : address.StoppedMs is not null ? "dead"
        : address.FailingSinceMs is not null ? "failing" : address.DeliveredMs is not null ? "delivered" : "new";

    /// <summary>A stored time.</summary>
    public static DateTimeOffset? At(long? millis) => millis is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

/// <summary>An alert and what became of it.</summary>
/// <param name="Id">Its <c>webhook-id</c>.</param>
/// <param name="Subject">The promise, or <c>test</c>.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c> or <c>lost</c>.</param>
/// <param name="At">When it was noted.</param>
/// <param name="DoneAt">When it was delivered or lost, or null.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">What went wrong at the last try, in words, or null.</param>
internal sealed record AlertView(string Id, string Subject, string State, DateTimeOffset At, DateTimeOffset? DoneAt, int Attempts, string? Error)
{
    /// <summary>How a stored alert is shown.</summary>
    public static AlertView Of(StoredAlert alert) => new(
        alert.Id, alert.Subject, alert.DoneMs is null ? "waiting" : alert.Delivered ? "delivered" : "lost", AlertAddressView.At(alert.CreatedMs)!.Value, AlertAddressView.At(alert.DoneMs),
        alert.Attempts, alert.Fault is { } fault ? AlertFault.Words(fault, spanish: false) : null);
}
