using Veinte.Engine.Partitions;

namespace Veinte.Engine.Moments;

/// <summary>
/// The last grades of a customer in the order of time, in a ring: a further one moves no other. A mutable value that lies in its
/// customer's memory; never copied.
/// </summary>
internal struct MetGrades
{
    private MetGrade[]? _ring;
    private int _first;

    /// <summary>How many there are, at most <see cref="TripMemory.GradesMax"/>.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, the oldest first.</summary>
    public readonly ref MetGrade this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return ref _ring![(_first + index) & (_ring.Length - 1)];
        }
    }

    /// <summary>Makes room for so many in one step.</summary>
    public void MakeRoom(int count)
    {
        if (count <= (_ring?.Length ?? 0)) return;
        var wider = LongLived.Array<MetGrade>(count, TripMemory.GradesMax);
        for (var i = 0; i < Count; i++) wider[i] = this[i];
        (_ring, _first) = (wider, 0);
    }

    /// <summary>Adds a grade behind those of the same time or earlier; true when the oldest had to give way for it, even if it was itself the oldest.</summary>
    public bool Insert(in MetGrade grade, out MetGrade oldest)
    {
        oldest = default;
        var forgets = Count == TripMemory.GradesMax;
        if (forgets)
        {
            if (grade.At < this[0].At)
            {
                oldest = grade;
                return true;
            }
            oldest = this[0];
            RemoveFirst();
        }
        MakeRoom(Count + 1);
        Count++;
        var at = Count - 1;
        for (; at > 0 && this[at - 1].At > grade.At; at--) this[at] = this[at - 1];
        this[at] = grade;
        return forgets;
    }

    /// <summary>Forgets one of them.</summary>
    public void RemoveAt(int index)
    {
        for (var i = index; i > 0; i--) this[i] = this[i - 1];
        RemoveFirst();
    }

    private void RemoveFirst()
    {
        _first = (_first + 1) & (_ring!.Length - 1);
        Count--;
    }
}
