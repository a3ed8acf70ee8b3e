using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Veinte.Server.Alerts;

/// <summary>
/// Where alerts may go. Whoever may add an address must not be able to make this server ask what only this server reaches: the cloud's metadata, other people's
/// services in the same network. So the address a name leads to is looked at when the connection is made, not when the name is written down, and
/// redirects are not followed. Thread-safe.
/// </summary>
internal sealed class AlertTargets(IOptions<AlertOptions> options)
{
    private const int LengthMax = 500;

    // Where clouds tell a machine its own passwords: to whoever asks from it. Link-local ones; Azure's and Alibaba's; the IETF's own, in which Oracle's lies.
    private static readonly IPNetwork[] CloudsIPv4 = [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("168.63.129.16/32"), IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("192.0.0.0/24")];

    // Those of Amazon, Google, Oracle and Scaleway, with what else they keep beside them.
    private static readonly IPNetwork[] CloudsIPv6 = [IPNetwork.Parse("fd00:ec2::/32"), IPNetwork.Parse("fd20:ce::/32"), IPNetwork.Parse("fd00:c1::/32"), IPNetwork.Parse("fd00:42::/32")];

    /// <summary>What is wrong with an address, in words; null when it may be written down.</summary>
    public string? Problem(string? url)
    {
        if (string.IsNullOrWhiteSpace(url) || url.Length > LengthMax || !Uri.TryCreate(url, UriKind.Absolute, out var uri)) return $"'{url}' is no address. Write it as https://example.com/alerts, {LengthMax} characters at most.";
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) return $"Alerts go by http or https, not by '{uri.Scheme}'.";
        if (uri.UserInfo.Length > 0) return "An address with a name or password in it is not taken. The signature tells the receiver who it is from.";
        if (uri.Fragment.Length > 0) return "What stands behind # is never sent. Leave it away.";
        return IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && !Allows(address) ? Refusal(address) : null;
    }

    /// <summary>Whether a connection may be made.</summary>
    public bool Allows(IPAddress address) => !IsNever(Plain(address)) && (options.Value.PrivateAddresses || !IsPrivate(Plain(address)));

    /// <summary>Connects to the first address of a name that is allowed.</summary>
    /// <exception cref="AlertRefusedException">None of them is.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var all = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        var allowed = all.Where(Allows).ToArray();
        if (allowed.Length == 0) throw all.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new AlertRefusedException(all[0]);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Refusal(IPAddress address) => IsNever(Plain(address))
        ? $"{address} is an address that alerts never go to: link-local, multicast, the metadata of a cloud, or one that hides another."
        : $"{address} is an address of this machine or of a private network. Who runs this server may allow them with the setting Alerts__PrivateAddresses=true.";

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // Nobody listens there who is meant: unspecified, link-local, multicast, broadcast, or the machine a cloud answers its guests from.
    private static bool IsNever(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.IsIPv6SiteLocal || address.Equals(IPAddress.IPv6Any) || LeadsToIPv4(address) || CloudsIPv6.Any(cloud => cloud.Contains(address))
        : address.GetAddressBytes() is [0, ..] or [>= 224, ..] || CloudsIPv4.Any(cloud => cloud.Contains(address));

    private static bool IsPrivate(IPAddress address) => IPAddress.IsLoopback(address) || (address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6UniqueLocal
        : address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..] or [198, 18 or 19, ..]);

    // 6to4, Teredo, NAT64, ISATAP, and those "compatible with" or "translated from" IPv4 carry an IPv4 address that nobody has looked at.
    private static bool LeadsToIPv4(IPAddress address) => address.IsIPv6Teredo
        || address.GetAddressBytes() is [0x20, 0x02, ..] or [0x00, 0x64, 0xff, 0x9b, ..] or [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, not 0, ..]
            or [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, ..] or [_, _, _, _, _, _, _, _, 0 or 2, 0, 0x5e, 0xfe, ..];
}

/// <summary>A name leads to an address that alerts may not go to.</summary>
/// <param name="address">Where to.</param>
internal sealed class AlertRefusedException(IPAddress address) : Exception($"{address} may not be asked")
{
    /// <summary>Where the name leads.</summary>
    public IPAddress Address => address;
}
