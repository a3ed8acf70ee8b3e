using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// What the latest interactions carry of the data that drafts need: a draft has no evidence yet, and whether anything records its answer should be known before it is started. Changes nothing; pure but for
/// the reading. Left out are drafts about graded interactions or about customers with a trait, of which the interaction alone does not tell.
/// </summary>
public static class DraftCapture
{
    /// <summary>How far back it looks, in positions.</summary>
    public const int PositionsMax = 20_000;

    /// <summary>Interactions each draft would be about, and those of them that carry its data, by the draft's id; without drafts it cannot tell of, and empty where there were no interactions.</summary>
    public static async Task<IReadOnlyDictionary<string, (long Seen, long Carried)>> Read(IJournal journal, IEnumerable<PromiseReading> drafts, CancellationToken cancel)
    {
        var counted = drafts.Where(draft => !IsOfGrades(draft.Definition.Measure) && draft.Definition.Where.Traits.Count == 0)
            .Select(draft => new Counted(draft.Id, new PromisePlan(draft.Id, draft.Definition))).ToList();
        var interactions = 0L;
        if (counted.Count > 0)
            await foreach (var record in journal.Read(new Position(Math.Max(0, journal.Head.Value - PositionsMax)), cancel))
                interactions += Count(record, counted);
        // Where nothing came at all, nothing is known of anything.
        return counted.Where(_ => interactions > 0).ToDictionary(one => one.Id, one => (one.Seen, Carried: one.Plan.Definition.Measure.Kind == PromiseWords.Conversion && !one.GoalSeen ? 0 : one.Carried));
    }

    private static bool IsOfGrades(PromiseMeasure measure) => measure.Kind == PromiseWords.Grade || (measure.Condition?.Signal ?? measure.Signal) == "grade";

    private static int Count(JournalRecord record, List<Counted> counted)
    {
        var interactions = 0;
        foreach (var entry in record)
        {
            if (entry.Header.Kind != EntryKind.Interaction) continue;
            interactions++;
            var view = new InteractionView(entry.Header, entry.Body);
            var (touchpoint, area) = (JsonMembers.Text(view.Touchpoint, int.MaxValue), view.Area.IsEmpty ? null : JsonMembers.Text(view.Area, int.MaxValue));
            foreach (var one in counted)
            {
                // A later event that nothing records never follows.
                one.GoalSeen |= one.Plan.IsGoal(touchpoint);
                // Of the customer only traits are asked for, and whoever asks for them has been left out.
                if (!one.Plan.MayMatch(touchpoint) || !one.Plan.MayMatchIn(area) || !one.Plan.Matches(view, null!)) continue;
                one.Seen++;
                if (one.Plan.Later || one.Plan.Value(0, view, grade: null) is not null) one.Carried++;
            }
        }
        return interactions;
    }

    private sealed class Counted(string id, PromisePlan plan)
    {
        public string Id { get; } = id;
        public PromisePlan Plan { get; } = plan;
        public long Seen { get; set; }
        public long Carried { get; set; }
        public bool GoalSeen { get; set; }
    }
}
