using Veinte.Server.Access;

namespace Veinte.Server.Surveys.Delivery;

/// <summary>
/// Where customers reach this server: what the firm has set, else where the person who asks has reached it. Printed codes
/// and links are made from it. Thread-safe.
/// </summary>
internal sealed class PublicAddress(WorkspaceSettings settings)
{
    private const string Setting = "public-address";
    private const int LengthMax = 200;

    /// <summary>The address without a slash at its end.</summary>
    public async Task<string> Of(HttpRequest request, CancellationToken cancel) =>
        await settings.Get(Setting, cancel) is { Length: > 0 } set ? set : $"{request.Scheme}://{request.Host}";

    /// <summary>Whether nobody outside of this machine reaches an address.</summary>
    public static bool IsLocal(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback;

    /// <summary>Sets it; false when it is no address of a server. Empty takes it back.</summary>
    public async Task<bool> Set(string? address, CancellationToken cancel)
    {
        var given = address?.Trim().TrimEnd('/') ?? "";
        if (given.Length > 0 && (given.Length > LengthMax || !Uri.TryCreate(given, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0 || uri.AbsolutePath != "/"))
            return false;
        await settings.Set(Setting, given, cancel);
        return true;
    }
}
