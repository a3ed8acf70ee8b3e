using Veinte.Engine.Partitions;

namespace Veinte.Engine.Moments;

// What is taken back, and what can no longer be corrected: memory is bounded, and where that matters it is counted.
internal ref partial struct TripChange
{
    /// <summary>A posting is reversed: its grade was not met, and an outcome told there was not told.</summary>
    /// <param name="touchpoint">Hash of the touchpoint.</param>
    /// <param name="gradeMilli">Its grade in thousandths, or <see cref="DaybookEntry.Ungraded"/>.</param>
    /// <param name="verdict">Whether views of the firm as a whole are told there, whose grades are not met.</param>
    public void TakeBack(ulong touchpoint, int gradeMilli, bool verdict)
    {
        var graded = gradeMilli != DaybookEntry.Ungraded;
        if (_memory is null || _customer.PointsTo is not null)
        {
            // What was met under this identifier lies with another by now, where nobody can tell it from that one's own.
            if (_customer.PointsTo is not null || (graded && !verdict)) DoubtAll();
            return;
        }
        var memory = Opened();
        foreach (var outcome in Concerned)
            if (_at <= memory.ForgottenUpTo(outcome.Key)) outcome.Uncorrected++;
        if (graded) TakeBackGrade(memory, touchpoint, gradeMilli, verdict);
        var done = new List<ulong>();
        for (var i = memory.Marks.Count - 1; i >= 0; i--)
        {
            var mark = memory.Marks[i];
            if (mark.At != _at || mark.Touchpoint != touchpoint || done.Contains(mark.Outcome) || _fold.OutcomeOf(mark) is not { Awaited: false } outcome) continue;
            done.Add(mark.Outcome);
            // What it carries would belong to the next.
            if (mark.State == MarkState.Settled || mark.Carried.Count > 0) outcome.Uncorrected++;
            memory.Marks.RemoveAt(i);
        }
    }

    private readonly IReadOnlyList<OutcomeState> Concerned => _only is null ? _fold.Active : [_only];

    private readonly void TakeBackGrade(TripMemory memory, ulong touchpoint, int gradeMilli, bool verdict)
    {
        var found = memory.Grades.Count - 1;
        while (found >= 0 && (memory.Grades[found] is var grade && (grade.At != _at || grade.Touchpoint != touchpoint || grade.Milli != gradeMilli))) found--;
        var carried = false;
        for (var i = memory.Marks.Count - 1; i >= 0 && memory.Marks[i].At >= _at; i--)
        {
            var mark = memory.Marks[i];
            if (mark.From >= _at || mark.State == MarkState.Settled) continue;
            if (memory.MayLack(mark) || (verdict && found < 0 && mark.Carried.Count > 0)) Doubt(mark);
            else if (found < 0 && mark.Carried.TryRemove(touchpoint, gradeMilli)) carried = true;
        }
        if (found >= 0) memory.Grades.RemoveAt(found);
        else if (!carried && !verdict) DoubtAll();
    }

    private readonly void Met(TripMemory memory, in MetGrade grade)
    {
        for (var i = memory.Marks.Count - 1; i >= 0 && memory.Marks[i].At >= grade.At; i--)
            if (memory.Marks[i] is var mark && mark.Carried.Count > 0 && mark.From < grade.At && memory.IsFull(mark)) Doubt(mark);
        if (memory.AnyForgotten)
            foreach (var outcome in Concerned)
                if (grade.At <= memory.ForgottenUpTo(outcome.Key)) outcome.Uncorrected++;
        memory.Insert(grade);
    }

    private void Insert(OutcomeMark mark)
    {
        var memory = Opened();
        if (memory.Marks.Count >= TripMemory.MarksMax) Prune(memory, _fold);
        // Before what is forgotten it may have been counted with other grades, or divide what was counted as one.
        if (mark.State == MarkState.Waiting && mark.At <= memory.ForgottenUpTo(mark.Outcome)) Doubt(mark);
        // What gives way stays in the figures as it is. What was never counted is never counted: what is older than all that are remembered, and
        // what this very change may have brought a grade for.
        if (memory.Insert(mark) is { } gone && _fold.Lifted.Take(gone) is null && gone.State == MarkState.Waiting && MightCount(memory, gone)) Doubt(gone);
    }

    // By itself: what is handed to a predicate is made anew with each call, and most marks come before there are so many.
    private static void Prune(TripMemory memory, MomentsFold fold) => memory.Prune(one => fold.OutcomeOf(one) is null);

    private readonly bool MightCount(TripMemory memory, OutcomeMark mark) =>
        mark.From == OutcomeMark.Unknown || (_fold.OutcomeOf(mark) is { } outcome && !outcome.VectorOf(memory, mark, grow: false).IsEmpty);

    private readonly void Doubt(OutcomeMark mark)
    {
        if (_fold.OutcomeOf(mark) is { } outcome) outcome.Uncorrected++;
    }

    private readonly void DoubtAll()
    {
        foreach (var outcome in Concerned) outcome.Uncorrected++;
    }
}
