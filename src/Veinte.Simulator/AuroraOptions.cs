using Veinte.Model;

namespace Veinte.Simulator;

/// <summary>How large Aurora is and when its stories happen. Immutable.</summary>
public sealed record AuroraOptions
{
    /// <summary>
    /// Passengers that board on an average day, 1 to 1,000,000; 120 by default, which makes about 1,400 interactions a
    /// day and 250,000 in six months. The number of customers follows from it.
    /// </summary>
    public int PassengersPerDay { get; init; } = 120;

    /// <summary>
    /// The day that viewers call today: the stories (<see cref="Stories"/>) are told as so many days before it. The
    /// demo puts it where the history ends and the live part begins. 2026-01-01 by default.
    /// </summary>
    public Instant Today { get; init; } = Instant.From(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>
    /// Share of the trips on which the passenger answers the questions he is asked, 0 to 1; 0.3 by default. With 1
    /// every touchpoint is rated, as in the survey that the ratings are calibrated on.
    /// </summary>
    public double AnswerShare { get; init; } = 0.3;

    /// <summary>Whether the stories happen; true by default. Without them every week is like the other.</summary>
    public bool Stories { get; init; } = true;

    /// <summary>Share of the events that are broken on purpose, 0 to 0.5; 0.002 by default.</summary>
    public double BrokenShare { get; init; } = 0.002;

    /// <summary>Share of the events that are sent twice, 0 to 0.5; 0.004 by default.</summary>
    public double RepeatShare { get; init; } = 0.004;

    internal AuroraOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PassengersPerDay, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PassengersPerDay, 1_000_000);
        CheckShare(AnswerShare, 1, nameof(AnswerShare));
        CheckShare(BrokenShare, 0.5, nameof(BrokenShare));
        CheckShare(RepeatShare, 0.5, nameof(RepeatShare));
        return this;
    }

    private static void CheckShare(double share, double max, string name)
    {
        if (!(share >= 0 && share <= max))
            throw new ArgumentOutOfRangeException(name, share, $"{name} must lie between 0 and {max}.");
    }
}
