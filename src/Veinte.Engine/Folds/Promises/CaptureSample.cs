using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// What the latest interactions carry of the data that promises need: a draft has no evidence yet, and of one that runs the evidence says what was recorded since it began and not what is recorded
/// now. Changes nothing; pure but for the reading. Left out are promises about graded interactions, about customers with a trait or with a number from before, of which the interaction alone does not tell.
/// </summary>
public static class CaptureSample
{
    /// <summary>How far back it looks, in positions.</summary>
    public const int PositionsMax = 20_000;

    /// <summary>And in days; where fewer than <see cref="LateMin"/> interactions happened in them, as far as the positions reach.</summary>
    public const int DaysMax = 28;

    /// <summary>Of fewer interactions nothing is said.</summary>
    public const int LateMin = 30;

    /// <summary>What was found for each promise, by its id; without those it cannot tell of, and empty where there were no interactions.</summary>
    public static async Task<IReadOnlyDictionary<string, CaptureCount>> Read(IJournal journal, IEnumerable<KeyValuePair<string, PromiseDefinition>> promises, Instant now, CancellationToken cancel)
    {
        var told = promises.Where(promise => !IsOfGrades(promise.Value.Measure) && promise.Value.Where.Traits.Count == 0 && promise.Value.Arms?.Before is null).ToList();
        if (told.Count == 0) return new Dictionary<string, CaptureCount>();
        List<Counted> ofAll = [.. told.Select(promise => new Counted(promise.Key, new PromisePlan(promise.Key, promise.Value)))], ofLate = [.. ofAll.Select(one => new Counted(one.Id, one.Plan))];
        var (all, late, since) = (0L, 0L, now.UnixMicros - DaysMax * Instant.MicrosPerDay);
        await foreach (var record in journal.Read(new Position(Math.Max(0, journal.Head.Value - PositionsMax)), cancel))
        {
            all += Count(record, ofAll, long.MinValue);
            late += Count(record, ofLate, since);
        }
        // Where nothing came at all, nothing is known of anything.
        return (late >= LateMin ? ofLate : ofAll).Where(_ => all > 0).ToDictionary(one => one.Id, one => one.Found);
    }

    private static bool IsOfGrades(PromiseMeasure measure) => measure.Kind == PromiseWords.Grade || (measure.Condition?.Signal ?? measure.Signal) == "grade";

    private static int Count(JournalRecord record, List<Counted> counted, long since)
    {
        var interactions = 0;
        foreach (var entry in record)
        {
            if (entry.Header.Kind != EntryKind.Interaction || entry.Header.OccurredAt.UnixMicros < since) continue;
            interactions++;
            var view = new InteractionView(entry.Header, entry.Body);
            var (touchpoint, area) = (JsonMembers.Text(view.Touchpoint, int.MaxValue), view.Area.IsEmpty ? null : JsonMembers.Text(view.Area, int.MaxValue));
            foreach (var one in counted) one.Take(view, touchpoint, area);
        }
        return interactions;
    }

    private sealed class Counted(string id, PromisePlan plan)
    {
        private long _near, _seen, _carried;
        private bool _goalSeen;

        public string Id => id;
        public PromisePlan Plan => plan;

        // A later event that nothing records never follows.
        public CaptureCount Found => new(_near, _seen, plan.Definition.Measure.Kind == PromiseWords.Conversion && !_goalSeen ? 0 : _carried);

        public void Take(in InteractionView view, string touchpoint, string? area)
        {
            _goalSeen |= plan.IsGoal(touchpoint);
            if (!plan.MayMatch(touchpoint)) return;
            _near++;
            // Of the customer only traits are asked for, and whoever asks for them has been left out.
            if (!plan.MayMatchIn(area) || !plan.Matches(view, null!)) return;
            _seen++;
            // What is in none of its arms is no evidence of a comparison.
            if (plan.Definition.Arms is not null && plan.ArmOf(view) == PromisePlan.NoArm) return;
            if (plan.Later || plan.Value(0, view, grade: null) is not null) _carried++;
        }
    }
}

/// <summary>What the latest interactions carry for a promise.</summary>
/// <param name="Near">Interactions at its touchpoints, or at any when it names none.</param>
/// <param name="Seen">Those of them that it is about.</param>
/// <param name="Carried">Those of these that carry the data it needs.</param>
public sealed record CaptureCount(long Near, long Seen, long Carried)
{
    /// <summary>The share that carries the data: none where it is about nothing that comes.</summary>
    public double Share => Seen == 0 ? 0 : (double)Carried / Seen;
}
