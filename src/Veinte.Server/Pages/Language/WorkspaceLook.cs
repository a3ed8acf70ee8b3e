namespace Veinte.Server.Pages.Language;

/// <summary>What the pages need to know of the workspace to show it.</summary>
/// <param name="Language">Its language, for readers whose browser speaks neither of ours.</param>
/// <param name="Zone">Its time zone: every time on a page is in it.</param>
/// <param name="Currency">ISO 4217 code of its money.</param>
public sealed record WorkspaceLook(PageLanguage Language, TimeZoneInfo Zone, string Currency)
{
    /// <summary>Before anything is set.</summary>
    public static WorkspaceLook Plain { get; } = new(PageLanguage.Spanish, TimeZoneInfo.Utc, "EUR");
}
