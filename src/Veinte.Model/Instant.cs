using System.Globalization;

namespace Veinte.Model;

/// <summary>
/// A moment in UTC with a microsecond's resolution, as eight bytes. <c>default</c> is the Unix epoch.
/// Covers the years 1 to 9999; anything else is refused at the door.
/// </summary>
/// <param name="UnixMicros">Microseconds since 1970-01-01T00:00:00Z; may be negative.</param>
public readonly record struct Instant(long UnixMicros) : IComparable<Instant>
{
    /// <summary>Microseconds in a second.</summary>
    public const long MicrosPerSecond = 1_000_000;

    /// <summary>Microseconds in an hour.</summary>
    public const long MicrosPerHour = 3_600 * MicrosPerSecond;

    /// <summary>Microseconds in a day.</summary>
    public const long MicrosPerDay = 24 * MicrosPerHour;

    /// <summary>The instant of a <see cref="DateTimeOffset"/>, cut to microseconds.</summary>
    public static Instant From(DateTimeOffset time) =>
        new((time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The same moment as a <see cref="DateTimeOffset"/> with offset zero.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        new(DateTime.UnixEpoch.Ticks + UnixMicros * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixMicros.CompareTo(other.UnixMicros);

    /// <summary>Whether <paramref name="a"/> is earlier.</summary>
    public static bool operator <(Instant a, Instant b) => a.UnixMicros < b.UnixMicros;

    /// <summary>Whether <paramref name="a"/> is later.</summary>
    public static bool operator >(Instant a, Instant b) => a.UnixMicros > b.UnixMicros;

    /// <summary>Whether <paramref name="a"/> is earlier or the same.</summary>
    public static bool operator <=(Instant a, Instant b) => a.UnixMicros <= b.UnixMicros;

    /// <summary>Whether <paramref name="a"/> is later or the same.</summary>
    public static bool operator >=(Instant a, Instant b) => a.UnixMicros >= b.UnixMicros;

    /// <summary>Days from <paramref name="earlier"/> to <paramref name="later"/>; negative when they are swapped.</summary>
    public static double DaysBetween(Instant earlier, Instant later) =>
        (later.UnixMicros - earlier.UnixMicros) / (double)MicrosPerDay;

    /// <summary>RFC 3339 in UTC with milliseconds, such as <c>2026-11-23T21:06:49.802Z</c>.</summary>
    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
