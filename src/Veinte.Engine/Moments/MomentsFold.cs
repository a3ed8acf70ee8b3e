using Veinte.Engine.Folds;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>
/// Keeps what moments of truth are proven by: each outcome of a customer with the grades met before it goes into co-moments, so that
/// the question "which touchpoints move loyalty" costs the same at any length of history. Rules in docs/internals/moments.md.
/// </summary>
internal sealed partial class MomentsFold : IFold
{
    internal const string Capability = "moments";

    /// <summary>Outcomes that may be defined at once.</summary>
    internal const int OutcomesMax = 16;

    private const int LabelMax = 64;

    // The first layout had no number and began with a time; no time is as early as these.
    private const long Layout = long.MinValue + 5, LayoutsEnd = long.MinValue + 1_000;

    private readonly SortedDictionary<string, OutcomeState> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, OutcomeState> _byKey = [];
    private readonly SortedDictionary<ulong, string> _names = [];
    private readonly SortedSet<ulong> _verdicts = [];
    private OutcomeState[] _active = [];
    private ulong[] _codes = [];
    private readonly long? _until;
    private long _taken;

    public MomentsFold()
    {
        var shipped = OutcomeDefinition.RecommendationId;
        _outcomes.Add(shipped, new(shipped, 0, OutcomeDefinition.Recommendation, 0, 0));
        Arrange();
    }

    /// <summary>A fold that follows one outcome from the beginning, as if it had been defined before the first interaction.</summary>
    /// <param name="only">The outcome, empty.</param>
    /// <param name="until">Position after which no trip is counted any more: what follows only says how trips before it have ended.</param>
    internal MomentsFold(OutcomeState only, long until)
    {
        _until = until;
        _outcomes.Add(only.Id, only);
        Arrange();
    }

    /// <inheritdoc/>
    public string Name => Capability;

    /// <summary>Outcomes by id, ended ones included.</summary>
    public IReadOnlyDictionary<string, OutcomeState> Outcomes => _outcomes;

    /// <summary>Names behind hashes, as far as this partition has met them.</summary>
    public IReadOnlyDictionary<ulong, string> Names => _names;

    /// <summary>Outcomes that are counted.</summary>
    internal IReadOnlyList<OutcomeState> Active => _active;

    /// <summary>What the change that is being made has lifted out.</summary>
    internal LiftedTrips Lifted { get; } = new();

    /// <summary>The latest time of any interaction, Unix microseconds.</summary>
    public long LatestAt { get; private set; } = long.MinValue;

    /// <inheritdoc/>
    public void Take(in InteractionView interaction, in FoldedInteraction folded)
    {
        _taken++;
        var at = interaction.Header.OccurredAt.UnixMicros;
        LatestAt = Math.Max(LatestAt, at);
        var touchpoint = KeyOf(folded.Touchpoint, folded.Producers);
        var verdict = interaction.Signals.Has(SignalSet.Nps);
        if (verdict) _verdicts.Add(touchpoint);
        var change = new TripChange(this, folded.Customer, at);
        if (folded.Position > _until)
        {
            foreach (var outcome in _active)
                if (outcome.Awaited && IsReturn(outcome, interaction, touchpoint)) change.Returned(outcome);
            change.Finish();
            return;
        }
        // What somebody thinks of the firm as a whole is an outcome, and explains no other.
        if (folded.Grade is { } grade && !verdict) change.Met(new(at, touchpoint, checked((ushort)grade.Milli)));
        foreach (var outcome in _active)
        {
            if (outcome.Awaited)
            {
                if (change.Came(outcome, IsReturn(outcome, interaction, touchpoint))) change.Begin(outcome, LabelsOf(outcome, interaction, folded));
            }
            else if (TryValue(outcome, interaction, folded, touchpoint, out var value)) change.Told(outcome, value, touchpoint, LabelsOf(outcome, interaction, folded));
        }
        change.Finish();
    }

    /// <inheritdoc/>
    public void Receive(CustomerState customer) => new TripChange(this, customer, long.MaxValue).Finish();

    /// <inheritdoc/>
    public void TakeBack(in FoldedReversal reversal)
    {
        if (reversal.Line.Touchpoint == DaybookEntry.NoCode) return;
        var touchpoint = KeyOf(reversal.Line.Touchpoint, reversal.Producers);
        var change = new TripChange(this, reversal.Customer, reversal.Line.OccurredAt);
        change.TakeBack(touchpoint, reversal.Line.Grade, _verdicts.Contains(touchpoint));
        change.Finish();
        // What was filled back from lines was counted with memories that are gone.
        foreach (var outcome in _active)
            if (outcome.BackFilled > 0 && reversal.Posting < outcome.Position) outcome.Uncorrected++;
    }

