using Veinte.Engine.Partitions;
using Veinte.Model;

namespace Veinte.Engine.Moments;

/// <summary>
/// One change of what a customer has met: outcomes that it may touch are lifted out of the figures, the change is made, and they
/// are counted again. So what is counted depends on the times of interactions and not on the order in which they arrive. What was lifted is
/// put in place again by what differs: one more grade of a trip costs a row of its co-moments and not all of them.
/// </summary>
internal ref partial struct TripChange
{
    private readonly MomentsFold _fold;
    private readonly CustomerState _customer;
    private readonly long _at;
    private readonly OutcomeState? _only;
    private TripMemory? _memory;
    private bool _open;

    // Nothing before this is waiting: marks are in the order of time, so those of earlier trips need not be looked at.
    private long _from;

    /// <summary>Begins a change.</summary>
    /// <param name="fold">Whose figures.</param>
    /// <param name="customer">Of whom.</param>
    /// <param name="at">When what changes was, Unix microseconds.</param>
    /// <param name="only">The outcome that it concerns; null for all.</param>
    public TripChange(MomentsFold fold, CustomerState customer, long at, OutcomeState? only = null)
    {
        (_fold, _customer, _at, _only) = (fold, customer, at, only);
        _memory = customer.Recall<TripMemory>();
        // Whoever points elsewhere is counted there; what comes here is swept on with the memory.
        if (_memory?.Received is not null && customer.PointsTo is null) TakeIn();
    }

    /// <summary>A graded interaction.</summary>
    public void Met(in MetGrade grade) => Met(Opened(), grade);

    /// <summary>An interaction that carries an outcome.</summary>
    public void Told(OutcomeState outcome, double value, ulong touchpoint, (string Journey, string Segment) labels) => Insert(new()
    {
        Outcome = outcome.Key,
        Version = outcome.Version,
        At = _at,
        Value = value,
        Touchpoint = touchpoint,
        Journey = labels.Journey,
        Segment = labels.Segment,
    });

    /// <summary>
    /// Any interaction, for an outcome that is waited for: goes on with a trip, and may be the return from another; true when it begins a trip, to be told to
    /// <see cref="Begin"/>.
    /// </summary>
    public bool Came(OutcomeState outcome, bool isReturn)
    {
        // Whether a device that nobody has signed in on comes back says nothing of a person.
        if (_customer.Identifier.Kind != IdentifierKind.User || _customer.PointsTo is not null) return false;
        OutcomeMark? last = null;
        for (var i = (_memory?.Marks.Count ?? 0) - 1; i >= 0 && last is null; i--)
            if (_memory!.Marks[i] is var mark && mark.Outcome == outcome.Key && mark.Version == outcome.Version && mark.State != MarkState.Settled) last = mark;
        // What arrives late adds its grade to a trip; it moves no trip's end.
        if (last is not null && last.At >= _at) return false;
        var memory = Opened();
        if (isReturn) Return(memory, outcome);
        if (last is null || _at - last.At > outcome.GapMicros || last.Value != StaysAs(outcome)) return true;
        Uncount(last);
        memory.Marks.Remove(last);
        last.At = _at;
        Insert(last);
        return false;
    }

    /// <summary>A trip begins, for an outcome that is waited for.</summary>
    public void Begin(OutcomeState outcome, (string Journey, string Segment) labels) => Insert(new()
    {
        Outcome = outcome.Key,
        Version = outcome.Version,
        At = _at,
        From = _at - 1,
        Value = StaysAs(outcome),
        Touchpoint = 0,
        Journey = labels.Journey,
        Segment = labels.Segment,
    });

    /// <summary>An interaction that may be the return from an earlier trip, and begins and continues none.</summary>
    public void Returned(OutcomeState outcome)
    {
        if (_memory is null || _customer.Identifier.Kind != IdentifierKind.User || _customer.PointsTo is not null) return;
        Return(Opened(), outcome);
    }

    /// <summary>Counts everything that is to be counted now.</summary>
    public readonly void Finish()
    {
        if (!_open || _memory is null) return;
        var customer = (ulong)(_customer.Key >> 64);
        if (_customer.PointsTo is null)
        {
            var marks = _memory.Marks;
            var first = marks.Count;
            while (first > 0 && marks[first - 1].At >= _from) first--;
            for (var i = first; i < marks.Count; i++)
            {
                var mark = marks[i];
                if (mark.State != MarkState.Waiting || _fold.OutcomeOf(mark) is not { } outcome) continue;
                if (!outcome.Awaited) SetBegin(outcome, mark, BeginOf(outcome, i));
                _memory.Begins(mark);
                var lifted = _fold.Lifted.Take(mark);
                if (lifted is null && _memory.MayLackSome(mark)) outcome.Uncorrected++;
                if (outcome.TryCount(_memory, mark, customer, lifted)) mark.State = MarkState.Counted;
            }
        }
        // What is not met any more stays out of the figures.
        _fold.Lifted.Clear(customer);
    }

    // What is carried cannot be divided between an outcome and another that has come to stand before it.
    private static void SetBegin(OutcomeState outcome, OutcomeMark mark, long from)
    {
        if (mark.Carried.Count == 0) mark.From = from;
        else if (from > mark.From) outcome.Uncorrected++;
    }

    /// <summary>Since when grades belong to an outcome: the one before it, or as far back as it looks.</summary>
    private readonly long BeginOf(OutcomeState outcome, int index)
    {
        var mark = _memory!.Marks[index];
        var from = mark.At - outcome.WindowMicros;
        // The one before it may be forgotten: what it has counted stays its own.
        if (_memory.ForgottenUpTo(outcome.Key) is var forgotten && forgotten <= mark.At) from = Math.Max(from, forgotten);
        for (var i = index - 1; i >= 0; i--)
        {
            if (_memory.Marks[i].Outcome != mark.Outcome || _memory.Marks[i].Version != mark.Version) continue;
            from = Math.Max(from, _memory.Marks[i].At);
            break;
        }
        // What came before the definition is told by the past that is read from the journal: no grade explains two outcomes.
        if (outcome.BeginsAnew && mark.At > outcome.DefinedAt) from = Math.Max(from, outcome.DefinedAt);
        // Where the outcome is a grade, earlier ones are known even if they were met before it was defined.
        if (outcome.Definition.Kind is not (OutcomeKinds.Grade or OutcomeKinds.TopBox)) return from;
        for (var i = 0; i < _memory.Grades.Count; i++)
            if (_memory.Grades[i] is var grade && grade.Touchpoint == mark.Touchpoint && grade.At < mark.At) from = Math.Max(from, grade.At);
        return from;
    }

    private static int StaysAs(OutcomeState outcome) => outcome.Definition.Kind == OutcomeKinds.Churn ? 1 : 0;

    private void Return(TripMemory memory, OutcomeState outcome)
    {
        var stays = StaysAs(outcome);
        // In the order of time: what lies further back is too far back for all of them.
        for (var i = memory.Marks.Count - 1; i >= 0 && _at - memory.Marks[i].At <= outcome.WithinMicros; i--)
        {
            var mark = memory.Marks[i];
            if (mark.Outcome != outcome.Key || mark.Version != outcome.Version || mark.Value != stays || _at - mark.At <= outcome.GapMicros) continue;
            // Counted elsewhere, where it ended.
            if (mark.State == MarkState.Settled) continue;
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
        _from = at;
        for (var i = _memory.Marks.Count - 1; i >= 0 && _memory.Marks[i].At >= at; i--) Uncount(_memory.Marks[i]);
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
        _memory.TakeLimits(received);
        for (var i = 0; i < received.Grades.Count; i++) Met(_memory, received.Grades[i]);
        foreach (var mark in received.Marks)
        {
            // A trip that was waited for under the other identifier ended there.
            if (_fold.OutcomeOf(mark) is { Awaited: true }) mark.State = MarkState.Settled;
            Insert(mark);
        }
    }

    private void Uncount(OutcomeMark mark)
    {
        if (mark.State != MarkState.Counted) return;
        if (_fold.OutcomeOf(mark) is not { } outcome)
        {
            mark.State = MarkState.Settled;
            return;
        }
        _from = Math.Min(_from, mark.At);
        _fold.Lifted.Add(outcome, _memory!, mark);
        mark.State = MarkState.Waiting;
    }
}
