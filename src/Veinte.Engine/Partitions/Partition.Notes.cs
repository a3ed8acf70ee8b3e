using System.Text;
using System.Text.Json;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Views;
using Veinte.Grading;
using Veinte.Journal;
using Veinte.Journal.Entries;

namespace Veinte.Engine.Partitions;

// Entries that move no amount: traits, policies, quarantine, imports, settings.
public sealed partial class Partition
{
    private readonly Dictionary<string, ImportNote> _imports = [];
    private readonly Dictionary<(string Source, string Reason), long> _quarantineCounts = [];
    private readonly LinkedList<QuarantineNote> _quarantine = [];
    private readonly SortedDictionary<(string Capability, string Id), (int Version, long Position)> _definitions = [];

    /// <summary>Version of the scoring policy in force; 0 until one is published.</summary>
    internal int PolicyVersion => _policies.Count == 0 ? 0 : _policies[^1].Version;

    /// <summary>Version of the scoring policy that was in force when the entry at a position was written.</summary>
    internal int PolicyVersionAt(long position) => _policies.LastOrDefault(policy => policy.Position < position)?.Version ?? 0;

    internal WorkspaceSet? Workspace { get; private set; }

    internal RestatementPublished? LastRestatement { get; private set; }

    internal long LastRestatementAt { get; private set; }

    private void Apply(in JournalEntry entry, CustomerIdentified identified)
    {
        if (IsRepeat(entry)) return;
        var customer = CustomerOf(identified.Customer);
        _customers.BeforeChange(customer);
        if (identified.GroupId is { } group)
        {
            if (customer.Groups.Contains(group)) { }
            else if (customer.Groups.Count < CustomerState.GroupsMax) customer.Groups.Add(group);
            else Drop("identify", "too-many-groups");
        }
        else if (identified.Traits.ValueKind == JsonValueKind.Object)
        {
            var merged = Traits.Merge(customer.Traits, identified.Traits);
            if (merged.Length > CustomerState.TraitBytesMax) Drop("identify", "traits-too-large");
            else
            {
                customer.Traits = merged;
                customer.Name = Traits.NameOf(merged);
            }
        }
        if (identified.Anonymous is { Length: > 0 } anonymous && identified.Customer.Kind == Model.IdentifierKind.User)
            NoteTogether(customer, anonymous, entry.Header.ReceivedAt, identified.Source);
    }

    private void Apply(in JournalEntry entry, PolicyPublished published)
    {
        if (published.Version != PolicyVersion + 1)
        {
            if (_number == 0) Drop("publish-policy", "version-already-taken");
            return;
        }
        var json = published.Policy.GetRawText();
        _policies.Add(new(published.Version, published.Author, entry.Header.ReceivedAt.UnixMicros, entry.Position.Value, json));
        UsePolicy(json, published.Version);
    }

    private void UsePolicy(string json, int version)
    {
        var reading = ScoringPolicyJson.Read(json);
        if (reading.Policy is not { } policy)
            throw new InvalidDataException($"Scoring policy {version} cannot be read: {string.Join("; ", reading.Errors)}. Start the version that published it.");
        _grader = new(policy);
        _termsByTouchpoint.Clear();
    }

    private void Apply(in JournalEntry entry, RestatementPublished published)
    {
        LastRestatement = published;
        LastRestatementAt = entry.Position.Value;
    }

    private void Apply(in JournalEntry entry, DefinitionSet definition)
    {
        if (IsRepeat(entry)) return;
        var key = (definition.Capability, definition.Id);
        if (definition.Version != DefinitionAt(definition.Capability, definition.Id).Version + 1)
        {
            if (_number == 0) Drop("define", "version-already-taken");
            return;
        }
        _definitions[key] = (definition.Version, entry.Position.Value);
        var known = _folds.TryDefine(definition, new() { Position = entry.Position.Value, At = entry.Header.ReceivedAt, Daybook = _daybook, Producers = _producers });
        if (!known)
            throw new InvalidDataException($"The definition at position {entry.Position} is of '{definition.Capability}', which this version does not know. Start the version that wrote it.");
    }

