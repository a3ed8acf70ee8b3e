namespace Veinte.Engine.Moments;

/// <summary>
/// Trips that a change has lifted out: where and with which values they still stand in the figures, until they are counted again or taken out. One for a fold,
/// used again with every change; empty between them. Owned by the partition's loop.
/// </summary>
internal sealed class LiftedTrips
{
    private readonly List<LiftedTrip> _trips = [];
    private int _count;

    /// <summary>Remembers how an outcome stands in the figures now, before anything is changed.</summary>
    public void Add(OutcomeState outcome, TripMemory memory, OutcomeMark mark)
    {
        if (_count == _trips.Count) _trips.Add(new());
        if (_trips[_count].Set(outcome, memory, mark)) _count++;
    }

    /// <summary>What was remembered of an outcome; null when nothing was. Whoever takes it sees to the figures.</summary>
    public LiftedTrip? Take(OutcomeMark mark)
    {
        for (var i = 0; i < _count; i++)
            if (ReferenceEquals(_trips[i].Mark, mark))
            {
                _trips[i].Mark = null;
                return _trips[i];
            }
        return null;
    }

    /// <summary>Takes what nobody took out of the figures.</summary>
    public void Clear(ulong customer)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_trips[i].Mark is not null) _trips[i].TakeOut(customer);
            _trips[i].Mark = null;
        }
        _count = 0;
    }
}

/// <summary>One of them.</summary>
internal sealed class LiftedTrip
{
    private readonly double[] _values = new double[1 + OutcomeState.DriversMax];
    private readonly List<ulong> _unfollowed = [];
    private int _length;
    private OutcomeState? _outcome;

    /// <summary>Whose it is; null once it has been seen to.</summary>
    public OutcomeMark? Mark { get; set; }

    /// <summary>When the outcome was, as it was counted.</summary>
    public long At { get; private set; }

    /// <summary>Outcome and mean grades, as they were counted.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _length);

    /// <summary>Touchpoints of the trip that are not followed, as they were counted.</summary>
    public IReadOnlyList<ulong> Unfollowed => _unfollowed;

    /// <summary>Remembers an outcome; false when nothing stands in the figures for it.</summary>
    public bool Set(OutcomeState outcome, TripMemory memory, OutcomeMark mark)
    {
        var values = outcome.VectorOf(memory, mark, grow: false);
        if (values.IsEmpty) return false;
        values.CopyTo(_values);
        _unfollowed.Clear();
        for (var i = 0; i < outcome.Unfollowed.Count; i++) _unfollowed.Add(outcome.Unfollowed[i]);
        (_outcome, Mark, At, _length) = (outcome, mark, mark.At, values.Length);
        return true;
    }

    /// <summary>Takes it out of the figures.</summary>
    public void TakeOut(ulong customer)
    {
        _outcome!.Move(Mark!, At, Values, customer, -1);
        _outcome.LeaveOut(_unfollowed, -1);
    }
}
