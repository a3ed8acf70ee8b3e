using System.Text;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation.Promises;

/// <summary>
/// Partitions with nothing but their own journal in memory, fed in the words of promises. Time is what the interactions
/// say it is; the judge looks when the test does.
/// </summary>
internal sealed class PromiseBooks
{
    public static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly List<JournalRecord> _journal = [];
    private readonly Dictionary<int, SimulatedCheckpoints> _kept = [];
    private Partition[] _partitions;
    private long _position;
    private int _messages;

    private readonly PartitionOptions _options;

    /// <summary>A promise about waiting, as most specifications have it.</summary>
    public static readonly PromiseDefinition Quick = new()
    {
        Question = "Do we check people in within a quarter of an hour?",
        State = PromiseWords.Running,
        Where = new() { Touchpoints = ["Check-in"] },
        Measure = new() { Kind = PromiseWords.Share, Condition = new() { Signal = "waitKept" } },
        Target = 0.8,
        SmallestDifference = 0.05,
    };

    /// <summary>Books.</summary>
    /// <param name="partitions">How many partitions.</param>
    /// <param name="namesMax">How many touchpoints, staff members and areas, each, a partition keeps the names of.</param>
    public PromiseBooks(int partitions = 1, int namesMax = 10_000)
    {
        _options = new() { ProducerNamesMax = namesMax };
        _partitions = Opened(partitions);
    }

    /// <summary>The time of the next interaction.</summary>
    public Instant Now { get; private set; } = Start;

    public IReadOnlyList<Partition> Partitions => _partitions;

    public void Wait(TimeSpan time) => Now = new(Now.UnixMicros + (long)time.TotalMicroseconds);

    /// <summary>Writes a version of a promise.</summary>
    public void Define(string id, int version, PromiseDefinition promise)
    {
        Assert.Empty(PromiseCheck.Of(promise, null, spanish: false));
        Append(builder => builder.Add(
            new() { Kind = EntryKind.DefinitionSet, Flags = EntryFlags.Broadcast, Message = NextMessage(), OccurredAt = Now, ReceivedAt = Now },
            new("promises", id, version, "ana", promise.Write()), EntryJson.Default.DefinitionSet));
    }

    /// <summary>An interaction; returns its position.</summary>
    public long Meets(string customer, string touchpoint, Signals signals = default, string properties = "", string staff = "", Channel channel = Channel.InPerson, string area = "",
        string journey = "", string stage = "")
    {
        Append(builder => builder.Add(new InteractionDraft
        {
            Type = EventType.Track,
            Channel = channel,
            Intent = Intent.Do,
            CustomerKind = IdentifierKind.User,
            Customer = Encoding.UTF8.GetBytes(customer),
            Message = NextMessage(),
            MessageId = Encoding.UTF8.GetBytes($"m{_messages}"),
            OccurredAt = Now,
            ReceivedAt = Now,
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Signals = signals,
            Source = "test"u8,
            Touchpoint = Encoding.UTF8.GetBytes(touchpoint),
            Staff = Encoding.UTF8.GetBytes(staff),
            Area = Encoding.UTF8.GetBytes(area),
            Journey = Encoding.UTF8.GetBytes(journey),
            Stage = Encoding.UTF8.GetBytes(stage),
            Properties = Encoding.UTF8.GetBytes(properties),
        }));
        return _position;
    }

    /// <summary>A wait against a promised quarter of an hour.</summary>
    public long Waits(string customer, double seconds, string touchpoint = "Check-in", string area = "") => Meets(customer, touchpoint,
        new() { Present = SignalSet.Wait, WaitSeconds = seconds, PromisedWaitSeconds = 900 }, area: area);

    public void Reverse(string customer, long posting) => Append(builder => builder.Add(
        new() { Kind = EntryKind.ReversalRequested, Key = StableHash.Customer(IdentifierKind.User, customer), Message = NextMessage(), OccurredAt = Now, ReceivedAt = Now },
        new(posting, "ana", "wrong", null), EntryJson.Default.ReversalRequested));

    public PromiseReading Read(string id, PromiseDepth depth = PromiseDepth.Whole) =>
        PromiseReading.Merge([.. _partitions.SelectMany(partition => new PromisesQuery(id, depth).Answer(partition))]);

    public PromiseJudgement Judge(string id) => PromiseJudge.Judge(Read(id), Now);

    /// <summary>Looks once, as the judge does every second: what has newly been proven goes into the journal.</summary>
    public VerdictReached? Look(string id)
    {
        var promise = Read(id);
        if (PromiseJudge.Change(promise, PromiseJudge.Judge(promise, Now)) is not { } verdict) return null;
        Enter(verdict);
        return verdict;
    }

    public void Enter(VerdictReached verdict) => Append(builder => builder.Add(
        new() { Kind = EntryKind.VerdictReached, Flags = EntryFlags.Broadcast, Message = NextMessage(), OccurredAt = Now, ReceivedAt = Now }, verdict, EntryJson.Default.VerdictReached));

    /// <summary>Lines that two books with the same state agree on.</summary>
    public IReadOnlyList<string> Digest() => [.. _partitions.Select(partition => partition.Folds.Digest()["promises"])];

    /// <summary>Stores everything and opens it again, as after a restart.</summary>
    public void Restart()
    {
        foreach (var partition in _partitions)
        {
            partition.BeginSnapshot(1);
            while (partition.TakeSlice(int.MaxValue) is { } change) Assert.True(_kept[Array.IndexOf(_partitions, partition)].Commit(change, CommitFault.None, 0));
            partition.SnapshotCommitted();
        }
        _partitions = [.. Enumerable.Range(0, _partitions.Length).Select(number => Open(number, _partitions.Length, _kept[number]))];
    }

    /// <summary>Other books, from the same journal.</summary>
    public PromiseBooks Replayed(int partitions)
    {
        var other = new PromiseBooks(partitions) { Now = Now };
        foreach (var record in _journal) other.Apply(record);
        return other;
    }

    private void Append(Action<EntryBatchBuilder> add)
    {
        using var builder = new EntryBatchBuilder();
        add(builder);
        Apply(new(new(++_position), 1, builder.Build().Payload));
    }

    private void Apply(JournalRecord record)
    {
        _position = record.Last.Value;
        _journal.Add(record);
        foreach (var partition in _partitions) partition.Apply(record);
    }

    private Partition[] Opened(int count) => [.. Enumerable.Range(0, count).Select(number => Open(number, count, _kept[number] = new()))];

    private Partition Open(int number, int count, SimulatedCheckpoints kept) =>
        new(number, count, _options, kept, kept.Open(1).AsTask().GetAwaiter().GetResult(), live: null, folds: new FoldSet(_options));

    private UInt128 NextMessage() => StableHash.Message(7, $"m{++_messages}");
}