    private void Apply(in JournalEntry entry, VerdictReached verdict)
    {
        if (_folds.Find<PromisesFold>() is not { } promises) return;
        if (!promises.Reach(verdict, entry.Position.Value))
        {
            if (_number == 0) Drop("verdict", "overtaken");
        }
        else if (_number == 0 && _live is { Watched: true } live)
        {
            live.Publish(new LiveVerdict(
                entry.Position.Value, verdict.Promise, verdict.Version, verdict.Verdict, verdict.Cause, entry.Header.ReceivedAt.ToDateTimeOffset(),
                verdict.N, verdict.Mean, verdict.Low, verdict.High, verdict.Detail));
        }
    }

    /// <summary>Which version a definition has now and where it stands; zeros when there is none.</summary>
    internal (int Version, long Position) DefinitionAt(string capability, string id) => _definitions.GetValueOrDefault((capability, id));

    private void Apply(WorkspaceSet settings) => Workspace = settings;

    private void ApplyQuarantined(in JournalEntry entry)
    {
        var view = new QuarantinedView(entry.Header, entry.Body);
        var key = (Source: Intern(view.Source), Reason: Intern(view.Reason));
        _quarantineCounts.TryGetValue(key, out var count);
        _quarantineCounts[key] = count + 1;
        _quarantine.AddFirst(new QuarantineNote(
            entry.Position.Value, key.Source, key.Reason, Intern(view.Door), entry.Header.ReceivedAt.UnixMicros, QuarantineState.Waiting));
        if (_quarantine.Count > _options.QuarantineListMax) _quarantine.RemoveLast();
    }

    private void Apply(in JournalEntry entry, QuarantineSettled settled)
    {
        if (IsRepeat(entry)) return;
        for (var node = _quarantine.First; node is not null; node = node.Next)
        {
            if (node.Value.Position != settled.Quarantined) continue;
            node.Value = node.Value with { State = settled.Replayed ? QuarantineState.Replayed : QuarantineState.Discarded };
            return;
        }
        Drop("settle-quarantined", "no-longer-listed");
    }

    private void Apply(in JournalEntry entry, ImportProgressed progress)
    {
        var at = entry.Header.ReceivedAt.UnixMicros;
        // What a server wrote before it was paused may come after what another has written since: an import goes one way only.
        if (_imports.TryGetValue(progress.Import, out var before) && Stage(progress.State) < Stage(before.Progress.State)) return;
        var started = before?.StartedAt ?? at;
        var first = before?.FirstPosition ?? entry.Position.Value;
        _imports[progress.Import] = new(progress, started, at, first);
    }

    private static int Stage(string state) => state switch { "finished" => 1, "undoing" => 2, "undone" => 3, _ => 0 };

    private static string Intern(ReadOnlySpan<byte> utf8) => string.Intern(Encoding.UTF8.GetString(utf8));

    /// <summary>An import as last heard of.</summary>
    internal sealed record ImportNote(ImportProgressed Progress, long StartedAt, long UpdatedAt, long FirstPosition)
    {
        public ImportView View => new(
            Progress.Import, Progress.Name, Progress.State, Progress.Rows, Progress.Interactions, Progress.Bad, Progress.Author,
            new Model.Instant(StartedAt).ToDateTimeOffset(), new Model.Instant(UpdatedAt).ToDateTimeOffset());
    }

    /// <summary>An event in quarantine; its bytes stay in the journal.</summary>
    internal sealed record QuarantineNote(long Position, string Source, string Reason, string Door, long ReceivedAt, QuarantineState State);

    /// <summary>What became of an event in quarantine. Written to disk: append only, never renumber.</summary>
    internal enum QuarantineState : byte
    {
        Waiting = 1,
        Replayed = 2,
        Discarded = 3,
    }
}
