namespace Veinte.Server.Pages.Parts;

/// <summary>Addresses of the pages, so that every figure can link to what lies behind it.</summary>
public static class Addresses
{
    /// <summary>A customer's page.</summary>
    public static string Customer(string id) => $"/customers/{Uri.EscapeDataString(id)}";

    /// <summary>A producer's account page; a customer's own page for a customer.</summary>
    public static string Account(string kind, string key) =>
        kind == "customer" ? Customer(key) : $"/accounts/{kind}/{Uri.EscapeDataString(key)}";

    /// <summary>One interaction's page.</summary>
    public static string Interaction(string id) => $"/interactions/{Uri.EscapeDataString(id)}";

    /// <summary>
    /// A key as it came in a path: the server leaves an escaped slash escaped, so that it does not split the path.
    /// </summary>
    public static string Key(string routeValue) => routeValue.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address when it leads to a page of ours, else the front page: nobody is sent elsewhere by a form.</summary>
    public static string Local(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal)
            ? address
            : "/";
}
