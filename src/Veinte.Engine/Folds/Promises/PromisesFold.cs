using System.Text;
using System.Text.Json;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// One partition's share of all promises: from the position at which one starts, every interaction it is about is evidence. An interaction
/// costs a look-up by its touchpoint and area, and a few sums for each promise that is about it. Verdicts are read, not made, here: they are
/// entries (<see cref="VerdictReached"/>), so that a replay never depends on how a machine rounds.
/// </summary>
internal sealed class PromisesFold : IFold
{
    /// <summary>Promises that may exist at once, drafts and ended ones included.</summary>
    public const int PromisesMax = 500;

    private const byte Layout = 4;
    private readonly List<PromiseSlot> _slots = [];
    private readonly List<Route?> _routes = [];
    private readonly RememberedBlocks _blocks = RememberedBlocks.OfPartition();
    private Route? _elsewhere;
    private long _watermark = long.MinValue;

    // Kept so that what is read ahead is not left out by the compiler.
    private long _readAhead;

    /// <summary>Whether anything is kept only for what is defined by the caller, as in a back-test.</summary>
    public bool OwnOnly { get; init; }

    public string Name => "promises";

    /// <summary>All promises, in the order in which they were first written.</summary>
    public IReadOnlyList<PromiseSlot> Slots => _slots;

    public void Take(in InteractionView interaction, in FoldedInteraction folded)
    {
        var before = _watermark;
        _watermark = Math.Max(_watermark, interaction.Header.ReceivedAt.UnixMicros);
        var route = RouteOf(folded.Touchpoint, folded.Producers);
        // Windows are whole hours and so is what waits: only with a new hour can anything be over.
        if (before / Instant.MicrosPerHour != _watermark / Instant.MicrosPerHour)
            foreach (var slot in route.Later) Settle(slot);
        var matching = MatchingOf(route, folded.Area, interaction.Area, folded.Producers);
        if (matching.Length + route.Goals.Length == 0) return;
        var passage = new Passage { Memory = folded.Customer.Recall<PromiseMemory>(), At = interaction.Header.OccurredAt.UnixMicros };
        passage.Memory?.LieIn(_blocks);
        ReadAhead(matching);
        foreach (var slot in route.Goals) Follow(slot, folded, passage);
        foreach (var slot in matching) Observe(slot, interaction, folded, ref passage);
    }

    public void TakeBack(in FoldedReversal reversal)
    {
        var remembered = reversal.Customer.Recall<PromiseMemory>();
        foreach (var slot in ConcernedBy(reversal))
        {
            var evidence = slot.Evidence!;
            if (reversal.Line.OccurredAt < evidence.Since) continue;
            var taken = false;
            foreach (var entry in remembered?.At(reversal.Posting) ?? [])
            {
                if (entry.Evidence != evidence.Id || slot.Plan!.Later) continue;
                taken = true;
                if (evidence.TakeBack(entry, reversal.Line.OccurredAt) is { } left) remembered!.Put(entry with { Answers = left, Position = 0 });
                else remembered!.Remove(entry);
            }
            // Without the journal nobody can say whether an older one counted: the figure is "at most so many".
            if (!taken) evidence.CountUncorrected();
        }
    }

    // A line has no name beyond those that a partition keeps: with as many areas it may be of any of the others, and what is remembered of the customer says of which.
    private PromiseSlot[] ConcernedBy(in FoldedReversal reversal)
    {
        var route = RouteOf(reversal.Line.Touchpoint, reversal.Producers);
        var producers = reversal.Producers;
        if (reversal.Line.Area != DaybookEntry.NoCode || !producers.IsFull(AccountKind.Area)) return MatchingOf(route, reversal.Line.Area, default, producers);
        return [.. route.Matching.Where(slot => slot.Plan!.MayMatchOutside(area => producers.TryFind(AccountKind.Area, area, out _)))];
    }

    public void Define(DefinitionSet definition, in DefinitionContext context)
    {
        if (!OwnOnly) Define(definition, context.Position, context.At.UnixMicros);
    }

