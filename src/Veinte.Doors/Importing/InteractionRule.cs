using Veinte.Model;

namespace Veinte.Doors.Importing;

/// <summary>A rating with its scale.</summary>
internal sealed record RatingRule(ValueRule Value, double Min, double Max);

/// <summary>A wait against what was promised: in seconds, or from three times.</summary>
internal sealed record WaitRule(ValueRule? Seconds, ValueRule? PromisedSeconds, TimeRule? Since, TimeRule? Until, TimeRule? PromisedUntil);

/// <summary>A signal that is one number on a fixed scale.</summary>
internal sealed record NumberSignalRule(string Name, SignalSet Signal, ValueRule Value, double Low, double High);

/// <summary>How a property is written.</summary>
internal enum PropertyForm : byte
{
    Text = 1,
    Number = 2,
    Bool = 3,
}

/// <summary>A property of the interaction.</summary>
internal sealed record PropertyRule(string Name, ValueRule Value, PropertyForm Form);

/// <summary>A condition on the row.</summary>
/// <param name="Value">What is looked at.</param>
/// <param name="In">It must be one of these, or null.</param>
/// <param name="NotIn">It must be none of these, or null.</param>
/// <param name="Present">It must be there (true) or not (false), or null.</param>
internal sealed record ConditionRule(ValueRule Value, string[]? In, string[]? NotIn, bool? Present)
{
    /// <summary>Whether the row meets it; an unusable value is a problem of the row.</summary>
    internal Found Holds(ImportRow row)
    {
        var found = Value.Text(row, out var text);
        if (found == Found.Bad) return Found.Bad;
        var there = found == Found.Present;
        if (Present is { } wanted && wanted != there) return Found.Absent;
        if (In is not null && !(there && In.Contains(text))) return Found.Absent;
        if (NotIn is not null && there && NotIn.Contains(text)) return Found.Absent;
        return Found.Present;
    }
}

/// <summary>One interaction a row may yield.</summary>
internal sealed class InteractionRule
{
    internal required string Path { get; init; }
    internal required ValueRule Touchpoint { get; init; }
    internal required TimeRule Time { get; init; }
    internal required TimeSpan After { get; init; }
    internal ConditionRule[] When { get; init; } = [];

    /// <summary>The joined file each of whose matching rows makes one interaction; -1 for none.</summary>
    internal int Each { get; init; } = -1;
    internal ValueRule? Channel { get; init; }
    internal ValueRule? Intent { get; init; }
    internal ValueRule? Staff { get; init; }
    internal ValueRule? Area { get; init; }
    internal ValueRule? Stage { get; init; }
    internal ValueRule? Journey { get; init; }
    internal RatingRule? Rating { get; init; }
    internal WaitRule? Wait { get; init; }
    internal ValueRule? Outcome { get; init; }
    internal ValueRule? Reaction { get; init; }
    internal NumberSignalRule[] Numbers { get; init; } = [];
    internal PropertyRule[] Properties { get; init; } = [];

    /// <summary>Whether the mapping names any evidence: then a row that has none of it is "not applicable" here.</summary>
    internal bool HasSignals =>
        Rating is not null || Wait is not null || Outcome is not null || Reaction is not null || Array.Exists(Numbers, number => number.Signal != SignalSet.Revenue);
}
