using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Engine;
using Veinte.Server.Access;
using Veinte.Server.Demo;
using Veinte.Server.Pages.Language;

namespace Veinte.Server.Pages.Settings;

/// <summary>Where the form of the workspace posts.</summary>
internal static class SettingsActions
{
    private const int NameMax = 200;

    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/settings/workspace", Save).RequireAuthorization(Rights.Admin).ExcludeFromDescription();
        routes.MapPost("/settings/slow-check-in", SlowCheckIn).RequireAuthorization(Rights.Admin).ExcludeFromDescription();
    }

    private static RedirectHttpResult SlowCheckIn(DemoService demo, [FromForm] bool slow) =>
        demo.SlowCheckIn(slow) && slow ? TypedResults.LocalRedirect("/promises/check-in-wait") : TypedResults.LocalRedirect("/settings");

    private static async Task<RedirectHttpResult> Save(
        Desk desk, WorkspaceSettings settings, [FromForm] string? name, [FromForm] string? timeZone, [FromForm] string? currency,
        [FromForm] string? language, CancellationToken cancel)
    {
        if (name?.Length > NameMax) return Back("name");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone ?? "", out _)) return Back("time-zone");
        var result = await desk.SetWorkspace(timeZone!, currency?.Trim().ToUpperInvariant() ?? "", cancel);
        if (result.Status != DeskStatus.Done) return Back("currency");
        await settings.Set(WorkspaceSettings.WorkspaceName, name?.Trim() ?? "", cancel);
        await settings.Set(WorkspaceSettings.TimeZone, timeZone!, cancel);
        if (PageLanguages.Parse(language) is { } spoken) await settings.Set(WorkspaceSettings.Language, spoken.Tag(), cancel);
        return Back("saved");
    }

    private static RedirectHttpResult Back(string said) => TypedResults.LocalRedirect($"/settings?said={said}");
}
