using Veinte.Engine;
using Veinte.Server.Access;

namespace Veinte.Server.Pages.Language;

/// <summary>What the pages need to know of the workspace to show it.</summary>
/// <param name="Language">Its language, for readers whose browser speaks neither of ours.</param>
/// <param name="Zone">Its time zone: every time on a page is in it.</param>
/// <param name="Currency">ISO 4217 code of its money.</param>
public sealed record WorkspaceLook(PageLanguage Language, TimeZoneInfo Zone, string Currency)
{
    /// <summary>Before anything is set.</summary>
    public static WorkspaceLook Plain { get; } = new(PageLanguage.Spanish, TimeZoneInfo.Utc, "EUR");

    /// <summary>What the settings and the books say; what they leave open is plain.</summary>
    internal static async Task<WorkspaceLook> Read(WorkspaceSettings settings, Books books, CancellationToken cancel)
    {
        var kept = await books.Workspace(cancel);
        var zone = kept?.TimeZone ?? await settings.Get(WorkspaceSettings.TimeZone, cancel);
        return new(
            PageLanguages.Parse(await settings.Get(WorkspaceSettings.Language, cancel)) ?? Plain.Language,
            zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : Plain.Zone,
            kept?.Currency ?? Plain.Currency);
    }
}
