using System.Collections.Concurrent;
using System.Text;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Server.Access;

namespace Veinte.Server.Collect;

/// <summary>
/// Finds the source a request speaks for, by its write key: in the <c>Authorization</c> header (Basic with the key as
/// user name, or Bearer), in the body, or in the query. Thread-safe.
/// </summary>
internal sealed class CollectSources(ApiKeys keys)
{
    private readonly ConcurrentDictionary<long, DoorSource> _sources = new();

    /// <summary>The source, or why there is none.</summary>
    public CollectSource Find(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (Presented(request, body) is not { Length: > 0 } presented) return new(null, CollectRight.Missing);
        if (keys.Find(presented) is not { } key) return new(null, CollectRight.Unknown);
        if (!key.Enabled) return new(null, CollectRight.Disabled);
        if (key.Scope == ApiScope.Read) return new(null, CollectRight.Unknown);
        return new(_sources.GetOrAdd(key.Id, static (_, name) => new(name), key.Name), CollectRight.Granted);
    }

    private static string? Presented(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && UserOf(header.AsSpan(6).Trim()) is { Length: > 0 } user) return user;
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.AsSpan(7).Trim() is { Length: > 0 } token
            && token.StartsWith("vk_", StringComparison.Ordinal))
            return token.ToString();
        return SegmentDoor.FindWriteKey(body) ?? request.Query["writeKey"].FirstOrDefault();
    }

    private static string? UserOf(ReadOnlySpan<char> base64)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (base64.Length > 300 || !Convert.TryFromBase64Chars(base64, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes[..length]);
        // The colon is required by the scheme, and left out by some.
        return text.IndexOf(':') is >= 0 and var colon ? text[..colon] : text;
    }
}

/// <summary>A source, or why there is none.</summary>
internal readonly record struct CollectSource(DoorSource? Source, CollectRight Right);

/// <summary>Whether a key may send.</summary>
internal enum CollectRight
{
    /// <summary>It may.</summary>
    Granted = 1,
    /// <summary>It was revoked: answered as if all were well and discarded, for some clients crash on anything else.</summary>
    Disabled = 2,
    /// <summary>It was never issued, or may only read.</summary>
    Unknown = 3,
    /// <summary>There is none.</summary>
    Missing = 4,
}
