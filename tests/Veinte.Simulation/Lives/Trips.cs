using System.Text;
using System.Text.Json;
using Veinte.Engine.Moments;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Simulation.Lives;

/// <summary>
/// Customers who meet touchpoints and then say what they think, in words, before partitions without a disk. A leading "?" is a
/// device that nobody has signed in on; "?device+ana" brings both.
/// </summary>
internal sealed class Trips
{
    private readonly Partition[] _partitions;
    private readonly List<JournalRecord> _journal = [];
    private long _position;

    public Trips(int partitions = 1) =>
        _partitions = [.. Enumerable.Range(0, partitions).Select(number => Open(number, partitions, new()))];

    public IReadOnlyList<Partition> Partitions => _partitions;

    /// <summary>A rating from 1 to 5 at a touchpoint, some minutes after the beginning.</summary>
    public long Rates(string customer, string touchpoint, double rating, double minute, string journey = "") =>
        Append(customer, touchpoint, minute, new() { Present = SignalSet.Rating, Rating = rating, RatingMin = 1, RatingMax = 5 }, journey);

    /// <summary>How likely a customer is to recommend the firm, 0 to 10.</summary>
    public long Recommends(string customer, double nps, double minute, string touchpoint = "survey", string journey = "") =>
        Append(customer, touchpoint, minute, new() { Present = SignalSet.Nps, Nps = nps }, journey);

    /// <summary>An interaction without evidence.</summary>
    public long Comes(string customer, string touchpoint, double minute, string properties = "", Intent intent = Intent.Unknown) =>
        Append(customer, touchpoint, minute, default, properties: properties, intent: intent);

    public void Reverses(string customer, long posting) => Append(EntryKind.ReversalRequested, KeyOf(customer), new ReversalRequested(posting, "maria", "wrong", null), EntryJson.Default.ReversalRequested);

    public void Defines(string id, OutcomeDefinition outcome, int version = 1, double minute = 0) => Append(
        EntryKind.DefinitionSet, UInt128.Zero,
        new DefinitionSet("moments", id, version, "maria", JsonSerializer.SerializeToElement(outcome, OutcomeJson.Default.OutcomeDefinition)), EntryJson.Default.DefinitionSet,
        EntryFlags.Broadcast, minute);

    /// <summary>What all partitions say of an outcome.</summary>
    public MomentsMerge Of(string outcome = "recommendation", string? journey = null, string? segment = null, bool everything = false) =>
        Merge([.. _partitions.Select(partition => new MomentsQuery(outcome, segment is null ? 0 : 1, segment ?? journey, int.MinValue, int.MaxValue, everything).Answer(partition)).OfType<MomentsShare>()]);

    // As the reader does: what no share has a name for is asked of all partitions.
    private MomentsMerge Merge(MomentsShare[] shares)
    {
        var names = new MomentNamesQuery(MomentsMerge.Unnamed(shares));
        return new(shares, _partitions.SelectMany(names.Answer));
    }

    /// <summary>The same with what came before the outcome was defined, read from the journal.</summary>
    public MomentsMerge WithPast(string outcome) => Merge([.. Of(outcome).Shares, PastOf(outcome).Share(new(outcome, 0, null, int.MinValue, int.MaxValue))]);

    /// <summary>What came before an outcome was defined.</summary>
    public OutcomePast PastOf(string outcome)
    {
        var share = Of(outcome).Shares[0];
        var reading = new OutcomePast.Reading(new(outcome, share.Version, share.Definition, 0, new Instant(share.DefinedAt).ToDateTimeOffset(), 0, share.Missed), share.Position, _partitions.Length);
        foreach (var record in _journal) reading.Apply(record);
        return reading.Result();
    }

    /// <summary>Whether what was kept and what is computed again from journal and daybooks are the same.</summary>
    public MomentsAgreement Agreement(string outcome = "recommendation")
    {
        var stream = Of(outcome, everything: true);
        var lines = _partitions.Select(partition =>
        {
            var lines = new PartitionLines();
            foreach (var entry in partition.DaybookNow(1, int.MaxValue).Lines) lines.Add(entry);
            return lines;
        }).ToArray();
        var comparison = new HistoryComparison(stream, outcome, stream.Shares[0].Version, stream.Shares[0].Definition, lines);
        foreach (var record in _journal) comparison.Apply(record);
        return comparison.Result();
    }

    /// <summary>Trips and the answer.</summary>
    public MomentsView View(string outcome = "recommendation", string? journey = null) =>
        Of(outcome, journey) is var merge ? MomentsAnalysis.Of(merge, new(outcome, journey), new(outcome, 0, merge.Shares[0].Definition, merge.Trips.Trips, null, 0)) : null!;

    /// <summary>Mean of the outcome and each touchpoint's trips and mean, as a line.</summary>
    public string Line(string outcome = "recommendation") => Line(Of(outcome));

    /// <summary>The same of an answer.</summary>
    public static string Line(MomentsMerge merge)
    {
        var total = merge.Trips.Groups.Total();
        var parts = merge.Names.Select((name, j) => (name, N: total.Weight(0, j + 1), Mean: total.Mean(j + 1))).Where(part => part.N > 0).OrderBy(part => part.name, StringComparer.Ordinal)
            .Select(part => FormattableString.Invariant($"{part.name} {part.N}×{part.Mean:0.###}"));
        return FormattableString.Invariant($"{merge.Trips.Trips} trips, {total.Mean(0):0.###}: {string.Join(", ", parts)}");
    }

