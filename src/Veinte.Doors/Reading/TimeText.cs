using System.Globalization;
using System.Text;
using Veinte.Model;

namespace Veinte.Doors.Reading;

/// <summary>
/// Times as clients write them: RFC 3339 with any fraction, with or without offset (none means UTC), a bare date, the
/// HTTP date, or a number of seconds or milliseconds since 1970. The years 1 to 9999.
/// </summary>
internal static class TimeText
{
    private const long MicrosPerMilli = 1_000;
    private const double MillisFrom = 100_000_000_000; // as seconds that were the year 5138
    private static readonly long EpochDays = new DateOnly(1970, 1, 1).DayNumber;
    private static readonly Instant Last = Instant.From(DateTimeOffset.MaxValue);
    private static readonly Instant First = Instant.From(DateTimeOffset.MinValue);

    /// <summary>Reads a text.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out Instant time)
    {
        text = text.Trim((byte)' ');
        if (TryReadIso(text, out time)) return true;
        Span<char> characters = stackalloc char[32];
        if (text.Length is 0 or > 32 || !Ascii.IsValid(text)) return false;
        var count = Encoding.ASCII.GetChars(text, characters);
        if (!DateTimeOffset.TryParseExact(characters[..count], "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
            return false;
        time = Instant.From(parsed);
        return true;
    }

    /// <summary>Reads a number: seconds since 1970, or milliseconds when it is too large for seconds.</summary>
    internal static bool TryReadEpoch(ReadOnlySpan<byte> number, out Instant time)
    {
        time = default;
        if (!NumberText.TryRead(number, out var value)) return false;
        var micros = Math.Abs(value) >= MillisFrom ? value * MicrosPerMilli : value * Instant.MicrosPerSecond;
        if (micros < First.UnixMicros || micros > Last.UnixMicros) return false;
        time = new((long)micros);
        return true;
    }

    private static bool TryReadIso(ReadOnlySpan<byte> text, out Instant time)
    {
        time = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!Digits(text[..4], out var year) || !Digits(text.Slice(5, 2), out var month) || !Digits(text.Slice(8, 2), out var day)) return false;
        if (year is 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        var seconds = (new DateOnly(year, month, day).DayNumber - EpochDays) * 86_400;
        var rest = text[10..];
        if (rest.IsEmpty)
        {
            time = new(seconds * Instant.MicrosPerSecond);
            return true;
        }
        if (rest[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || rest.Length < 6 || rest[3] != ':') return false;
        if (!Digits(rest.Slice(1, 2), out var hour) || !Digits(rest.Slice(4, 2), out var minute) || hour > 23 || minute > 59) return false;
        seconds += hour * 3600 + minute * 60;
        rest = rest[6..];
        long micros = 0;
        if (rest.Length >= 3 && rest[0] == ':')
        {
            if (!Digits(rest.Slice(1, 2), out var second) || second > 60) return false;
            seconds += second;
            rest = rest[3..];
            if (!TakeFraction(ref rest, out micros)) return false;
        }
        if (!TryReadOffset(rest, out var offset)) return false;
        time = new((seconds - offset) * Instant.MicrosPerSecond + micros);
        return time >= First && time <= Last;
    }

    private static bool TakeFraction(ref ReadOnlySpan<byte> rest, out long micros)
    {
        micros = 0;
        if (rest.IsEmpty || rest[0] is not ((byte)'.' or (byte)',')) return true;
        var at = 1;
        for (var unit = 100_000; at < rest.Length && rest[at] is >= (byte)'0' and <= (byte)'9'; at++, unit /= 10)
            micros += (rest[at] - '0') * unit;
        rest = rest[at..];
        return at > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> rest, out int seconds)
    {
        seconds = 0;
        if (rest.IsEmpty || (rest.Length == 1 && rest[0] is (byte)'Z' or (byte)'z')) return true;
        if (rest[0] is not ((byte)'+' or (byte)'-')) return false;
        var sign = rest[0] == '-' ? -1 : 1;
        if (rest.Length < 3 || !Digits(rest.Slice(1, 2), out var hours) || hours > 23) return false;
        var tail = rest[3..];
        if (!tail.IsEmpty && tail[0] == ':') tail = tail[1..];
        var minutes = 0;
        if (!tail.IsEmpty && (tail.Length != 2 || !Digits(tail, out minutes) || minutes > 59)) return false;
        seconds = sign * (hours * 3600 + minutes * 60);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (digit - '0');
        }
        return true;
    }
}