    /// <summary>Begins, changes or ends a promise.</summary>
    public void Define(DefinitionSet definition, long position, long atMicros)
    {
        var slot = _slots.Find(known => known.Id == definition.Id);
        if (slot is null)
        {
            // The desk refuses more; a journal that has them all the same is cut at the same place in every partition.
            if (_slots.Count >= PromisesMax) return;
            _slots.Add(slot = new(definition.Id));
        }
        slot.Define(definition, position, atMicros);
        ClearRoutes();
    }

    /// <summary>Takes a verdict in; false when it does not follow the last one. What runs and what it is about stay as they are, and so do the routes.</summary>
    public bool Reach(VerdictReached verdict, long position) => _slots.Find(known => known.Id == verdict.Promise) is { } slot && slot.Reach(verdict, position);

    public void Write(BinaryWriter writer)
    {
        writer.Write(Layout);
        writer.Write(_watermark);
        writer.Write(_slots.Count);
        foreach (var slot in _slots) slot.Write(writer);
    }

    public void Read(BinaryReader reader)
    {
        var layout = reader.ReadByte();
        if (layout < Layout) throw new OutdatedStateException($"Promises were stored in layout {layout}.");
        if (layout > Layout) throw new InvalidDataException($"Promises were stored in layout {layout}; this program knows {Layout}. Start the version that wrote them.");
        _watermark = reader.ReadInt64();
        for (var left = reader.ReadInt32(); left > 0; left--) _slots.Add(PromiseSlot.Read(reader));
    }

    // What each of them changes lies in memory that nobody has touched for a while: asked for together it comes at the same time, and not one promise after the other.
    private void ReadAhead(PromiseSlot[] slots)
    {
        if (slots.Length < 2) return;
        var read = 0L;
        foreach (var slot in slots) read ^= slot.Evidence!.ReadAhead();
        _readAhead = read;
    }

    private void Observe(PromiseSlot slot, in InteractionView view, in FoldedInteraction folded, ref Passage passage)
    {
        var (plan, evidence) = (slot.Plan!, slot.Evidence!);
        if (passage.At < evidence.Since || !plan.Matches(view, folded.Customer)) return;
        var arm = plan.ArmOf(view);
        evidence.Meet(arm != PromisePlan.NoArm, passage.At);
        if (arm == PromisePlan.NoArm) return;
        if (plan.Later)
        {
            Begin(slot, arm, folded, ref passage);
            return;
        }
        double? before = plan.IsAdjusted ? plan.Before(view, folded.Customer) : 0;
        for (var track = 0; track < plan.Tracks; track++)
        {
            if (plan.Value(track, view, folded.Grade) is not { } x) continue;
            if (track == 0 && before is null) continue;
            if (track == 0) evidence.CountCarried();
            if (plan.EachAnswerCounts) evidence.AddEach(track, arm, x, before ?? 0, folded.Position, passage.At);
            else AddAnswer(slot, track, arm, x, before ?? 0, folded, ref passage);
        }
    }

    private void AddAnswer(PromiseSlot slot, int track, int arm, double x, double before, in FoldedInteraction folded, ref Passage passage)
    {
        var (evidence, memory, at) = (slot.Evidence!, passage.Memory ??= Begun(folded.Customer), passage.At);
        var place = memory.PlaceOf(evidence.Id, track);
        var known = place < 0 ? default : memory[place];
        // Lots are drawn for a customer: all answers are one value, of the arm that was met first.
        var drawn = slot.Plan!.IsDrawn;
        var day = drawn ? 0 : at / Instant.MicrosPerDay;
        if (drawn && place >= 0) arm = known.Arm;
        if (place < 0 && track == 0) evidence.CountCustomer(arm);
        var sameDay = place >= 0 && known.Period == day && known.Arm == arm;
        if (sameDay) before = memory.Before(place);
        var answers = evidence.AddAnswer(track, arm, sameDay ? known.Answers : default, x, before, folded.Position, at);
        // An answer that comes late, for a day before the one remembered, counts by itself: the day's others are not known any more.
        if (place >= 0 && known.Period > day) return;
        Remember(memory, place, new(evidence.Id, track, arm, day, answers, folded.Position, x, before));
    }

