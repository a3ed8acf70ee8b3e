using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Veinte.Doors.CloudEvents;

/// <summary>
/// Attributes of a CloudEvent as headers write them: percent-encoded UTF-8 (HTTP protocol binding 1.0.2, 3.1.3.2), quoted,
/// or in encoded words of mail (RFC 2047), or, as the client for JavaScript does, not at all. What cannot be decoded stays as
/// it is.
/// </summary>
internal static partial class HeaderText
{
    /// <summary>The value of an attribute.</summary>
    internal static string Decode(string header)
    {
        var text = Unquoted(AsUtf8(header).Trim());
        if (!text.Contains("=?", StringComparison.Ordinal)) return PercentDecoded(text);
        // White space between two encoded words belongs to neither (RFC 2047: 6.2).
        return EncodedWord().Replace(BetweenWords().Replace(text, "$1$2"), word => WordOf(word) ?? word.Value);
    }

    // One character for each byte is how the server hands these headers on: UTF-8 if that is what they are, else Latin-1.
    private static string AsUtf8(string header)
    {
        if (Ascii.IsValid(header) || header.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF')) return header;
        var bytes = Encoding.Latin1.GetBytes(header);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : header;
    }

    private static string Unquoted(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"') return text;
        var plain = new StringBuilder(text.Length);
        for (var at = 1; at < text.Length - 1; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length - 1) at++;
            plain.Append(text[at]);
        }
        return plain.ToString();
    }

    private static string PercentDecoded(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return Sound(text);
        var utf8 = Encoding.UTF8.GetBytes(text);
        var written = 0;
        for (var at = 0; at < utf8.Length; at++)
        {
            if (utf8[at] == '%' && at + 2 < utf8.Length && TryHex(utf8[at + 1], utf8[at + 2], out var value))
            {
                utf8[written++] = value;
                at += 2;
            }
            else utf8[written++] = utf8[at];
        }
        return Encoding.UTF8.GetString(utf8, 0, written);
    }

    private static string? WordOf(Match word)
    {
        var (charset, text) = (word.Groups[1].Value, word.Groups[3].Value);
        if (word.Groups[2].Value is "q" or "Q") return EncodingOf(charset)?.GetString(QDecoded(text));
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? EncodingOf(charset)?.GetString(bytes, 0, length) : null;
    }

    private static byte[] QDecoded(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '=' && at + 2 < text.Length && TryHex((byte)text[at + 1], (byte)text[at + 2], out var value))
            {
                bytes.Add(value);
                at += 2;
            }
            else bytes.AddRange(text[at] == '_' ? " "u8 : Encoding.UTF8.GetBytes(text, at, 1));
        }
        return [.. bytes];
    }

    private static Encoding? EncodingOf(string charset)
    {
        // A language may follow the charset (RFC 2231: 5).
        var name = charset.Split('*')[0].ToLowerInvariant();
        return name switch
        {
            "utf-8" or "us-ascii" => Encoding.UTF8,
            "iso-8859-1" or "latin1" => Encoding.Latin1,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(name),
        };
    }

    private static bool TryHex(byte high, byte low, out byte value)
    {
        Span<char> digits = [(char)high, (char)low];
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    // A header may hold half a surrogate pair in memory; JSON cannot.
    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(\?=)[ \t]+(=\?)")]
    private static partial Regex BetweenWords();
}
