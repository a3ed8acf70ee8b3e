using System.Text;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>A promise made ready for the hot path: names as bytes, words as values. Immutable; made from a checked definition.</summary>
internal sealed class PromisePlan
{
    /// <summary>A promise has at most so many tracks (itself and its guardrails) and arms.</summary>
    public const int TracksMax = 6, ArmsMax = 8;

    /// <summary>No arm.</summary>
    public const int NoArm = -1;

    private readonly HashSet<string> _touchpoints, _goals;
    private readonly HashSet<string> _areas;
    private readonly byte[][] _staff, _journeys, _stages, _sources;
    private readonly ulong _channels, _intents;
    private readonly bool _looksFurther;
    private readonly (byte[] Name, string Value)[] _properties, _traits;
    private readonly IdentifierKind? _identifier;
    private readonly byte[]? _armProperty, _before;
    private readonly byte[][][] _armValues;
    private readonly double[] _armEnds;
    private readonly long _salt;
    private readonly Track _measure;
    private readonly Track[] _tracks;

    public PromisePlan(string id, PromiseDefinition definition)
    {
        Definition = definition;
        var where = definition.Where;
        _touchpoints = [.. where.Touchpoints];
        _areas = [.. where.Areas];
        (_staff, _journeys, _stages, _sources) = (Bytes(where.Staff), Bytes(where.Journeys), Bytes(where.Stages), Bytes(where.Sources));
        foreach (var word in where.Channels) _channels |= 1UL << (int)(WordNames.TryParse(word, out Channel channel) ? channel : default);
        foreach (var word in where.Intents) _intents |= 1UL << (int)(WordNames.TryParse(word, out Intent intent) ? intent : default);
        _properties = [.. where.Properties.Select(pair => (Encoding.UTF8.GetBytes(pair.Key), pair.Value))];
        _traits = [.. where.Traits.Select(pair => (Encoding.UTF8.GetBytes(pair.Key), pair.Value))];
        _identifier = where.Identifier switch { "user" => IdentifierKind.User, "anonymous" => IdentifierKind.Anonymous, _ => null };
        _looksFurther = _staff.Length + _journeys.Length + _stages.Length + _sources.Length + _properties.Length + _traits.Length > 0 || _identifier is not null;
        _tracks =
        [
            new(definition.Measure, definition.Direction),
            .. definition.Guardrails.Select(guardrail => new Track(guardrail.Measure, guardrail.Direction)),
        ];
        _measure = _tracks[0];
        Tracks = _tracks.Length;
        Later = definition.Measure.Kind is PromiseWords.Conversion or PromiseWords.FirstContact;
        FollowedIsGood = (definition.Measure.Kind == PromiseWords.Conversion) != (definition.Direction == PromiseWords.AtMost);
        WindowMicros = (definition.Measure.WithinHours ?? 0) * Instant.MicrosPerHour;
        _goals = !Later ? [] : definition.Measure.Goal.Count > 0 ? [.. definition.Measure.Goal] : _touchpoints;
        GoalIsEverywhere = Later && _goals.Count == 0;
        EachAnswerCounts = definition.EachAnswerCounts;
        var arms = definition.Arms;
        Arms = arms?.Items.Count ?? 1;
        HasArms = arms is not null;
        _armProperty = arms is { By: "property", Property: { } property } ? Encoding.UTF8.GetBytes(property) : null;
        _before = arms?.Before is { } before ? Encoding.UTF8.GetBytes(before) : null;
        IsDrawn = arms?.Method == ArmsMethod.Drawn;
        _armValues = [.. (arms?.Items ?? []).Select(arm => Bytes(arm.Values))];
        var end = 0.0;
        _armEnds = [.. (arms?.Items ?? []).Select(arm => end += arm.Share)];
        _salt = StableHash.Source("veinte:promise:" + id);
        Scale = PromiseScale.Of(definition.Measure, definition.Direction) ?? new(0, 1, false);
        Level = Math.Clamp(Scale.In(definition.Target) - Scale.Length(definition.SmallestDifference), 0.001, 0.999);
    }

    /// <summary>The promise.</summary>
    public PromiseDefinition Definition { get; }

    /// <summary>How the measure lies on 0–1.</summary>
    public PromiseScale Scale { get; }

    /// <summary>How many arms; one when nothing is compared.</summary>
    public int Arms { get; }

