using System.Net;

namespace Veinte.Server.Access;

/// <summary>
/// Whether a request was surely made on this machine by its user. A proxy on the same machine also connects from
/// loopback, so whatever looks as if a proxy had handled it does not count.
/// </summary>
internal static class Loopback
{
    private static readonly string[] ProxyHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP"];

    /// <summary>Connection, host name, origin and headers all speak of this machine.</summary>
    public static bool IsDirect(HttpContext context)
    {
        var request = context.Request;
        return context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            // Browsers have not spoken HTTP/1.0 for decades; proxies do unless told otherwise.
            && request.Protocol != "HTTP/1.0"
            && IsName(request.Host.Host)
            && (request.Headers.Origin is not [{ } origin] || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsName(uri.Host)))
            && !Array.Exists(ProxyHeaders, request.Headers.ContainsKey);
    }

    /// <summary>Whether a host name means this machine: against DNS rebinding only the literal ones do.</summary>
    public static bool IsName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
