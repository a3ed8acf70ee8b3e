using Veinte.Engine.Partitions;
using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>
/// One change of what a customer has met: outcomes that it may touch are taken out of the figures, the change is made, and they
/// are counted again. So what is counted depends on the times of interactions and not on the order in which they arrive.
/// </summary>
internal ref struct TripChange
{
    private readonly MomentsFold _fold;
    private readonly CustomerState _customer;
    private readonly long _at;
    private TripMemory? _memory;
    private bool _open;

    public TripChange(MomentsFold fold, CustomerState customer, long at)
    {
        (_fold, _customer, _at) = (fold, customer, at);
        _memory = customer.Recall<TripMemory>();
        // Whoever points elsewhere is counted there; what comes here is swept on with the memory.
        if (_memory?.Received is not null && customer.PointsTo is null) TakeIn();
    }

    /// <summary>A graded interaction.</summary>
    public void Met(in MetGrade grade) => Opened().Insert(grade);

    /// <summary>An interaction that carries an outcome.</summary>
    public void Told(OutcomeState outcome, double value, ulong touchpoint, (string Journey, string Segment) labels) => Opened().Insert(new OutcomeMark
    {
        Outcome = outcome.Key,
        Version = outcome.Version,
        At = _at,
        Value = value,
        Touchpoint = touchpoint,
        Journey = labels.Journey,
        Segment = labels.Segment,
    });

    /// <summary>Any interaction, for an outcome that is waited for: goes on with a trip or begins one, and may be the return from another.</summary>
    public void Came(OutcomeState outcome, bool isReturn, (string Journey, string Segment) labels)
    {
        // Whether a device that nobody has signed in on comes back says nothing of a person.
        if (_customer.Identifier.Kind != IdentifierKind.User || _customer.PointsTo is not null) return;
        OutcomeMark? last = null;
        if (_memory is not null)
            foreach (var mark in _memory.Marks)
                if (mark.Outcome == outcome.Key && mark.Version == outcome.Version) last = mark;
        // What arrives late adds its grade to a trip; it moves no trip's end.
        if (last is not null && last.At >= _at) return;
        var memory = Opened();
        var stays = outcome.Definition.Kind == OutcomeKinds.Churn ? 1 : 0;
        if (isReturn) Return(memory, outcome, stays);
        if (last is not null && _at - last.At <= outcome.GapMicros && last.Value == stays)
        {
            if (last.State == MarkState.Settled) return;
            Uncount(last);
            memory.Marks.Remove(last);
            last.At = _at;
            memory.Insert(last);
            return;
        }
        memory.Insert(new OutcomeMark
        {
            Outcome = outcome.Key,
            Version = outcome.Version,
            At = _at,
            From = _at - 1,
            Value = stays,
            Touchpoint = 0,
            Journey = labels.Journey,
            Segment = labels.Segment,
        });
    }

    /// <summary>An interaction that may be the return from an earlier trip, and begins and continues none.</summary>
    public void Returned(OutcomeState outcome)
    {
        if (_memory is null || _customer.Identifier.Kind != IdentifierKind.User || _customer.PointsTo is not null) return;
        Return(Opened(), outcome, outcome.Definition.Kind == OutcomeKinds.Churn ? 1 : 0);
    }

    /// <summary>A posting is reversed: its grade was not met, and an outcome told there was not told.</summary>
    public void TakeBack(ulong touchpoint, int gradeMilli)
    {
        if (_memory is null) return;
        var memory = Opened();
        var at = _at;
        var done = new List<ulong>();
        var met = memory.Grades.FindIndex(grade => grade.At == at && grade.Touchpoint == touchpoint && grade.Milli == gradeMilli);
        if (met >= 0) memory.Grades.RemoveAt(met);
        for (var i = memory.Marks.Count - 1; i >= 0; i--)
        {
            var mark = memory.Marks[i];
            if (mark.At != at || mark.Touchpoint != touchpoint || done.Contains(mark.Outcome) || _fold.OutcomeOf(mark) is not { Awaited: false } outcome) continue;
            done.Add(mark.Outcome);
            if (mark.State == MarkState.Settled) outcome.Uncorrected++;
            memory.Marks.RemoveAt(i);
        }
    }

    /// <summary>Counts everything that is to be counted now.</summary>
    public readonly void Finish()
    {
        if (!_open || _memory is null || _customer.PointsTo is not null) return;
        for (var i = 0; i < _memory.Marks.Count; i++)
        {
            var mark = _memory.Marks[i];
            if (mark.State != MarkState.Waiting || _fold.OutcomeOf(mark) is not { } outcome) continue;
            if (!outcome.Awaited) mark.From = BeginOf(outcome, i);
            if (outcome.TryMove(_memory, mark, (ulong)(_customer.Key >> 64), +1)) mark.State = MarkState.Counted;
        }
    }

    /// <summary>Since when grades belong to an outcome: the one before it, or as far back as it looks.</summary>
    private readonly long BeginOf(OutcomeState outcome, int index)
    {
        var mark = _memory!.Marks[index];
        var from = mark.At - outcome.WindowMicros;
        for (var i = index - 1; i >= 0; i--)
        {
            if (_memory.Marks[i].Outcome != mark.Outcome) continue;
            from = Math.Max(from, _memory.Marks[i].At);
            break;
        }
        // What came before the definition is told by the past that is read from the journal: no grade explains two outcomes.
        if (outcome.BeginsAnew && mark.At > outcome.DefinedAt) from = Math.Max(from, outcome.DefinedAt);
        // Where the outcome is a grade, earlier ones are known even if they were met before it was defined.
        if (outcome.Definition.Kind is not (OutcomeKinds.Grade or OutcomeKinds.TopBox)) return from;
        foreach (var grade in _memory.Grades)
            if (grade.Touchpoint == mark.Touchpoint && grade.At < mark.At) from = Math.Max(from, grade.At);
        return from;
    }

    private readonly void Return(TripMemory memory, OutcomeState outcome, int stays)
    {
        foreach (var mark in memory.Marks)
        {
            if (mark.Outcome != outcome.Key || mark.Version != outcome.Version || mark.Value != stays) continue;
            if (_at - mark.At <= outcome.GapMicros || _at - mark.At > outcome.WithinMicros) continue;
            if (mark.State == MarkState.Settled)
            {
                outcome.Uncorrected++;
                continue;
            }
            Uncount(mark);
            mark.Value = 1 - stays;
        }
    }

    /// <summary>The memory, with every outcome at this time or later out of the figures.</summary>
    private TripMemory Opened() => OpenedFrom(_at);

    private TripMemory OpenedFrom(long at)
    {
        _memory ??= _customer.Remember<TripMemory>();
        if (_open) return _memory;
        _open = true;
        foreach (var mark in _memory.Marks)
            if (mark.At >= at) Uncount(mark);
        return _memory;
    }

    private void TakeIn()
    {
        var received = _memory!.Received!;
        _memory.Received = null;
        var first = _at;
        if (received.Grades.Count > 0) first = Math.Min(first, received.Grades[0].At);
        if (received.Marks.Count > 0) first = Math.Min(first, received.Marks[0].At);
        OpenedFrom(first);
        foreach (var grade in received.Grades) _memory.Insert(grade);
        foreach (var mark in received.Marks) _memory.Insert(mark);
    }

    private readonly void Uncount(OutcomeMark mark)
    {
        if (mark.State != MarkState.Counted) return;
        if (_fold.OutcomeOf(mark) is not { } outcome)
        {
            mark.State = MarkState.Settled;
            return;
        }
        outcome.TryMove(_memory!, mark, (ulong)(_customer.Key >> 64), -1);
        mark.State = MarkState.Waiting;
    }
}
