using System.Collections.Concurrent;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Server.Access;

namespace Veinte.Server.Collect;

/// <summary>
/// Finds the source a request speaks for, by its write key, and keeps one <see cref="DoorSource"/> and one rate limit for each.
/// A source is named after its key; keys of the same name are one source, so that a rotated key goes on where the old one
/// stopped. Thread-safe.
/// </summary>
internal sealed class CollectSources(ApiKeys keys, IOptions<CollectOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// The source of a request: <c>Authorization: Basic</c> with the key as user name, else <c>Bearer</c>, else <c>writeKey</c> in
    /// the body, else in the query. The first that names a key decides.
    /// </summary>
    public CollectSource Find(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var header = request.Headers.Authorization.ToString();
        var presented = false;
        if (FromHeader(header) is { Length: > 0 } secret)
        {
            if (Find(secret) is { } found) return found;
            presented = true;
        }
        if (SegmentDoor.FindWriteKey(body) is { Length: > 0 } inBody)
        {
            if (Find(inBody) is { } found) return found;
            presented = true;
        }
        foreach (var name in QueryNames)
        {
            if (request.Query[name].ToString() is not { Length: > 0 } inQuery) continue;
            if (Find(inQuery) is { } found) return found;
            presented = true;
        }
        return new(null, null, presented ? CollectRight.Unknown : CollectRight.Missing);
    }

    /// <summary>Whether this is a key that may send.</summary>
    public bool IsEnabled(string secret) => Find(secret) is { Right: CollectRight.Granted };

    /// <summary>The source of a name, such as that of a quarantined event.</summary>
    public DoorSource Named(string name) => Of(name).Source;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var known in _known.Values) known.Limiter.Dispose();
    }

    // Ours is writeKey; key is what one can put into an address for senders that can set nothing else.
    private static readonly string[] QueryNames = ["writeKey", "key"];

    private CollectSource? Find(string secret)
    {
        if (keys.Find(secret) is not { } key) return null;
        if (!key.Enabled) return new(null, null, CollectRight.Disabled);
        if (key.Scope == ApiScope.Read) return new(null, null, CollectRight.ReadOnly);
        var known = Of(key.Name);
        return new(known.Source, known.Limiter, CollectRight.Granted);
    }

    private Known Of(string name) => _known.GetOrAdd(name, static (name, options) => new(new(name), new(LimitOf(options))), options.Value);

    // About ten times a second, in whole requests, and exactly the rate that was asked for, also below ten a second.
    private static TokenBucketRateLimiterOptions LimitOf(CollectOptions options)
    {
        var requests = Math.Max(1, options.RequestsPerSecondPerKey / 10);
        return new()
        {
            TokenLimit = options.BurstPerKey,
            TokensPerPeriod = requests,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)requests / options.RequestsPerSecondPerKey),
            AutoReplenishment = true,
        };
    }

    private static string? FromHeader(string header)
    {
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return UserOf(header.AsSpan(6).Trim());
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
    }

    private static string? UserOf(ReadOnlySpan<char> base64)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (base64.Length > 300 || !Convert.TryFromBase64Chars(base64, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes[..length]);
        // The colon is required by the scheme, and left out by some.
        return text.IndexOf(':') is >= 0 and var colon ? text[..colon] : text;
    }

    private sealed record Known(DoorSource Source, TokenBucketRateLimiter Limiter);
}

/// <summary>A source with its rate limit, or why there is none.</summary>
internal readonly record struct CollectSource(DoorSource? Source, RateLimiter? Limiter, CollectRight Right);

/// <summary>Whether a key may send.</summary>
internal enum CollectRight
{
    /// <summary>It may.</summary>
    Granted = 1,
    /// <summary>It was revoked: answered as if all were well and discarded, for some clients crash on anything else.</summary>
    Disabled = 2,
    /// <summary>It may only read.</summary>
    ReadOnly = 3,
    /// <summary>It was never issued.</summary>
    Unknown = 4,
    /// <summary>There is none.</summary>
    Missing = 5,
}
