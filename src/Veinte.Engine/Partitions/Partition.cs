using System.Text.Json;
using Veinte.Engine.Folds;
using Veinte.Engine.Seams;
using Veinte.Grading;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Ledger;

namespace Veinte.Engine.Partitions;

/// <summary>
/// One partition of the books: applies its part of the journal in order. Its state is a function of a journal prefix;
/// it reads no clock, does no I/O but loading a customer, and is touched by one loop only. The same code runs live,
/// on restart, in <c>verify</c>, in a restatement and in the simulation.
/// </summary>
public sealed partial class Partition
{
    // Once a commit that is running has let as much again come together, it is slower than what comes in.
    private const int FarAhead = 2;

    private readonly int _number;
    private readonly int _count;
    private readonly PartitionOptions _options;
    private readonly LiveFeed? _live;
    private readonly Restated? _restated;
    private readonly CustomerTable _customers;
    private readonly Daybook _daybook;
    private readonly DedupeWindow _dedupe;
    private readonly FoldSet _folds;
    private readonly List<PublishedPolicy> _policies = [];
    private readonly Dictionary<(string Step, string Reason), long> _drops = [];
    private ProducerBooks _producers;
    private HourlyCourse _course = new();
    private GroupFigures _group = new();
    private Grader _grader = new(ScoringPolicy.Default);
    private Totals _totals;
    private long _position;
    private long _sinceSnapshot;
    private long _applying;
    private UInt128 _applyingKey;
    private readonly ProducerChains _chains = new();

    internal Partition(
        int number, int count, PartitionOptions options, ICheckpoints checkpoints, CheckpointHead head, LiveFeed? live, Restated? restated = null,
        FoldSet? folds = null)
    {
        _number = number;
        _count = count;
        _options = options;
        _live = live;
        _restated = restated;
        _producers = new(options.ProducerNamesMax);
        _daybook = new(checkpoints, head.DaybookLength);
        _dedupe = new(options.DedupeWindow);
        _folds = folds ?? new(options);
        _position = head.Position;
        var (lastNumber, known) = head.Aggregates is { } aggregates ? ReadAggregates(aggregates) : (0u, 0L);
        _customers = new(checkpoints, options.CustomersInMemoryMax, lastNumber, known);
        FillDedupeWindow();
    }

    /// <summary>Position of the last entry of the last record applied.</summary>
    public long Position => _position;

    /// <summary>Entries applied since the last snapshot began.</summary>
    internal long SinceSnapshot => _sinceSnapshot;

    /// <summary>Whether so much has come or changed since the last snapshot began that the next should not wait for its time.</summary>
    internal bool CheckpointIsDue => IsUncommitted(times: 1);

    /// <summary>Whether a multiple of that has: what is to be committed stays in memory until it is, so commits must catch up before more is taken in.</summary>
    internal bool IsFarAhead => IsUncommitted(FarAhead);

    /// <summary>Half-life of standings, in days, under the policy in force.</summary>
    internal double HalfLifeDays => _grader.Policy.HalfLifeDays;

    /// <summary>Applies a record's entries that concern this partition and that it does not have yet.</summary>
    /// <exception cref="InvalidDataException">The journal holds something this version does not know: the partition must stop.</exception>
    internal void Apply(JournalRecord record)
    {
        if (record.Last.Value <= _position) return;
        NoteOwnEffects(record);
        var entries = record.Of(_number, _count);
        for (var walked = 0; ; walked++)
        {
            // As many as fit into what is near, then the next ones: a record of a cluster has hundreds.
            if (walked % AheadMax == 0) ReadAhead(entries);
            if (!entries.MoveNext()) break;
            var entry = entries.Current;
            if (entry.Position.Value <= _position) continue;
            Apply(entry);
            _customers.Trim();
        }
        _position = record.Last.Value;
        Invariant.Holds(_totals.CustomersMilli + _totals.InTransitMilli == _totals.ProducersMilli, "both sides of the books are equal");
    }

