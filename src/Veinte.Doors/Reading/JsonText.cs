using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Veinte.Doors.Reading;

/// <summary>Escapes of JSON texts, without exceptions and without strings.</summary>
internal static class JsonText
{
    private const int EscapedUnitBytes = 6;

    /// <summary>
    /// Writes a text without its escapes and returns the length in bytes. The text must have passed a JSON reader and
    /// <see cref="RepairSurrogates"/>. The target needs no more room than the text has.
    /// </summary>
    internal static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var slash = escaped.IndexOf((byte)'\\');
            if (slash < 0)
            {
                escaped.CopyTo(target[written..]);
                return written + escaped.Length;
            }
            escaped[..slash].CopyTo(target[written..]);
            written += slash;
            var code = escaped[slash + 1];
            if (code != (byte)'u')
            {
                target[written++] = Plain(code);
                escaped = escaped[(slash + 2)..];
                continue;
            }
            escaped = escaped[slash..];
            var rune = ReadRune(escaped, out var used);
            written += rune.EncodeToUtf8(target[written..]);
            escaped = escaped[used..];
        }
    }

    /// <summary>
    /// Clients that cut a text in the middle of an emoji send half a surrogate pair (<c>\ud83d</c>), which no reader after us
    /// could turn into text. Returns a copy of the body in which each half is the replacement character, byte for byte
    /// as long; or null when there is nothing to repair.
    /// </summary>
    internal static byte[]? RepairSurrogates(ReadOnlySpan<byte> body)
    {
        byte[]? repaired = null;
        for (var at = 0; at < body.Length;)
        {
            var slash = body[at..].IndexOf((byte)'\\');
            if (slash < 0) break;
            at += slash;
            if (!TryReadUnit(body[at..], out var unit))
            {
                at += 2; // the escape and what it escapes, so that a second backslash does not count
                continue;
            }
            var isPair = char.IsHighSurrogate(unit) && TryReadUnit(body[(at + EscapedUnitBytes)..], out var low) && char.IsLowSurrogate(low);
            if (!isPair && char.IsSurrogate(unit))
            {
                repaired ??= body.ToArray();
                "\\ufffd"u8.CopyTo(repaired.AsSpan(at));
            }
            at += isPair ? 2 * EscapedUnitBytes : EscapedUnitBytes;
        }
        return repaired;
    }

    /// <summary>Whether these bytes are one JSON value and nothing else but white space, whatever its depth.</summary>
    internal static bool IsValue(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Math.Max(64, json.Length) });
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < EscapedUnitBytes || text[0] != (byte)'\\' || text[1] != (byte)'u') return false;
        var digits = text.Slice(2, 4);
        if (digits.IndexOfAnyExcept(HexDigits) >= 0) return false;
        var value = 0;
        foreach (var digit in digits) value = (value << 4) | HexValue(digit);
        unit = (char)value;
        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static Rune ReadRune(ReadOnlySpan<byte> text, out int used)
    {
        used = EscapedUnitBytes;
        if (!TryReadUnit(text, out var first)) return Rune.ReplacementChar;
        if (!char.IsSurrogate(first)) return new(first);
        if (char.IsHighSurrogate(first) && TryReadUnit(text[EscapedUnitBytes..], out var second) && char.IsLowSurrogate(second))
        {
            used = 2 * EscapedUnitBytes;
            return new(first, second);
        }
        return Rune.ReplacementChar;
    }

    private static byte Plain(byte code) => code switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => code,
    };
}
