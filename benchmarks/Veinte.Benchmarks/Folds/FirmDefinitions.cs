using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Folds;

/// <summary>What a firm wants to know of the load: an outcome with its drivers, and promises.</summary>
internal static class FirmDefinitions
{
    /// <summary>Touchpoints of the load, each of them a driver.</summary>
    public const int Touchpoints = 30;

    /// <summary>The outcome's id.</summary>
    public const string OutcomeId = "good";

    /// <summary>Whether a visit at the first touchpoint was very good.</summary>
    public static OutcomeDefinition Outcome(LoadGenerator generator) => new() { Name = "Good", Kind = OutcomeKinds.TopBox, Touchpoint = generator.TouchpointName(0) };

    /// <summary>A firm's promises: most about one touchpoint, some about an area or everything, some that wait for what comes after.</summary>
    public static PromiseDefinition Promise(int number, LoadGenerator generator)
    {
        var here = generator.TouchpointName(number * 7 % Touchpoints);
        var where = new PromiseFilter { Touchpoints = [here] };
        return (number % 10) switch
        {
            0 => Definition(new() { Areas = ["Station Madrid"] }, new() { Kind = PromiseWords.Grade }, 12),
            1 => Definition(where, new() { Kind = PromiseWords.FirstContact, WithinHours = 24 }, 0.7),
            2 => Definition(where with { Channels = ["app", "web"] }, new() { Kind = PromiseWords.Grade }, 11),
            3 or 4 => Definition(where, new() { Kind = PromiseWords.Share, Condition = new() { Signal = "waitKept" } }, 0.8),
            5 => Definition(where, new() { Kind = PromiseWords.Share, Condition = new() { Signal = "outcome", Compare = "is", Text = "success" } }, 0.9),
            _ => Definition(where, new() { Kind = PromiseWords.Grade }, 10 + number % 5),
        };
    }

    private static PromiseDefinition Definition(PromiseFilter where, PromiseMeasure measure, double target) => new()
    {
        Question = "Is it so?", State = PromiseWords.Running, Where = where, Measure = measure, Target = target, SmallestDifference = target / 20,
    };
}