    private void Apply(in JournalEntry entry)
    {
        _sinceSnapshot++;
        (_applying, _applyingKey, _effectSequence) = (entry.Position.Value, entry.Header.Key, 0);
        switch (entry.Header.Kind)
        {
            case EntryKind.Interaction: ApplyInteraction(entry); break;
            case EntryKind.CustomerIdentified: Apply(entry, Body(entry, EntryJson.Default.CustomerIdentified)); break;
            case EntryKind.MergeRequested: Apply(entry, Body(entry, EntryJson.Default.MergeRequested)); break;
            case EntryKind.MergeDelivered: Apply(entry, Body(entry, EntryJson.Default.MergeDelivered)); break;
            case EntryKind.UnmergeRequested: Apply(entry, Body(entry, EntryJson.Default.UnmergeRequested)); break;
            case EntryKind.UnmergeDelivered: Apply(entry, Body(entry, EntryJson.Default.UnmergeDelivered)); break;
            case EntryKind.ReversalRequested: Apply(entry, Body(entry, EntryJson.Default.ReversalRequested)); break;
            case EntryKind.DisputeOpened: Apply(entry, Body(entry, EntryJson.Default.DisputeOpened)); break;
            case EntryKind.DisputeResolved: Apply(entry, Body(entry, EntryJson.Default.DisputeResolved)); break;
            case EntryKind.PolicyPublished: Apply(entry, Body(entry, EntryJson.Default.PolicyPublished)); break;
            case EntryKind.RestatementPublished: Apply(entry, Body(entry, EntryJson.Default.RestatementPublished)); break;
            case EntryKind.Quarantined: ApplyQuarantined(entry); break;
            case EntryKind.QuarantineSettled: Apply(entry, Body(entry, EntryJson.Default.QuarantineSettled)); break;
            case EntryKind.ImportProgressed: Apply(entry, Body(entry, EntryJson.Default.ImportProgressed)); break;
            case EntryKind.WorkspaceSet: Apply(Body(entry, EntryJson.Default.WorkspaceSet)); break;
            case EntryKind.DefinitionSet: Apply(entry, Body(entry, EntryJson.Default.DefinitionSet)); break;
            case EntryKind.VerdictReached: Apply(entry, Body(entry, EntryJson.Default.VerdictReached)); break;
            default:
                throw new InvalidDataException(
                    $"The entry at position {entry.Position} is of kind {(int)entry.Header.Kind}, which this version does not know. Start the version that wrote it.");
        }
    }

    /// <summary>Names behind the folds' codes, for questions.</summary>
    internal ProducerBooks Producers => _producers;

    /// <summary>The folds, for questions.</summary>
    internal FoldSet Folds => _folds;

    private static T Body<T>(in JournalEntry entry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(entry.Body, type)
        ?? throw new InvalidDataException($"The body of the entry at position {entry.Position} is empty.");

    /// <summary>Customers in memory now, with identifiers that point to another's account.</summary>
    internal int CustomersInMemory => _customers.InMemory;

    /// <summary>To be called after questions: they load customers too.</summary>
    internal void TrimMemory() => _customers.Trim();

    private bool IsUncommitted(long times) =>
        _sinceSnapshot >= times * _options.CheckpointEntriesMax || _customers.DirtyCount >= times * _options.CustomersInMemoryMax;

    private void Drop(string step, string reason)
    {
        _drops.TryGetValue((step, reason), out var count);
        _drops[(step, reason)] = count + 1;
    }

    private void FillDedupeWindow()
    {
        var left = Math.Min(_daybook.Count, _options.DedupeWindow);
        var next = checked((uint)(_daybook.Count - left + 1));
        var chunk = new DaybookEntry[(int)Math.Min(left, 4_096)];
        while (left > 0)
        {
            var lines = (int)Math.Min(left, chunk.Length);
            _daybook.Read(next, chunk.AsSpan(0, lines));
            for (var i = 0; i < lines; i++) Remember(chunk[i].Message);
            next += (uint)lines;
            left -= lines;
        }
    }

    // A line without a message of its own (a sweep, say) has the key 0, which is never asked for. It takes a place all the
    // same: the window is the last so many lines, before a restart and after it.
    private void Remember(UInt128 message) => _dedupe.Add(message);

    /// <summary>Both sides of this partition's books, and what it has counted.</summary>
    private record struct Totals(long CustomersMilli, long ProducersMilli, long InTransitMilli, long Interactions, long Graded);

    /// <summary>A scoring policy and since when it holds.</summary>
    internal sealed record PublishedPolicy(int Version, string Author, long PublishedAt, long Position, string Json);
}

/// <summary>In a restatement, everything up to a position is graded by another policy than the one that held then.</summary>
/// <param name="Version">Version of that policy.</param>
/// <param name="UpTo">The last position it applies to.</param>
/// <param name="Grader">Its grader.</param>
/// <param name="Contents">
/// What merges deliver in the restated books, by the delivery's dedupe key: the journal holds the amounts of the books
/// as they were. Filled by the giving partition, used by the receiving one.
/// </param>
internal sealed record Restated(int Version, long UpTo, Grader Grader, Dictionary<UInt128, Delivered> Contents)
{
    /// <summary>
    /// How many partitions the books in force have, when all of them are replayed as one: what they tell each other is named by the number of the
    /// partition that told it. Null in a replay by as many.
    /// </summary>
    public int? PartitionsInForce { get; init; }

    /// <summary>Nothing is graded otherwise, but merges deliver what this replay's own folds remember.</summary>
    public static Restated Nothing => new(0, -1, new(ScoringPolicy.Default), []);
}

/// <summary>What a merge delivers.</summary>
/// <param name="Figures">The account, in the ledger's own encoding.</param>
/// <param name="Memory">What the folds remember of the customer; null when they remember nothing.</param>
internal sealed record Delivered(byte[] Figures, byte[]? Memory = null);

/// <summary>Checks that are always on: a broken invariant stops the partition before it can do harm.</summary>
internal static class Invariant
{
    internal static void Holds(bool condition, string what)
    {
        if (!condition) throw new InvariantBrokenException($"Broken invariant: {what}. The partition has stopped; run 'veinte verify' and report this.");
    }
}

/// <summary>The books are not what they must be. Nothing may go on.</summary>
/// <param name="message">Which invariant.</param>
public sealed class InvariantBrokenException(string message) : Exception(message);
