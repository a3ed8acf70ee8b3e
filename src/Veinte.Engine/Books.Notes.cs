using System.Collections.Concurrent;
using System.Text;
using Veinte.Engine.Partitions;
using Veinte.Engine.Views;
using Veinte.Grading;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine;

public sealed partial class Books
{
    private readonly ConcurrentDictionary<int, Grader> _graders = new();

    /// <summary>Events in quarantine, newest first.</summary>
    public async Task<Page<QuarantinedEvent>> Quarantine(string? source, string? reason, string? cursor, int limit, CancellationToken cancel = default)
    {
        var skip = Cursors.ReadSkip(cursor);
        var take = Math.Clamp(limit, 1, LimitMax);
        var notes = (await AskAll(new NotesQuery(), cancel)).SelectMany(part => part.Quarantine)
            .Where(note => (source is null || note.Source == source) && (reason is null || note.Reason == reason))
            .OrderByDescending(note => note.Position).ToArray();
        var items = new List<QuarantinedEvent>();
        foreach (var note in notes.Skip(skip).Take(take)) items.Add(await EventOf(note, withRaw: false, cancel));
        return new(items, notes.Length > skip + take ? Cursors.WriteSkip(skip + take) : null);
    }

    /// <summary>One event in quarantine with its bytes, or null.</summary>
    public async Task<QuarantinedEvent?> Quarantined(long position, CancellationToken cancel = default)
    {
        var note = (await AskAll(new NotesQuery(), cancel)).SelectMany(part => part.Quarantine).FirstOrDefault(note => note.Position == position);
        return note is null ? null : await EventOf(note, withRaw: true, cancel);
    }

    /// <summary>What the partitions' steps dropped, and what was quarantined, by reason; most frequent first.</summary>
    public async Task<IReadOnlyList<DropCount>> Drops(CancellationToken cancel = default) =>
    [
        .. (await AskAll(new NotesQuery(), cancel)).SelectMany(part => part.Drops)
            .GroupBy(drop => (drop.Step, drop.Reason))
            .Select(group => new DropCount(group.Key.Step, group.Key.Reason, group.Sum(drop => drop.Count)))
            .OrderByDescending(drop => drop.Count),
    ];

    /// <summary>Imports, newest first.</summary>
    public async Task<IReadOnlyList<ImportView>> Imports(CancellationToken cancel = default) =>
        [.. (await AskAll(new NotesQuery(), cancel)).SelectMany(part => part.Imports).Select(import => import.View).OrderByDescending(import => import.StartedAt)];

    /// <summary>Disputes, open ones first, newest first.</summary>
    public async Task<IReadOnlyList<DisputeView>> Disputes(CancellationToken cancel = default) =>
    [
        .. (await AskAll(new NotesQuery(), cancel)).SelectMany(part => part.Disputes)
            .OrderBy(dispute => dispute.State != "open").ThenByDescending(dispute => dispute.OpenedAt),
    ];

    /// <summary>Published scoring policies, newest first. Version 0, the one every workspace starts with, closes the list.</summary>
    public async Task<IReadOnlyList<PolicyView>> Policies(CancellationToken cancel = default)
    {
        var notes = await _partitions.Ask(0, new NotesQuery(), cancel);
        var views = new List<PolicyView>();
        foreach (var policy in notes.Policies.Reverse())
        {
            views.Add(new(
                policy.Version, policy.Author, new Instant(policy.PublishedAt).ToDateTimeOffset(), policy.Position,
                Json.Parse(Encoding.UTF8.GetBytes(policy.Json)), (await Look(policy.Position, cancel))?.Note));
        }
        views.Add(new(0, "Veinte", DateTimeOffset.UnixEpoch, 0, Json.Parse(Encoding.UTF8.GetBytes(ScoringPolicyJson.Write(ScoringPolicy.Default)))));
        return views;
    }

    /// <summary>Settings of the workspace, or null while none were made.</summary>
    public async Task<WorkspaceSet?> Workspace(CancellationToken cancel = default) => (await _partitions.Ask(0, new NotesQuery(), cancel)).Workspace;

