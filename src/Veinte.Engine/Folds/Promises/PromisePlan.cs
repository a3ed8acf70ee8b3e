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
    private readonly byte[][] _staff, _areas, _journeys, _stages, _sources;
    private readonly HashSet<Channel> _channels;
    private readonly HashSet<Intent> _intents;
    private readonly (byte[] Name, string Value)[] _properties, _traits;
    private readonly IdentifierKind? _identifier;
    private readonly byte[]? _armProperty, _before;
    private readonly byte[][][] _armValues;
    private readonly double[] _armEnds;
    private readonly long _salt;
    private readonly Track[] _tracks;

    public PromisePlan(string id, PromiseDefinition definition)
    {
        Definition = definition;
        var where = definition.Where;
        _touchpoints = [.. where.Touchpoints];
        (_staff, _areas, _journeys, _stages, _sources) = (Bytes(where.Staff), Bytes(where.Areas), Bytes(where.Journeys), Bytes(where.Stages), Bytes(where.Sources));
        _channels = [.. where.Channels.Select(word => WordNames.TryParse(word, out Channel channel) ? channel : default)];
        _intents = [.. where.Intents.Select(word => WordNames.TryParse(word, out Intent intent) ? intent : default)];
        _properties = [.. where.Properties.Select(pair => (Encoding.UTF8.GetBytes(pair.Key), pair.Value))];
        _traits = [.. where.Traits.Select(pair => (Encoding.UTF8.GetBytes(pair.Key), pair.Value))];
        _identifier = where.Identifier switch { "user" => IdentifierKind.User, "anonymous" => IdentifierKind.Anonymous, _ => null };
        _tracks =
        [
            new(definition.Measure, definition.Direction),
            .. definition.Guardrails.Select(guardrail => new Track(guardrail.Measure, guardrail.Direction)),
        ];
        Later = definition.Measure.Kind is PromiseWords.Conversion or PromiseWords.FirstContact;
        FollowedIsGood = (definition.Measure.Kind == PromiseWords.Conversion) != (definition.Direction == PromiseWords.AtMost);
        WindowMicros = (definition.Measure.WithinHours ?? 0) * Instant.MicrosPerHour;
        _goals = !Later ? [] : definition.Measure.Goal.Count > 0 ? [.. definition.Measure.Goal] : _touchpoints;
        GoalIsEverywhere = Later && _goals.Count == 0;
        var arms = definition.Arms;
        Arms = arms?.Items.Count ?? 1;
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

    /// <summary>Whether chance decides who meets which arm: then a customer counts once, for the arm met first.</summary>
    public bool IsDrawn { get; }

    /// <summary>Whether a number from before the arms is taken off.</summary>
    public bool IsAdjusted => _before is not null;

    /// <summary>How many tracks: the measure and its guardrails.</summary>
    public int Tracks => _tracks.Length;

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

    /// <summary>Whether interactions at a touchpoint can be evidence.</summary>
    public bool MayMatch(string touchpoint) => _touchpoints.Count == 0 || _touchpoints.Contains(touchpoint);

    /// <summary>Whether an interaction at a touchpoint is the later event.</summary>
    public bool IsGoal(string touchpoint) => Later && (GoalIsEverywhere || _goals.Contains(touchpoint));

    /// <summary>Whether an interaction at a touchpoint of this promise is evidence.</summary>
    public bool Matches(in InteractionView view, CustomerState customer)
    {
        if (_channels.Count > 0 && !_channels.Contains(view.Header.Channel)) return false;
        if (_intents.Count > 0 && !_intents.Contains(view.Header.Intent)) return false;
        if (_identifier is { } kind && view.CustomerKind != kind) return false;
        if (!IsOneOf(_staff, view.Staff) || !IsOneOf(_areas, view.Area) || !IsOneOf(_journeys, view.Journey)
            || !IsOneOf(_stages, view.Stage) || !IsOneOf(_sources, view.Source)) return false;
        foreach (var (name, value) in _properties)
            if (JsonMembers.Is(view.Properties, name, value) != true) return false;
        foreach (var (name, value) in _traits)
            if (JsonMembers.Is(customer.Traits, name, value) != true) return false;
        return true;
    }

    /// <summary>The arm an interaction belongs to, or <see cref="NoArm"/>.</summary>
    public int ArmOf(in InteractionView view)
    {
        switch (Definition.Arms?.By)
        {
            case null: return 0;
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
    public double? Value(int track, in InteractionView view, Grade? grade) => _tracks[track].Value(view, grade);

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

    /// <summary>One thing that is measured.</summary>
    private sealed class Track(PromiseMeasure measure, string direction)
    {
        private readonly PromiseScale _scale = PromiseScale.Of(measure, direction) ?? new(0, 1, false);
        private readonly byte[]? _property = (measure.Condition?.Property ?? measure.Property) is { } name ? Encoding.UTF8.GetBytes(name) : null;

        public double? Value(in InteractionView view, Grade? grade)
        {
            double? value = measure.Kind switch
            {
                PromiseWords.Grade => grade?.Value,
                PromiseWords.Nps => view.Signals.Has(SignalSet.Nps) ? view.Signals.Nps >= 8.5 ? 1 : view.Signals.Nps >= 6.5 ? 0 : -1 : null,
                PromiseWords.Number => PromiseSignals.Number(measure.Signal ?? "", _property, view, grade, ratingAsShare: true),
                PromiseWords.Share => measure.Condition is { } condition && Meets(condition, view, grade) is { } met ? met ? 1 : 0 : null,
                _ => null,
            };
            return value is { } number ? _scale.In(number) : null;
        }

        private bool? Meets(PromiseCondition condition, in InteractionView view, Grade? grade)
        {
            ref readonly var signals = ref view.Signals;
            switch (condition.Signal)
            {
                case "waitKept": return signals.Has(SignalSet.Wait) ? signals.WaitSeconds <= signals.PromisedWaitSeconds : null;
                case "outcome": return signals.Has(SignalSet.Outcome) ? signals.Outcome.Name() == condition.Text : null;
                case "reaction": return signals.Has(SignalSet.Reaction) ? signals.Reaction.Name() == condition.Text : null;
                case "property" when condition.Text is { } text: return JsonMembers.Is(view.Properties, _property, text);
            }
            if (PromiseSignals.Number(condition.Signal, _property, view, grade, ratingAsShare: false) is not { } number) return null;
            var limit = condition.Value ?? double.NaN;
            return condition.Compare switch
            {
                PromiseWords.AtMost => number <= limit,
                PromiseWords.AtLeast => number >= limit,
                "below" => number < limit,
                "above" => number > limit,
                _ => number.Equals(limit),
            };
        }
    }
}
