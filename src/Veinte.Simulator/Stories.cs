using Veinte.Model;

namespace Veinte.Simulator;

/// <summary>
/// What a viewer can discover in Aurora's books, told in days before <see cref="AuroraOptions.Today"/>: baggage claim in
/// Sevilla gets worse week by week; the WhatsApp assistant gets better with a release; a storm; better food; and one
/// agent at the gates of Bilbao whom everybody loves (see <see cref="Roster"/>). Immutable.
/// </summary>
internal sealed class Stories
{
    /// <summary>Days before today on which the WhatsApp assistant's new release went live.</summary>
    public const int AssistantReleaseDaysAgo = 60;
    /// <summary>Days before today of the storm over the whole network.</summary>
    public const int StormDaysAgo = 19;
    /// <summary>Days before today on which baggage claim in Sevilla began to get worse.</summary>
    public const int BaggageDeclineDaysAgo = 42;
    /// <summary>Days before today of the new menu.</summary>
    public const int MenuDaysAgo = 28;

    private readonly bool _told;
    private readonly int _today;

    internal Stories(AuroraOptions options)
    {
        _told = options.Stories;
        _today = (int)Math.DivRem(options.Today.UnixMicros, Instant.MicrosPerDay).Quotient;
    }

    /// <summary>Whether it is the day of the storm: nothing leaves on time, one flight in five not at all.</summary>
    internal bool Storm(int day) => _told && day == _today - StormDaysAgo;

    /// <summary>Whether it is the day of the storm or the one after, when everybody calls.</summary>
    internal bool StormAftermath(int day) => _told && _today - day is StormDaysAgo or StormDaysAgo - 1;

    /// <summary>Shift of baggage claim at a station, in standard deviations: falls to −1.7 today and stays there.</summary>
    internal double BaggageClaim(int day, int station)
    {
        if (!_told || station != Stations.Sevilla) return 0;
        var since = BaggageDeclineDaysAgo - (_today - day);
        if (since <= 0) return 0;
        var part = Math.Min(1.0, since / (double)BaggageDeclineDaysAgo);
        return -1.7 * part * part;
    }

    /// <summary>Whether the new WhatsApp assistant answers.</summary>
    internal bool NewAssistant(int day) => _told && day >= _today - AssistantReleaseDaysAgo;

    /// <summary>Whether passengers are asked by <see cref="AuroraSurveys"/>.</summary>
    internal bool Surveys(int day) => _told && day >= _today - AuroraSurveys.DaysAgo;

    /// <summary>Shift of food and drink, in standard deviations.</summary>
    internal double Food(int day) => _told && day >= _today - MenuDaysAgo ? 0.5 : 0;

    /// <summary>The skill that makes the star of <see cref="Roster"/>, in standard deviations; 0 where no stories are told.</summary>
    internal double StarSkill => _told ? 3.0 : 0;
}
