using System.Globalization;
using Veinte.Language.Topics;
using Veinte.Model;
using Veinte.Server.Listening;

namespace Veinte.Server.Pages.Listening;

/// <summary>What a reader of <i>Listening</i> looks at: the page and its file are made from the same words.</summary>
/// <param name="Days">One of <see cref="Periods"/>.</param>
/// <param name="Theme">A theme's code, or null.</param>
/// <param name="Tone"><c>blame</c>, <c>praise</c> or null.</param>
/// <param name="Touchpoint">A touchpoint, or null.</param>
/// <param name="Channel">A channel, or null.</param>
internal sealed record ListeningQuery(int Days, string? Theme, string? Tone, string? Touchpoint, Channel? Channel)
{
    /// <summary>Periods to choose from, in days.</summary>
    public static readonly int[] Periods = [7, 30, 90, 365];

    // Clocks of clients may be a little ahead.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    /// <summary>By what stands in an address; what means nothing is left out.</summary>
    public static ListeningQuery Of(int? days, string? theme, string? tone, string? touchpoint, string? channel) => new(
        Periods.Contains(days ?? 30) ? days ?? 30 : 30, Themes.All.Contains(theme ?? "") ? theme : null, tone is "blame" or "praise" ? tone : null,
        string.IsNullOrWhiteSpace(touchpoint) ? null : touchpoint.Trim(), WordNames.TryParse(channel, out Channel known) ? known : null);

    /// <summary>The period and place.</summary>
    public HeardFilter Filter(DateTimeOffset now) => new(Instant.From(now.Add(Ahead).AddDays(-Days)), Instant.From(now.Add(Ahead)), Touchpoint, Channel);

    /// <summary>Whether a text of the period is meant.</summary>
    public bool Fits(in HeardText text)
    {
        if (Theme is not null && (text.Themes >> Themes.All.ToList().IndexOf(Theme) & 1) == 0) return false;
        return Tone switch { "blame" => text.Tone <= -Veinte.Language.Tone.ToneReader.NeutralBelow, "praise" => text.Tone >= Veinte.Language.Tone.ToneReader.NeutralBelow, _ => true };
    }

    /// <summary>As the query of an address.</summary>
    public override string ToString()
    {
        var parts = new List<string> { "days=" + Days.ToString(CultureInfo.InvariantCulture) };
        foreach (var (name, value) in new[] { ("theme", Theme), ("tone", Tone), ("touchpoint", Touchpoint), ("channel", Channel?.Name()) })
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        return string.Join('&', parts);
    }
}