    /// <summary>Whether anything is compared.</summary>
    public bool HasArms { get; }

    /// <summary>Whether chance decides who meets which arm: then a customer counts once, for the arm met first.</summary>
    public bool IsDrawn { get; }

    /// <summary>Whether a number from before the arms is taken off.</summary>
    public bool IsAdjusted => _before is not null;

    /// <summary>How many tracks: the measure and its guardrails.</summary>
    public int Tracks { get; }

    /// <summary>The mean, as evidence, whose loss the watch looks for: the target less the smallest difference worth acting on.</summary>
    public double Level { get; }

    /// <summary>Whether the outcome is known only after a window.</summary>
    public bool Later { get; }

    /// <summary>Whether being followed by the later event counts as 1.</summary>
    public bool FollowedIsGood { get; }

    /// <summary>Whether a later event anywhere counts.</summary>
    public bool GoalIsEverywhere { get; }

    /// <summary>The window of the later event.</summary>
    public long WindowMicros { get; }

    /// <summary>Whether each answer counts by itself.</summary>
    public bool EachAnswerCounts { get; }

    /// <summary>Whether it names a touchpoint, as one that it is about or waits for.</summary>
    public bool Names(string touchpoint) => _touchpoints.Contains(touchpoint) || _goals.Contains(touchpoint);

    /// <summary>Whether it is about some areas only.</summary>
    public bool HasAreas => _areas.Count > 0;

    /// <summary>Whether interactions in an area can be evidence.</summary>
    /// <param name="area">Its name; null for none.</param>
    public bool MayMatchIn(string? area) => _areas.Count == 0 || (area is not null && _areas.Contains(area));

    /// <summary>Whether interactions without an area, or in one that has no name kept, can be evidence.</summary>
    /// <param name="hasName">Whether an area has one.</param>
    public bool MayMatchOutside(Predicate<string> hasName) => _areas.Count == 0 || _areas.Any(area => !hasName(area));

    /// <summary>Whether interactions at a touchpoint can be evidence.</summary>
    public bool MayMatch(string touchpoint) => _touchpoints.Count == 0 || _touchpoints.Contains(touchpoint);

    /// <summary>Whether an interaction at a touchpoint is the later event.</summary>
    public bool IsGoal(string touchpoint) => Later && (GoalIsEverywhere || _goals.Contains(touchpoint));

    /// <summary>Whether an interaction at a touchpoint and in an area of this promise is evidence.</summary>
    public bool Matches(in InteractionView view, CustomerState customer)
    {
        if (_channels != 0 && (_channels >> (int)view.Header.Channel & 1) == 0) return false;
        if (_intents != 0 && (_intents >> (int)view.Header.Intent & 1) == 0) return false;
        return !_looksFurther || MatchesFurther(view, customer);
    }

    private bool MatchesFurther(in InteractionView view, CustomerState customer)
    {
        if (_identifier is { } kind && view.CustomerKind != kind) return false;
        if (!IsOneOf(_staff, view.Staff) || !IsOneOf(_journeys, view.Journey) || !IsOneOf(_stages, view.Stage) || !IsOneOf(_sources, view.Source)) return false;
        foreach (var (name, value) in _properties)
            if (JsonMembers.Is(view.Properties, name, value) != true) return false;
        foreach (var (name, value) in _traits)
            if (JsonMembers.Is(customer.Traits, name, value) != true) return false;
        return true;
    }

    /// <summary>The arm an interaction belongs to, or <see cref="NoArm"/>.</summary>
    public int ArmOf(in InteractionView view)
    {
        if (!HasArms) return 0;
        switch (Definition.Arms!.By)
        {
            case "customer": return ArmOf(view.Header.Key);
            case "property":
                for (var arm = 0; arm < _armValues.Length; arm++)
                    foreach (var value in Definition.Arms.Items[arm].Values)
                        if (JsonMembers.Is(view.Properties, _armProperty, value) == true) return arm;
                return NoArm;
            case "staff": return ArmOf(view.Staff);
            default: return ArmOf(view.Area);
        }
    }

