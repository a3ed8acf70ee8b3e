using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Server.Access;
using Veinte.Server.Alerts;
using Veinte.Server.Api;
using Veinte.Server.Pages.Parts;

namespace Veinte.Server.Pages.Alerts;

/// <summary>Where the forms of alerts post: each is one decision and leads back to the page.</summary>
internal static class AlertActions
{
    public static void MapAlertActions(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/settings/alerts").RequireAuthorization(Rights.Admin).ExcludeFromDescription()
            // Three of them read no form, so nobody looks at its token: a page of another site must not press them.
            .AddEndpointFilter(SameSite.Check);
        forms.MapPost("/add", Add);
        forms.MapPost("/{id}", Change);
        forms.MapPost("/{id}/turn", Turn);
        forms.MapPost("/{id}/test", Test);
        forms.MapPost("/{id}/secret", Renew);
        forms.MapPost("/{id}/delete", Delete);
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<App>>> Add(
        AlertDesk desk, AlertTargets targets, HttpContext http, [FromForm] string? name, [FromForm] string? url, [FromForm] bool? onlyBroken, CancellationToken cancel)
    {
        if (Problem(targets, name, url) is { } problem) return Again(http, problem, new(null, name, url, onlyBroken == true));
        var (made, _) = await desk.Add(name!, url!, onlyBroken == true, Rights.AuthorOf(http.User), cancel);
        return made is null ? Back("many") : Back("added", made.Id);
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<App>>> Change(
        string id, AlertDesk desk, HttpContext http, [FromForm] string? name, [FromForm] string? url, [FromForm] bool? onlyBroken, CancellationToken cancel)
    {
        var typed = new AlertTyped(id, name, url, onlyBroken == true);
        if (NameIsBad(name)) return Again(http, "name", typed);
        var (found, problem) = await desk.Change(id, name!, url ?? "", onlyBroken == true, enabled: null, cancel);
        return !found ? Back("gone") : problem is null ? Back("saved", id) : Again(http, "url", typed);
    }

    private static async Task<RedirectHttpResult> Turn(string id, AlertDesk desk, [FromForm] bool on, CancellationToken cancel)
    {
        var (found, problem) = await desk.Turn(id, on, cancel);
        return !found ? Back("gone") : Back(problem is null ? "saved" : "url", id);
    }

    private static async Task<RedirectHttpResult> Test(string id, AlertCourier courier, CancellationToken cancel) =>
        await courier.Test(id, cancel) is not { } alert ? Back("gone") : Back(alert.Delivered ? "tested" : "test-failed", id);

    private static async Task<RedirectHttpResult> Renew(string id, AlertDesk desk, CancellationToken cancel) =>
        await desk.RenewSecret(id, cancel) is null ? Back("gone") : Back("renewed", id);

    private static async Task<RedirectHttpResult> Delete(string id, AlertDesk desk, CancellationToken cancel) => Back(await desk.Delete(id, cancel) ? "deleted" : "gone");

    private static string? Problem(AlertTargets targets, string? name, string? url) =>
        NameIsBad(name) ? "name" : targets.Problem(url?.Trim()) is null ? null : "url";

    private static bool NameIsBad(string? name) => string.IsNullOrWhiteSpace(name) || name.Length > AlertDesk.NameMax;

    private static RazorComponentResult<App> Again(HttpContext http, string problem, AlertTyped typed) => Refused.Form(http, "/settings/alerts", QueryString.Create("said", problem), typed);

    private static RedirectHttpResult Back(string said, string? id = null) => TypedResults.LocalRedirect($"/settings/alerts?said={said}{(id is null ? "" : $"&id={Uri.EscapeDataString(id)}#{Uri.EscapeDataString(id)}")}");
}

/// <summary>What was typed into a form of an address that was refused.</summary>
/// <param name="Id">The address it was about; null for a new one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where alerts were to be posted.</param>
/// <param name="OnlyBroken">Whether only broken promises were to be told.</param>
public sealed record AlertTyped(string? Id, string? Name, string? Url, bool OnlyBroken);