    /// <summary>An interaction of the demo's airline.</summary>
    public void Happens(SimulatedInteraction happened) => Append(
        happened.CustomerId is { } known ? happened.AnonymousId is { } device ? $"?{device}+{known}" : known : $"?{happened.AnonymousId}",
        happened.Touchpoint, (happened.At.UnixMicros - Ratings.Start.UnixMicros) / (60.0 * Instant.MicrosPerSecond), happened.Signals, happened.Journey ?? "", intent: happened.Intent);

    /// <summary>The answer to rows of an outcome and the grades before it, one customer each; NaN where not met.</summary>
    public static MomentsView Judge(IReadOnlyList<string> names, IReadOnlyList<double[]> rows)
    {
        var cell = new TripCell();
        for (var i = 0; i < rows.Count; i++) cell.Move(rows[i], (ulong)i, +1);
        var outcome = OutcomeDefinition.Recommendation;
        var share = new MomentsShare(
            outcome, 0, 0, 0, 0, 0, 0, 0, 0, [.. names.Select(name => (OutcomeState.KeyOf(name), (string?)name))], [], [""], [""], cell, []);
        return MomentsAnalysis.Of(new([share]), new(""), new("", 0, outcome, rows.Count, null, 0));
    }

    /// <summary>Lets what partitions send each other arrive.</summary>
    public void Settle()
    {
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var partition in _partitions)
                foreach (var effect in partition.TakeEffects(0))
                {
                    using var builder = new EntryBatchBuilder();
                    builder.Add(effect.Header, effect.Body);
                    Apply(builder);
                    moved = true;
                }
        }
    }

    /// <summary>Stores the partitions and opens others over what was stored.</summary>
    public Trips Restarted()
    {
        var other = new Trips(_partitions.Length) { _position = _position };
        for (var i = 0; i < _partitions.Length; i++)
        {
            var checkpoints = new SimulatedCheckpoints();
            var epoch = checkpoints.Open(i + 1).AsTask().GetAwaiter().GetResult();
            _ = epoch;
            _partitions[i].BeginSnapshot(i + 1);
            checkpoints.Commit(_partitions[i].TakeSlice(int.MaxValue)!, CommitFault.None, 0);
            _partitions[i].SnapshotCommitted();
            other._partitions[i] = Open(i, _partitions.Length, checkpoints);
        }
        return other;
    }

    private static Partition Open(int number, int count, SimulatedCheckpoints checkpoints) =>
        new(number, count, new(), checkpoints, checkpoints.Open(number + 1).AsTask().GetAwaiter().GetResult(), live: null);

    private long Append(string customer, string touchpoint, double minute, Signals signals, string journey = "", string properties = "", Intent intent = Intent.Unknown)
    {
        var plus = customer.IndexOf('+', StringComparison.Ordinal);
        var (anonymous, known) = customer[0] != '?' ? ("", customer) : plus < 0 ? (customer[1..], "") : (customer[1..plus], customer[(plus + 1)..]);
        var at = AtMinute(minute);
        var message = $"m{_position}";
        using var builder = new EntryBatchBuilder();
        builder.Add(new InteractionDraft
        {
            Type = EventType.Track,
            Channel = Channel.Web,
            Intent = intent,
            CustomerKind = known.Length > 0 ? IdentifierKind.User : IdentifierKind.Anonymous,
            Customer = Encoding.UTF8.GetBytes(known.Length > 0 ? known : anonymous),
            Anonymous = known.Length > 0 ? Encoding.UTF8.GetBytes(anonymous) : default,
            Message = StableHash.Message(StableHash.Source("test"), message),
            MessageId = Encoding.UTF8.GetBytes(message),
            OccurredAt = at,
            ReceivedAt = at,
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Signals = signals,
            Source = "test"u8,
            Touchpoint = Encoding.UTF8.GetBytes(touchpoint),
            Journey = Encoding.UTF8.GetBytes(journey),
            Properties = Encoding.UTF8.GetBytes(properties),
        });
        return Apply(builder);
    }

    private void Append<T>(EntryKind kind, UInt128 key, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, EntryFlags flags = EntryFlags.None, double minute = 0)
    {
        var at = AtMinute(minute);
        using var builder = new EntryBatchBuilder();
        builder.Add(
            new() { Kind = kind, Flags = flags, Key = key, Message = (UInt128)(ulong)(_position + 1_000_000), OccurredAt = at, ReceivedAt = at }, body, type);
        Apply(builder);
    }

    private static Instant AtMinute(double minute) => new(Ratings.Start.UnixMicros + (long)(minute * 60 * Instant.MicrosPerSecond));

    private long Apply(EntryBatchBuilder builder)
    {
        var record = new JournalRecord(new(++_position), 1, builder.Build().Payload);
        _journal.Add(record);
        foreach (var partition in _partitions) partition.Apply(record);
        return _position;
    }

    private static UInt128 KeyOf(string customer) => customer[0] == '?'
        ? StableHash.Customer(IdentifierKind.Anonymous, customer[1..])
        : StableHash.Customer(IdentifierKind.User, customer);
}