    private void Begin(PromiseSlot slot, int arm, in FoldedInteraction folded, ref Passage passage)
    {
        var (plan, evidence, at) = (slot.Plan!, slot.Evidence!, passage.At);
        var memory = passage.Memory ??= Begun(folded.Customer);
        evidence.CountCarried();
        var place = memory.PlaceOf(evidence.Id, 0);
        // While one waits, another does not begin: a customer counts once in a window. What came late is behind the watermark already.
        if (place >= 0 && (plan.IsDrawn || at < memory[place].Period + plan.WindowMicros)) return;
        if (at + Instant.MicrosPerHour + plan.WindowMicros <= _watermark - Instant.MicrosPerDay) return;
        if (place < 0) evidence.CountCustomer(arm);
        evidence.Pending.Begin(at, arm);
        evidence.List(new(folded.Position, plan.FollowedIsGood ? 0 : 1, arm));
        Remember(memory, place, new(evidence.Id, 0, arm, at, default, folded.Position, 0));
    }

    private static void Follow(PromiseSlot slot, in FoldedInteraction folded, in Passage passage)
    {
        var (plan, evidence, at) = (slot.Plan!, slot.Evidence!, passage.At);
        if (passage.Memory is not { } memory || memory.PlaceOf(evidence.Id, 0) is not (>= 0 and var place)) return;
        ref var waiting = ref memory[place];
        // It is followed once.
        if (waiting.IsFollowed || at <= waiting.Period || at > waiting.Period + plan.WindowMicros) return;
        evidence.Pending.Follow(waiting.Period, waiting.Arm);
        evidence.List(new(folded.Position, plan.FollowedIsGood ? 1 : 0, waiting.Arm));
        waiting.IsFollowed = true;
    }

    private void Settle(PromiseSlot slot)
    {
        var (plan, evidence) = (slot.Plan!, slot.Evidence!);
        while (evidence.Pending.TrySettle(plan.WindowMicros, _watermark, out var hour))
        {
            var good = plan.FollowedIsGood ? hour.Followed : hour.Begun - hour.Followed;
            evidence.AddKnown(hour.Arm, good, hour.Begun - good, hour.AtMicros);
        }
    }

    private PromiseMemory Begun(CustomerState customer)
    {
        var memory = customer.Remember<PromiseMemory>();
        memory.LieIn(_blocks);
        return memory;
    }

    private void Remember(PromiseMemory memory, int place, in Remembered entry)
    {
        if (memory.Count >= PromiseMemory.EntriesMax)
        {
            memory.KeepOf(evidence => _slots.Exists(slot => slot.Evidence?.Id == evidence && slot.IsRunning));
            place = memory.PlaceOf(entry.Evidence, entry.Track);
        }
        memory.Put(place, entry);
    }

    private Route RouteOf(int touchpoint, ProducerBooks producers)
    {
        while (_routes.Count <= touchpoint) _routes.Add(null);
        return _routes[touchpoint] ??= MakeRoute(producers.Name(AccountKind.Touchpoint, touchpoint));
    }

    private void ClearRoutes()
    {
        _routes.Clear();
        _elsewhere = null;
    }

    private Route MakeRoute(string touchpoint)
    {
        var running = _slots.Where(slot => slot.IsRunning).ToList();
        // Touchpoints that no promise names are all alike, and there may be a million of them.
        var named = running.Exists(slot => slot.Plan!.Names(touchpoint));
        if (!named && _elsewhere is not null) return _elsewhere;
        var route = new Route(
            [.. running.Where(slot => slot.Plan!.MayMatch(touchpoint))],
            [.. running.Where(slot => slot.Plan!.IsGoal(touchpoint))],
            [.. running.Where(slot => slot.Plan!.Later)]);
        return named ? route : _elsewhere = route;
    }

