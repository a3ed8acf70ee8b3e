using System.Globalization;
using System.Text;
using Veinte.Doors.Reading;
using Veinte.Model;

namespace Veinte.Doors.Importing;

/// <summary>
/// How the time of an interaction is made from a row: read from columns in a format and a time zone, or counted from a base,
/// so much a row, where the file has no times. Immutable, thread-safe.
/// </summary>
internal sealed class TimeRule
{
    internal const string UnixSeconds = "unix-seconds";
    internal const string UnixMilliseconds = "unix-milliseconds";
    private const int IsoCharsMax = 64;
    private const int DateLength = 10;
    private readonly ValueRule? _text;
    private readonly string? _format;
    private readonly TimeZoneInfo? _zone;
    private readonly long _baseMicros;
    private readonly long _perRowMicros;
    private readonly long _plusMicros;

    /// <summary>A time that stands in the row.</summary>
    internal TimeRule(ValueRule text, string? format, TimeZoneInfo? zone, TimeSpan plus)
    {
        (_text, _format, _zone) = (text, format, zone);
        _plusMicros = MicrosOf(plus);
    }

    /// <summary>A time that is counted.</summary>
    internal TimeRule(Instant start, TimeSpan perRow, TimeSpan plus)
    {
        (_baseMicros, _perRowMicros) = (start.UnixMicros, MicrosOf(perRow));
        _plusMicros = MicrosOf(plus);
    }

    /// <summary>Columns, as reports name them.</summary>
    internal string Label => _text?.Label ?? "";

    internal Found Read(ImportRow row, out Instant time)
    {
        time = default;
        if (_text is null) return Counted(row, out time);
        var found = _text.Text(row, out var text);
        if (found != Found.Present) return found;
        if (TryRead(text, out time))
        {
            time = new(time.UnixMicros + _plusMicros);
            return Found.Present;
        }
        var wanted = _format is null ? "RFC 3339, such as 2026-11-23T21:06:49Z" : $"the format {_format}";
        return row.Refuse(QuarantineReason.TimeInvalid, Label, text, $"is not a time in {wanted}");
    }

    private Found Counted(ImportRow row, out Instant time)
    {
        var micros = (Int128)_perRowMicros * (row.Number - 1) + _baseMicros + _plusMicros;
        time = default;
        if (micros > Instant.From(DateTimeOffset.MaxValue).UnixMicros || micros < Instant.From(DateTimeOffset.MinValue).UnixMicros)
            return row.Refuse(QuarantineReason.TimeOutOfRange, "", "", "the time counted from the base lies beyond the calendar; take a smaller perRow");
        time = new((long)micros);
        return Found.Present;
    }

    private bool TryRead(string text, out Instant time)
    {
        if (_format is null) return TryReadIso(text, out time);
        if (_format is UnixSeconds or UnixMilliseconds) return TryReadEpoch(text, out time);
        time = default;
        if (!DateTimeOffset.TryParseExact(text, _format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)) return false;
        time = Instant.From(parsed);
        return FormatHasOffset(_format) || TryFromLocal(ref time);
    }

    private bool TryReadIso(string text, out Instant time)
    {
        time = default;
        Span<byte> ascii = stackalloc byte[IsoCharsMax];
        if (text.Length > IsoCharsMax || !Ascii.IsValid(text)) return false;
        var utf8 = ascii[..Encoding.ASCII.GetBytes(text, ascii)];
        if (!TimeText.TryRead(utf8, out time)) return false;
        var rest = utf8.Length > DateLength ? utf8[DateLength..] : default;
        return rest.IndexOfAny("Zz+-"u8) >= 0 || text.EndsWith("GMT", StringComparison.Ordinal) || TryFromLocal(ref time);
    }

    private bool TryReadEpoch(string text, out Instant time)
    {
        time = default;
        if (!ValueRule.TryNumber(text, out var number)) return false;
        var micros = number * (_format == UnixSeconds ? Instant.MicrosPerSecond : 1_000);
        if (micros < Instant.From(DateTimeOffset.MinValue).UnixMicros || micros > Instant.From(DateTimeOffset.MaxValue).UnixMicros) return false;
        time = new((long)micros);
        return true;
    }

    // What was read as if it were UTC is what the clocks of the zone showed. In the hour that comes twice the later is meant.
    private bool TryFromLocal(ref Instant time)
    {
        if (_zone is null) return true;
        var local = time.ToDateTimeOffset().DateTime;
        time = new(time.UnixMicros - MicrosOf(_zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified))));
        return true;
    }

    private static bool FormatHasOffset(string format) => format.Contains('z') || format.Contains('K') || format is "r" or "R" or "o" or "O" or "u";

    private static long MicrosOf(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
