using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Veinte.Server.Alerts;

/// <summary>Secrets and signatures in the manner of Standard Webhooks: HMAC-SHA256 over id, time and body.</summary>
internal static class AlertSecret
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    /// <summary>A new secret, as both sides write it.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>One signature of the header <c>webhook-signature</c>.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="seconds">The header <c>webhook-timestamp</c>: Unix seconds of this try.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Sign(string secret, string id, long seconds, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.{body}"));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed));
    }
}