    // An area beyond the names that a partition keeps has no code, and is one all the same.
    /// <summary>Which promises an interaction at a touchpoint and in an area may be evidence for.</summary>
    private static PromiseSlot[] MatchingOf(Route route, int area, ReadOnlySpan<byte> name, ProducerBooks producers)
    {
        if (!route.HasAreas) return route.Matching;
        if (area == DaybookEntry.NoCode) return name.IsEmpty ? route.WithoutArea : In(Encoding.UTF8.GetString(name));
        while (route.ByArea.Count <= area) route.ByArea.Add(null);
        return route.ByArea[area] ??= In(producers.Name(AccountKind.Area, area));

        PromiseSlot[] In(string area) => [.. route.Matching.Where(slot => slot.Plan!.MayMatchIn(area))];
    }

    /// <summary>Which promises an interaction at a touchpoint concerns.</summary>
    private sealed record Route(PromiseSlot[] Matching, PromiseSlot[] Goals, PromiseSlot[] Later)
    {
        public bool HasAreas { get; } = Matching.Any(slot => slot.Plan!.HasAreas);

        public PromiseSlot[] WithoutArea { get; } = [.. Matching.Where(slot => slot.Plan!.MayMatchIn(null))];

        /// <summary>By the area's code.</summary>
        public List<PromiseSlot[]?> ByArea { get; } = [];
    }

    /// <summary>An interaction on its way through the promises it concerns.</summary>
    private struct Passage
    {
        public PromiseMemory? Memory;
        public long At;
    }
}

/// <summary>One promise in a partition: its versions, its verdicts, its evidence.</summary>
internal sealed class PromiseSlot(string id)
{
    private const int VersionsMax = 50, VerdictsMax = 100;
    private readonly List<PromiseVersion> _versions = [];
    private readonly List<PromiseVerdict> _verdicts = [];

    // Copies for those who ask, until there is another: asked for once a second, changed once a month.
    private PromiseVersion[]? _versionsShared;
    private PromiseVerdict[]? _verdictsShared;

    public string Id { get; } = id;

    public IReadOnlyList<PromiseVersion> Versions => _versions;

    public IReadOnlyList<PromiseVerdict> Verdicts => _verdicts;

    /// <summary>How many verdicts there have been: the next one's number is one more.</summary>
    public int Reached { get; private set; }

    public PromisePlan? Plan { get; private set; }

    public PromiseEvidence? Evidence { get; private set; }

    /// <summary>The evidence of the version in force that its last verdict was reached on, when that verdict began the evidence anew.</summary>
    public PromiseEvidence? Proof { get; private set; }

    public bool IsRunning => Plan?.Definition.State == PromiseWords.Running && Evidence is not null;

    public void Define(DefinitionSet definition, long position, long atMicros)
    {
        var json = definition.Document.GetRawText();
        var plan = PromisePlans.Of(Id, json);
        var read = plan.Definition;
        _versions.Add(new(definition.Version, position, atMicros, definition.Author, json));
        _versionsShared = null;
        // The first version and the latest ones are listed; the journal has them all.
        if (_versions.Count > VersionsMax) _versions.RemoveAt(1);
        // Ending keeps the evidence; whatever else is changed begins with none.
        Evidence = read.State == PromiseWords.Ended ? Evidence : read.State == PromiseWords.Running ? new(position, atMicros, plan) : null;
        if (read.State == PromiseWords.Ended && Evidence is not null && Plan is not null) plan = new(Id, Plan.Definition with { State = PromiseWords.Ended });
        if (read.State != PromiseWords.Ended) Proof = null;
        Plan = plan;
    }

    public bool Reach(VerdictReached verdict, long position)
    {
        if (verdict.Number != Reached + 1 || Evidence is null || verdict.Evidence != Evidence.Id || !IsRunning) return false;
        Reached = verdict.Number;
        _verdicts.Add(new(position, verdict));
        _verdictsShared = null;
        if (_verdicts.Count > VerdictsMax) _verdicts.RemoveAt(0);
        if (verdict.Reopens) (Proof, Evidence) = (Evidence, new(position, verdict.EvidenceAt, Plan!));
        return true;
    }