    /// <summary>The arm a customer is given by the hash of his identifier.</summary>
    public int ArmOf(UInt128 customer)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, customer);
        var draw = (ulong)(StableHash.Message(_salt, bytes) >> 64) / (double)ulong.MaxValue;
        for (var arm = 0; arm < _armEnds.Length; arm++)
            if (draw < _armEnds[arm]) return arm;
        return _armEnds.Length - 1;
    }

    /// <summary>The number from before the arms; null when neither the interaction nor the customer has it.</summary>
    public double? Before(in InteractionView view, CustomerState customer) =>
        JsonMembers.Number(view.Properties, _before) ?? JsonMembers.Number(customer.Traits, _before);

    /// <summary>What an interaction says on a track, 0–1 and more is better; null when it lacks the data.</summary>
    public double? Value(int track, in InteractionView view, Grade? grade) => (track == 0 ? _measure : _tracks[track]).Value(view, grade);

    private int ArmOf(ReadOnlySpan<byte> name)
    {
        for (var arm = 0; arm < _armValues.Length; arm++)
            if (_armValues[arm].Length > 0 && IsOneOf(_armValues[arm], name)) return arm;
        return NoArm;
    }

    private static bool IsOneOf(byte[][] names, ReadOnlySpan<byte> name)
    {
        if (names.Length == 0) return true;
        foreach (var one in names)
            if (name.SequenceEqual(one)) return true;
        return false;
    }

    private static byte[][] Bytes(IReadOnlyList<string> names) => [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>One thing that is measured, with its words made into values.</summary>
    private sealed class Track(PromiseMeasure measure, string direction)
    {
        private readonly PromiseScale _scale = PromiseScale.Of(measure, direction) ?? new(0, 1, false);
        private readonly byte[]? _property = (measure.Condition?.Property ?? measure.Property) is { } name ? Encoding.UTF8.GetBytes(name) : null;
        private readonly What _what = measure.Kind switch
        {
            PromiseWords.Grade => What.Grade,
            PromiseWords.Nps => What.Nps,
            PromiseWords.Number => What.Number,
            PromiseWords.Share when measure.Condition is not null => What.Share,
            _ => What.Nothing,
        };
        private readonly PromiseSignal _signal = PromiseSignals.Of(measure.Kind == PromiseWords.Share ? measure.Condition?.Signal : measure.Signal);
        private readonly Comparison _compare = measure.Condition?.Compare switch
        {
            PromiseWords.AtMost => Comparison.AtMost,
            PromiseWords.AtLeast => Comparison.AtLeast,
            "below" => Comparison.Below,
            "above" => Comparison.Above,
            _ => Comparison.Is,
        };
        private readonly double _limit = measure.Condition?.Value ?? double.NaN;
        private readonly string? _text = measure.Condition?.Text;

        public double? Value(in InteractionView view, Grade? grade)
        {
            double? value = _what switch
            {
                What.Grade => grade?.Value,
                What.Nps => view.Signals.Has(SignalSet.Nps) ? view.Signals.Nps >= 8.5 ? 1 : view.Signals.Nps >= 6.5 ? 0 : -1 : null,
                What.Number => PromiseSignals.Number(_signal, _property, view, grade, ratingAsShare: true),
                What.Share => Meets(view, grade) is { } met ? met ? 1 : 0 : null,
                What.Nothing => null,
            };
            return value is { } number ? _scale.In(number) : null;
        }

        private bool? Meets(in InteractionView view, Grade? grade)
        {
            ref readonly var signals = ref view.Signals;
            if (_signal == PromiseSignal.WaitKept) return signals.Has(SignalSet.Wait) ? signals.WaitSeconds <= signals.PromisedWaitSeconds : null;
            if (_signal == PromiseSignal.Outcome) return signals.Has(SignalSet.Outcome) ? signals.Outcome.Name() == _text : null;
            if (_signal == PromiseSignal.Reaction) return signals.Has(SignalSet.Reaction) ? signals.Reaction.Name() == _text : null;
            if (_signal == PromiseSignal.Property && _text is { } text) return JsonMembers.Is(view.Properties, _property, text);
            if (PromiseSignals.Number(_signal, _property, view, grade, ratingAsShare: false) is not { } number) return null;
            return _compare switch
            {
                Comparison.AtMost => number <= _limit,
                Comparison.AtLeast => number >= _limit,
                Comparison.Below => number < _limit,
                Comparison.Above => number > _limit,
                Comparison.Is => number.Equals(_limit),
            };
        }

        private enum What
        {
            Nothing,
            Grade,
            Nps,
            Number,
            Share,
        }

        private enum Comparison
        {
            Is,
            AtMost,
            AtLeast,
            Below,
            Above,
        }
    }
}
