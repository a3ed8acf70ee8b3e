using Veinte.Model;

namespace Veinte.Grading;

/// <summary>One rule for each signal. The defaults are a product contract (docs/internals/grading.md), not a measurement.</summary>
public sealed record SignalRules
{
    /// <summary>A rating on a scale of its own, linear from the worst to the best rating of that scale.</summary>
    public SignalRule Rating { get; init; } = new() { Variance = 6 };

    /// <summary>Likelihood to recommend, linear from 0 to 10.</summary>
    public SignalRule Nps { get; init; } = new() { Variance = 4 };

    /// <summary>Satisfaction, linear from 1 to 5.</summary>
    public SignalRule Csat { get; init; } = new() { Variance = 6 };

    /// <summary>Ease, linear from 1 (hard) to 7 (easy).</summary>
    public SignalRule Ces { get; init; } = new() { Variance = 6 };

    /// <summary>Waiting time against the promised wait.</summary>
    public WaitRule Wait { get; init; } = new() { Variance = 9 };

    /// <summary>How the matter ended.</summary>
    public OutcomeRule Outcome { get; init; } = new() { Variance = 9 };

    /// <summary>Effort, linear from 7 (hard) to 1 (easy).</summary>
    public SignalRule Effort { get; init; } = new() { Variance = 9 };

    /// <summary>A one-tap reaction.</summary>
    public ReactionRule Reaction { get; init; } = new() { Variance = 16 };

    /// <summary>
    /// The tone of a text, linear from −1 to 1. Its variance was measured on rated texts (docs/internals/reading.md) and is
    /// divided by the reliability of each reading. Beside an explicit answer (rating, NPS, CSAT, CES) it never weighs more
    /// than half of it, whatever the variances say.
    /// </summary>
    public SignalRule Tone { get; init; } = new() { Variance = 30 };
}

/// <summary>Whether a signal is graded and how far it is to be trusted.</summary>
public record SignalRule
{
    /// <summary>The smallest variance that may be stated.</summary>
    public const double VarianceMin = 0.01;

    /// <summary>The largest variance that may be stated.</summary>
    public const double VarianceMax = 10_000;

    /// <summary>Whether the signal takes part in grades; true by default. A disabled signal is as good as absent.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// How far this signal alone strays from the true grade, squared, in grades². Its reliability, and so its weight among
    /// the signals of one interaction, is <c>1 / Variance</c>.
    /// </summary>
    public double Variance { get; init; } = 6;
}

/// <summary>Waiting time: the ratio of waited to promised time, turned into a grade along straight lines between points.</summary>
public sealed record WaitRule : SignalRule
{
    /// <summary>The fewest points a map may have.</summary>
    public const int PointsMin = 2;

    /// <summary>The most points a map may have.</summary>
    public const int PointsMax = 32;

    /// <summary>
    /// The map, by increasing ratio; grades never rise. Before the first point its grade holds, after the last one its own.
    /// </summary>
    public IReadOnlyList<WaitPoint> Points { get; init; } =
    [
        new(0.5, new(20_000)), new(1, new(14_000)), new(1.5, new(8_000)), new(2, new(4_000)), new(3, new(0)),
    ];
}

/// <summary>A point of the map from waiting to grade.</summary>
/// <param name="Ratio">Waited divided by promised time: 0 or more, at most 1,000.</param>
/// <param name="Grade">What that ratio is worth.</param>
public readonly record struct WaitPoint(double Ratio, Grade Grade)
{
    /// <summary>The largest ratio a point may have.</summary>
    public const double RatioMax = 1_000;
}

/// <summary>How the matter ended: one grade for each ending.</summary>
public sealed record OutcomeRule : SignalRule
{
    /// <summary>Solved: 15 by default.</summary>
    public Grade Success { get; init; } = new(15_000);

    /// <summary>Solved in part: 9 by default.</summary>
    public Grade Partial { get; init; } = new(9_000);

    /// <summary>Not solved: 2 by default.</summary>
    public Grade Failure { get; init; } = new(2_000);

    /// <summary>The grade of an ending.</summary>
    public Grade GradeOf(Outcome outcome) => outcome switch
    {
        Model.Outcome.Success => Success,
        Model.Outcome.Partial => Partial,
        Model.Outcome.Failure => Failure,
    };
}

/// <summary>One-tap reactions: one grade for each.</summary>
public sealed record ReactionRule : SignalRule
{
    /// <summary>Heart: 20 by default.</summary>
    public Grade Love { get; init; } = new(20_000);

    /// <summary>Thumb up: 16 by default.</summary>
    public Grade Like { get; init; } = new(16_000);

    /// <summary>Laughing with: 15 by default.</summary>
    public Grade Laugh { get; init; } = new(15_000);

    /// <summary>Astonished: 14 by default.</summary>
    public Grade Wow { get; init; } = new(14_000);

    /// <summary>Sad: 5 by default.</summary>
    public Grade Sad { get; init; } = new(5_000);

    /// <summary>Thumb down: 4 by default.</summary>
    public Grade Dislike { get; init; } = new(4_000);

    /// <summary>Angry: 0 by default.</summary>
    public Grade Angry { get; init; } = new(0);

    /// <summary>The grade of a reaction.</summary>
    public Grade GradeOf(Reaction reaction) => reaction switch
    {
        Model.Reaction.Like => Like,
        Model.Reaction.Love => Love,
        Model.Reaction.Laugh => Laugh,
        Model.Reaction.Wow => Wow,
        Model.Reaction.Sad => Sad,
        Model.Reaction.Dislike => Dislike,
        Model.Reaction.Angry => Angry,
    };
}