    public PromiseShare Share(PromiseDepth depth) => new(
        Id, _versionsShared ??= [.. _versions], _verdictsShared ??= [.. _verdicts], Reached, Evidence?.Share(depth, watched: depth == PromiseDepth.Whole || IsKept),
        depth == PromiseDepth.Judged ? null : Proof?.Share(depth, watched: depth == PromiseDepth.Whole));

    // Only of what was kept is it asked whether it still is.
    private bool IsKept => _verdicts.Count > 0 && _verdicts[^1].Reached.Verdict == PromiseWords.Kept;

    public void Write(BinaryWriter writer)
    {
        writer.Write(Id);
        writer.Write(Reached);
        writer.Write(_versions.Count);
        foreach (var version in _versions)
        {
            writer.Write(version.Number);
            writer.Write(version.Position);
            writer.Write(version.AtMicros);
            writer.Write(version.Author);
            writer.Write(version.Json);
        }
        writer.Write(_verdicts.Count);
        foreach (var verdict in _verdicts)
        {
            writer.Write(verdict.Position);
            writer.Write(JsonSerializer.Serialize(verdict.Reached, EntryJson.Default.VerdictReached));
        }
        writer.Write(Plan is null ? "" : JsonSerializer.Serialize(Plan.Definition, PromiseJson.Default.PromiseDefinition));
        Write(writer, Evidence);
        Write(writer, Proof);
    }

    private static void Write(BinaryWriter writer, PromiseEvidence? evidence)
    {
        writer.Write(evidence is not null);
        if (evidence is null) return;
        writer.Write(evidence.Id);
        writer.Write(evidence.Since);
        evidence.Write(writer);
    }

    private PromiseEvidence? ReadEvidence(BinaryReader reader)
    {
        if (!reader.ReadBoolean()) return null;
        var evidence = new PromiseEvidence(reader.ReadInt64(), reader.ReadInt64(), Plan!);
        evidence.Read(reader);
        return evidence;
    }

    public static PromiseSlot Read(BinaryReader reader)
    {
        var slot = new PromiseSlot(reader.ReadString()) { Reached = reader.ReadInt32() };
        for (var left = reader.ReadInt32(); left > 0; left--)
            slot._versions.Add(new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadString(), reader.ReadString()));
        for (var left = reader.ReadInt32(); left > 0; left--)
            slot._verdicts.Add(new(reader.ReadInt64(), JsonSerializer.Deserialize(reader.ReadString(), EntryJson.Default.VerdictReached)!));
        if (reader.ReadString() is { Length: > 0 } json) slot.Plan = PromisePlans.Of(slot.Id, json);
        slot.Evidence = slot.ReadEvidence(reader);
        slot.Proof = slot.ReadEvidence(reader);
        return slot;
    }
}

/// <summary>A version of a promise.</summary>
/// <param name="Number">1, 2, 3…</param>
/// <param name="Position">Where it stands in the journal.</param>
/// <param name="AtMicros">When it was written.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Json">The definition.</param>
public sealed record PromiseVersion(int Number, long Position, long AtMicros, string Author, string Json);

/// <summary>A verdict and where it stands in the journal.</summary>
public sealed record PromiseVerdict(long Position, VerdictReached Reached);

/// <summary>What one partition says of a promise.</summary>
internal sealed record PromiseShare(
    string Id, IReadOnlyList<PromiseVersion> Versions, IReadOnlyList<PromiseVerdict> Verdicts, int Reached, EvidenceShare? Evidence, EvidenceShare? Proof);

/// <summary>Asks a partition for its share of all promises, or of one.</summary>
internal sealed record PromisesQuery(string? Only, PromiseDepth Depth) : Seams.PartitionQuery<IReadOnlyList<PromiseShare>>
{
    internal override IReadOnlyList<PromiseShare> Answer(Partition partition) => partition.Folds.Find<PromisesFold>() is not { } fold ? []
        : [.. fold.Slots.Where(slot => Only is null || slot.Id == Only).Select(slot => slot.Share(Depth))];
}
