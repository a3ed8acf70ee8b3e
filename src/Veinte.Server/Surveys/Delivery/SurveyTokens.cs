using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Veinte.Server.Access;

namespace Veinte.Server.Surveys.Delivery;

/// <summary>
/// Tokens of addresses. A personal link carries the invitation's id and its end, signed (HMAC-SHA-256 with a key of this
/// workspace, cut to 128 bits): a forged or changed one is recognised without asking the database. Thread-safe.
/// </summary>
internal sealed class SurveyTokens(WorkspaceSettings settings) : IDisposable
{
    private const string KeySetting = "survey-link-key";
    private const int IdBytes = 16;
    private const int EndBytes = 4;
    private const int MacBytes = 16;
    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz";
    private readonly SemaphoreSlim _making = new(1, 1);
    private volatile byte[]? _key;

    /// <summary>A secret of 128 random bits for an address.</summary>
    public static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>A short code of letters and digits that nobody confuses when reading them.</summary>
    public static string Code(int length) => RandomNumberGenerator.GetString(Letters, length);

    /// <summary>Whether a text may be the id of a response: what <see cref="Secret"/> makes, or a UUID of a client.</summary>
    public static bool IsResponseId(string? text) =>
        text is { Length: >= 16 and <= 64 } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>The token of a personal link.</summary>
    /// <param name="invitation">The invitation's id: 128 bits in base64url.</param>
    /// <param name="end">When the link ends, to the second.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<string> Sign(string invitation, DateTimeOffset end, CancellationToken cancel = default)
    {
        var token = new byte[IdBytes + EndBytes + MacBytes];
        Base64Url.DecodeFromChars(invitation, token);
        BinaryPrimitives.WriteUInt32BigEndian(token.AsSpan(IdBytes), checked((uint)end.ToUnixTimeSeconds()));
        Mac(await Key(cancel), token.AsSpan(0, IdBytes + EndBytes), token.AsSpan(IdBytes + EndBytes));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token; null when it was not signed here.</summary>
    public async Task<(string Invitation, DateTimeOffset End)?> Read(string token, CancellationToken cancel = default)
    {
        if (token.Length != Base64Url.GetEncodedLength(IdBytes + EndBytes + MacBytes)) return null;
        var bytes = new byte[IdBytes + EndBytes + MacBytes];
        if (!Base64Url.TryDecodeFromChars(token, bytes, out var length) || length != bytes.Length) return null;
        var expected = new byte[MacBytes];
        Mac(await Key(cancel), bytes.AsSpan(0, IdBytes + EndBytes), expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes.AsSpan(IdBytes + EndBytes))) return null;
        return (Base64Url.EncodeToString(bytes.AsSpan(0, IdBytes)), DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(IdBytes))));
    }

    /// <inheritdoc/>
    public void Dispose() => _making.Dispose();

    private static void Mac(byte[] key, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, whole);
        whole[..MacBytes].CopyTo(mac);
    }

    private async Task<byte[]> Key(CancellationToken cancel)
    {
        if (_key is { } known) return known;
        await _making.WaitAsync(cancel);
        try
        {
            if (await settings.Get(KeySetting, cancel) is { } stored) return _key = Convert.FromBase64String(stored);
            var made = RandomNumberGenerator.GetBytes(32);
            await settings.Set(KeySetting, Convert.ToBase64String(made), cancel);
            return _key = made;
        }
        finally
        {
            _making.Release();
        }
    }
}
