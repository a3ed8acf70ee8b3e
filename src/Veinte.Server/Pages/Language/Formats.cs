using System.Globalization;

namespace Veinte.Server.Pages.Language;

/// <summary>
/// How numbers and times are written for a reader: by the habits of the language, in the workspace's time zone.
/// A minus is a real minus sign. Immutable; thread-safe.
/// </summary>
public sealed class Formats
{
    private const string None = "–";
    private readonly CultureInfo _culture;
    private readonly TimeZoneInfo _zone;
    private readonly PageLanguage _language;

    /// <summary>The formats of a language in a time zone.</summary>
    public Formats(PageLanguage language, TimeZoneInfo zone)
    {
        _culture = (CultureInfo)CultureInfo.GetCultureInfo(language == PageLanguage.English ? "en-GB" : "es-ES").Clone();
        _culture.NumberFormat.NegativeSign = "−";
        _zone = zone;
        _language = language;
    }

    /// <summary>The workspace's time zone.</summary>
    public TimeZoneInfo Zone => _zone;

    /// <summary>A grade with one decimal; a dash when there is none.</summary>
    public string Grade(double? grade) => grade is { } value ? value.ToString("0.0", _culture) : None;

    /// <summary>A grade, share or weight with up to three decimals.</summary>
    public string Exact(double? value) => value is { } number ? number.ToString("0.###", _culture) : None;

    /// <summary>A change with its sign and one decimal; zero has none.</summary>
    public string Change(double? change) => change is { } value ? value.ToString("+0.0;−0.0;0.0", _culture) : None;

    /// <summary>A change of a share or mean with its sign and two decimals; zero has none.</summary>
    public string FineChange(double? change) => change is { } value ? value.ToString("+0.00;−0.00;0.00", _culture) : None;

    /// <summary>A balance in points: one decimal below a thousand, none above.</summary>
    public string Balance(long milli) => (milli / 1000m).ToString(Math.Abs(milli) >= 1_000_000 ? "+#,0;−#,0;0" : "+0.0;−0.0;0.0", _culture);

    /// <summary>An amount in points with its sign and two decimals.</summary>
    public string Amount(long milli) => (milli / 1000m).ToString("+#,0.00;−#,0.00;0.00", _culture);

    /// <summary>An amount in points, exact to the milli-point.</summary>
    public string AmountExact(long milli) => (milli / 1000m).ToString("+#,0.000;−#,0.000;0.000", _culture);

    /// <summary>A count.</summary>
    public string Count(long count) => count.ToString("#,0", _culture);

    /// <summary>A number of bytes in the unit that fits: kB, MB, GB, by thousands.</summary>
    public string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < units.Length - 1; unit++) value /= 1000;
        return value.ToString(unit == 0 || value >= 100 ? "0" : "0.0", _culture) + "\u00a0" + units[unit];
    }

    /// <summary>A share of one as a percentage.</summary>
    public string Percent(double share) => share.ToString("0 %", _culture);

    /// <summary>A day, such as <c>24 Nov 2026</c>.</summary>
    public string Day(DateTimeOffset? at) => Local(at) is { } local ? local.ToString("d MMM yyyy", _culture) : None;

    /// <summary>A day of a course without its year. Courses are cut at midnight UTC, so it is not moved into the zone.</summary>
    public string UtcDay(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM", _culture);

    /// <summary>A day and the time of day to the minute.</summary>
    public string Moment(DateTimeOffset? at) => Local(at) is { } local ? local.ToString("d MMM yyyy, HH:mm", _culture) : None;

    /// <summary>A day and the time of day to the second, with the zone's offset.</summary>
    public string MomentExact(DateTimeOffset? at) => Local(at) is { } local ? local.ToString("d MMM yyyy, HH:mm:ss.fff zzz", _culture) : None;

    /// <summary>The time of day to the second, for what happens now.</summary>
    public string TimeOfDay(DateTimeOffset at) => Local(at)!.Value.ToString("HH:mm:ss", _culture);

    /// <summary>A weekday with the hour, for hourly courses.</summary>
    public string Hour(DateTimeOffset at) => Local(at)!.Value.ToString("ddd d, HH:mm", _culture);

    /// <summary>How long ago, in the largest unit that fits; a date beyond 30 days.</summary>
    public string Ago(DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is not { } time) return None;
        var passed = now - time;
        var spanish = _language == PageLanguage.Spanish;
        return passed switch
        {
            { TotalSeconds: < 60 } => spanish ? "ahora mismo" : "just now",
            { TotalMinutes: < 60 } => spanish ? $"hace {(int)passed.TotalMinutes} min" : $"{(int)passed.TotalMinutes} min ago",
            { TotalHours: < 24 } => spanish ? $"hace {(int)passed.TotalHours} h" : $"{(int)passed.TotalHours} h ago",
            { TotalDays: < 31 } => spanish ? Days("hace ", " día", "") : Days("", " day", " ago"),
            _ => Day(at),
        };

        string Days(string before, string unit, string after) =>
            $"{before}{(int)passed.TotalDays}{unit}{((int)passed.TotalDays == 1 ? "" : "s")}{after}";
    }

    private DateTimeOffset? Local(DateTimeOffset? at) => at is { } time ? TimeZoneInfo.ConvertTime(time, _zone) : null;
}
