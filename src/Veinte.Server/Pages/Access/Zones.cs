namespace Veinte.Server.Pages.Access;

/// <summary>The time zones a workspace can be in, by their IANA names.</summary>
internal static class Zones
{
    /// <summary>All, in alphabetical order; those with a place in their name first, for that is what people look for.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)
            .Where(id => id.Contains('/', StringComparison.Ordinal))
            .Append("Etc/UTC").Distinct()
            .OrderBy(id => id.StartsWith("Etc/", StringComparison.Ordinal)).ThenBy(id => id, StringComparer.Ordinal),
    ];
}