    internal async Task<ImportProgress?> ImportOf(string import, CancellationToken cancel)
    {
        var note = (await AskAll(new NotesQuery(), cancel)).SelectMany(part => part.Imports).FirstOrDefault(note => note.Progress.Import == import);
        return note is null ? null : new(note.Progress, note.FirstPosition);
    }

    internal ValueTask<IReadOnlyList<Mark>> MarksOf(UInt128 customer, long position, CancellationToken cancel) =>
        _partitions.Ask(PartitionOf(customer), new MarksQuery([(customer, position)]), cancel);

    internal async Task<(UInt128 Key, string Customer)?> CustomerOfPosting(long position, CancellationToken cancel) =>
        await Look(position, cancel) is { Kind: EntryKind.Interaction } found ? (found.Key, found.Customer!) : null;

    internal async Task<Identifier?> IdentifierOf(string id, CancellationToken cancel) => (await FindCustomer(id, cancel))?.State.Identifier;

    internal async Task<Identifier?> OwnIdentifierOf(string id, CancellationToken cancel) =>
        (await FindOwn(new(IdentifierKind.User, id), cancel) ?? await FindOwn(new(IdentifierKind.Anonymous, id), cancel))?.State.Identifier;

    internal async Task<bool> HasMerged(Identifier into, Identifier from, CancellationToken cancel) =>
        await FindOwn(into, cancel) is { } found && found.State.Merged.Exists(m => m.Identifier == from);

    internal async Task<bool> PointsTo(Identifier from, Identifier into, CancellationToken cancel) =>
        await FindOwn(from, cancel) is { } found && found.State.PointsTo == into;

    private async Task<QuarantinedEvent> EventOf(Partition.QuarantineNote note, bool withRaw, CancellationToken cancel)
    {
        var (detail, raw) = ("", (string?)null);
        if (await _journal.Find(new(note.Position), cancel) is { } record)
        {
            foreach (var entry in record)
            {
                if (entry.Position.Value != note.Position) continue;
                var view = new QuarantinedView(entry.Header, entry.Body);
                detail = Encoding.UTF8.GetString(view.Detail);
                if (withRaw) raw = Encoding.UTF8.GetString(view.Raw);
            }
        }
        var state = note.State switch
        {
            Partition.QuarantineState.Waiting => "waiting",
            Partition.QuarantineState.Replayed => "replayed",
            Partition.QuarantineState.Discarded => "discarded",
        };
        return new(note.Position, note.Source, note.Door, note.Reason, detail, new Instant(note.ReceivedAt).ToDateTimeOffset(), state, raw);
    }

    /// <summary>The grader of a published policy; version 0 is the one every workspace starts with.</summary>
    /// <exception cref="InvalidOperationException">No such version was published.</exception>
    public async ValueTask<Grader> GraderOf(int version, CancellationToken cancel = default)
    {
        if (_graders.TryGetValue(version, out var known)) return known;
        var view = (await Policies(cancel)).FirstOrDefault(policy => policy.Version == version)
            ?? throw new InvalidOperationException($"Scoring policy {version} was never published.");
        var policy = ScoringPolicyJson.Read(view.Policy).Policy
            ?? throw new InvalidOperationException($"Scoring policy {version} cannot be read by this version of Veinte.");
        return _graders.GetOrAdd(version, _ => new(policy));
    }

    /// <summary>Where the restatement that is in force was decided; 0 when there is none.</summary>
    public async ValueTask<long> RestatedAt(CancellationToken cancel = default) => (await _partitions.Ask(0, new RestatementQuery(), cancel)).At;

    /// <summary>How many partitions there are.</summary>
    internal int Partitions => _partitions.Count;

    /// <summary>By what a replay grades what the books in force have restated, and where that was decided; nothing and 0 when they never were.</summary>
    internal async ValueTask<(Restated? Books, long At)> RestatedInForce(CancellationToken cancel) =>
        await _partitions.Ask(0, new RestatementQuery(), cancel) is { Decision: { } decision } found
            ? (new(decision.Version, decision.UpTo, await GraderOf(decision.Version, cancel), []), found.At)
            : (null, 0);

    internal sealed record ImportProgress(ImportProgressed Progress, long FirstPosition);
}