    /// <inheritdoc/>
    public void Define(DefinitionSet definition, in DefinitionContext context)
    {
        if (_until is not null) return;
        var reading = OutcomeReading.Of(definition.Document, "en");
        if (reading.Outcome is not { } outcome)
            throw new InvalidDataException($"The outcome '{definition.Id}' at position {context.Position} cannot be read: {reading.Errors[0].Problem} Start the version that defined it.");
        var state = new OutcomeState(definition.Id, definition.Version, outcome, context.Position, context.At.UnixMicros)
        {
            Missed = outcome.Kind is OutcomeKinds.Grade or OutcomeKinds.TopBox ? 0 : _taken,
        };
        _outcomes[definition.Id] = state;
        Arrange();
        if (!outcome.Ended) BackFill(state, context);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Layout);
        writer.Write(LatestAt);
        writer.Write(_taken);
        writer.Write(_outcomes.Count);
        foreach (var outcome in _outcomes.Values) outcome.Write(writer);
        writer.Write(_names.Count);
        foreach (var (key, name) in _names)
        {
            writer.Write(key);
            writer.Write(name);
        }
        writer.Write(_verdicts.Count);
        foreach (var verdict in _verdicts) writer.Write(verdict);
    }

    /// <inheritdoc/>
    public void Read(BinaryReader reader)
    {
        var layout = reader.ReadInt64();
        if (layout < Layout || layout > LayoutsEnd) throw new OutdatedStateException("Moments were stored in an earlier layout.");
        if (layout != Layout) throw new InvalidDataException("Moments were stored in a later layout. Start the version that wrote them.");
        LatestAt = reader.ReadInt64();
        _taken = reader.ReadInt64();
        _outcomes.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var outcome = OutcomeState.Read(reader);
            _outcomes.Add(outcome.Id, outcome);
        }
        for (var left = reader.ReadInt32(); left > 0; left--) _names.Add(reader.ReadUInt64(), reader.ReadString());
        for (var left = reader.ReadInt32(); left > 0; left--) _verdicts.Add(reader.ReadUInt64());
        Arrange();
    }

    /// <summary>The outcome that a mark was made for, unless it has been defined otherwise since.</summary>
    internal OutcomeState? OutcomeOf(OutcomeMark mark) =>
        _byKey.TryGetValue(mark.Outcome, out var outcome) && outcome.Version == mark.Version ? outcome : null;

    private void Arrange()
    {
        _active = [.. _outcomes.Values.Where(outcome => !outcome.Definition.Ended)];
        _byKey.Clear();
        foreach (var outcome in _active) _byKey.Add(outcome.Key, outcome);
    }

    // Codes are this partition's own and dense: the hash of each name is worked out once.
    private ulong KeyOf(int code, ProducerBooks producers)
    {
        if (code < _codes.Length && _codes[code] != 0) return _codes[code];
        if (code >= _codes.Length) Array.Resize(ref _codes, Math.Max(code + 1, 2 * _codes.Length));
        var name = producers.Name(AccountKind.Touchpoint, code);
        _names.TryAdd(_codes[code] = OutcomeState.KeyOf(name), name);
        return _codes[code];
    }

    private static bool IsReturn(OutcomeState outcome, in InteractionView interaction, ulong touchpoint) =>
        (outcome.Touchpoint == 0 || outcome.Touchpoint == touchpoint) && (outcome.Intent == 0 || outcome.Intent == interaction.Header.Intent);

    private static bool TryValue(OutcomeState outcome, in InteractionView interaction, in FoldedInteraction folded, ulong touchpoint, out double value)
    {
        value = 0;
        if (outcome.Touchpoint != 0 && outcome.Touchpoint != touchpoint) return false;
        switch (outcome.Definition.Kind)
        {
            case OutcomeKinds.Recommendation:
                value = interaction.Signals.Nps;
                return interaction.Signals.Has(SignalSet.Nps);
            case OutcomeKinds.Revenue:
                value = interaction.Signals.Revenue;
                return interaction.Signals.Has(SignalSet.Revenue) && double.IsFinite(value);
            case OutcomeKinds.Property:
                if (JsonMembers.Number(interaction.Properties, outcome.Property) is not { } number) return false;
                value = number;
                return true;
            default:
                return folded.Grade is { } grade && TryGrade(outcome, grade.Milli, out value);
        }
    }

    private static bool TryGrade(OutcomeState outcome, int milli, out double value)
    {
        var grade = milli / 1000.0;
        value = outcome.Definition.Kind == OutcomeKinds.TopBox ? grade >= (outcome.Definition.TopGrade ?? TripCell.High) ? 1 : 0 : grade;
        return true;
    }

    private (string Journey, string Segment) LabelsOf(OutcomeState outcome, in InteractionView interaction, in FoldedInteraction folded)
    {
        var journey = JsonMembers.Text(interaction.Journey, LabelMax);
        var segment = outcome.Definition.Segment switch
        {
            null => "",
            "channel" => interaction.Header.Channel == 0 ? "" : interaction.Header.Channel.Name(),
            "intent" => interaction.Header.Intent == 0 ? "" : interaction.Header.Intent.Name(),
            "area" => JsonMembers.Text(interaction.Area, LabelMax),
            _ => JsonMembers.Text(interaction.Properties, outcome.SegmentProperty, LabelMax),
        };
        return (journey, segment);
    }
}
