using System.Runtime.InteropServices;
using Veinte.Engine.Folds;

namespace Veinte.Engine.Moments;

/// <summary>A grade that a customer met at a touchpoint: 18 bytes, without a gap.</summary>
/// <param name="At">When, Unix microseconds.</param>
/// <param name="Touchpoint">Hash of the touchpoint's name: codes differ from partition to partition, and memories travel.</param>
/// <param name="Milli">The grade in thousandths.</param>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(ushort))]
internal readonly record struct MetGrade(long At, ulong Touchpoint, ushort Milli);

/// <summary>
/// What the moments of truth remember of a customer: the last grades with their times, and the last outcomes. In the order
/// of time, whatever the order of arrival. Bounded: 64 grades, and 12 marks of each outcome. Bytes frozen (kind 3; kind 2 is read).
/// </summary>
/// <remarks>
/// An outcome is explained by the last <see cref="ExplainingMax"/> grades before it. Sixteen more are remembered, so that nothing that is late by
/// less than these changes what they are. What is let go goes on counting as a sum where it counted (<see cref="CarriedGrades"/>).
/// </remarks>
internal sealed class TripMemory : CustomerMemory
{
    internal const byte KindNumber = 3;

    /// <summary>As it was written before grades were carried; merges in journals hold it.</summary>
    internal const byte EarlierKindNumber = 2;

    private const byte Layout = 1;

    /// <summary>Grades that are remembered.</summary>
    internal const int GradesMax = 64;

    /// <summary>Grades that explain an outcome: the last so many up to its time.</summary>
    internal const int ExplainingMax = 48;

    /// <summary>Marks of one outcome that are remembered.</summary>
    internal const int MarksMax = 12;

    private MetGrades _grades;

    // No mark that ends after the oldest grade begins before this: while nothing older is let go, none need be looked at. Unknown at first.
    private long _carriesFrom = long.MinValue;

    // Up to when marks of an outcome are no longer remembered. Few customers have any.
    private List<(ulong Outcome, long At)> _forgotten = NoneForgotten;

    /// <summary>Grades in the order of time; of one time, in the order of arrival.</summary>
    public ref MetGrades Grades => ref _grades;

    /// <summary>Outcomes in the order of time.</summary>
    public List<OutcomeMark> Marks { get; private set; } = None;

    /// <summary>What another identifier of the same person had, until the fold takes it in.</summary>
    public TripMemory? Received { get; set; }

    /// <summary>Time of the latest grade that was let go; <see cref="long.MinValue"/> when none was.</summary>
    public long LetGoUpTo { get; private set; } = long.MinValue;

    private static readonly List<OutcomeMark> None = [];
    private static readonly List<(ulong Outcome, long At)> NoneForgotten = [];

    public override byte Kind => KindNumber;

    public override bool IsEmpty => _grades.Count == 0 && Marks.Count == 0 && Received is null;

    /// <inheritdoc/>
    public override long ReadAhead() => _grades.Count == 0 ? 0 : _grades[_grades.Count - 1].At;

    /// <summary>Whether marks of any outcome have been forgotten.</summary>
    public bool AnyForgotten => _forgotten.Count > 0;

    /// <summary>The time up to which marks of an outcome have been forgotten; <see cref="long.MinValue"/> when none was.</summary>
    public long ForgottenUpTo(ulong outcome)
    {
        foreach (var (key, at) in _forgotten)
            if (key == outcome) return at;
        return long.MinValue;
    }

    /// <summary>Adds a mark behind those of the same time or earlier; of too many of one outcome the oldest gives way, and is returned.</summary>
    public OutcomeMark? Insert(OutcomeMark mark)
    {
        if (ReferenceEquals(Marks, None)) Marks = new(2);
        var at = Marks.Count;
        while (at > 0 && Marks[at - 1].At > mark.At) at--;
        Marks.Insert(at, mark);
        Begins(mark);
        if (Marks.Count <= MarksMax) return null;
        var (same, oldest) = (0, -1);
        for (var i = Marks.Count - 1; i >= 0; i--)
            if (Marks[i].Outcome == mark.Outcome) (same, oldest) = (same + 1, i);
        if (same <= MarksMax) return null;
        var gone = Marks[oldest];
        Marks.RemoveAt(oldest);
        Forget(gone.Outcome, gone.At);
        return gone;
    }

    /// <summary>It has been found out since when grades belong to a mark.</summary>
    public void Begins(OutcomeMark mark) => _carriesFrom = Math.Min(_carriesFrom, mark.From);

    /// <summary>Adds a grade behind those of the same time or earlier. The oldest is let go; the outcomes that it explains carry it on.</summary>
    public void Insert(in MetGrade grade)
    {
        if (!_grades.Insert(grade, out var oldest)) return;
        LetGoUpTo = Math.Max(LetGoUpTo, oldest.At);
        // What is older than all that is remembered may be of any mark.
        if (_carriesFrom >= oldest.At && oldest != grade) return;
        _carriesFrom = long.MaxValue;
        var next = _grades[0].At;
        foreach (var mark in Marks)
        {
            if (mark.State == MarkState.Settled) continue;
            if (mark.From < oldest.At && oldest.At <= mark.At && HasRoom(mark)) mark.Carried.Add(oldest);
            if (mark.At >= next) Begins(mark);
        }
    }

    /// <summary>Where the grades that explain an outcome begin and end: the last ones up to its time, as far as it looks back.</summary>
    public (int First, int End) Explaining(OutcomeMark mark)
    {
        // From the latest backwards: what is asked about is nearly always the last trip.
        var end = _grades.Count;
        while (end > 0 && _grades[end - 1].At > mark.At) end--;
        var least = Math.Max(0, end - ExplainingMax + mark.Carried.Count);
        var first = end;
        while (first > least && _grades[first - 1].At > mark.From) first--;
        return (first, end);
    }

    /// <summary>Whether an outcome has as many grades as explain one, so that those before them do not.</summary>
    public bool IsFull(OutcomeMark mark)
    {
        var (first, end) = Explaining(mark);
        return end - first + mark.Carried.Count >= ExplainingMax;
    }

    /// <summary>Whether a grade before those that explain an outcome, which would be the next of them, may have been let go.</summary>
    public bool MayLack(OutcomeMark mark) => LetGoUpTo > mark.From && IsFull(mark) && (mark.Carried.Count > 0 || Explaining(mark).First == 0);

    /// <summary>Whether grades that would explain an outcome, told only now, may have been let go: it is later than the sixteen that are remembered for that.</summary>
    public bool MayLackSome(OutcomeMark mark) => LetGoUpTo > mark.From && mark.Carried.Count == 0 && Explaining(mark) is (0, < ExplainingMax);

    // Whether fewer grades than explain an outcome are left of those up to its time: the one that has just been let go is then among its last ones.
    private bool HasRoom(OutcomeMark mark) => mark.Carried.Count < ExplainingMax && _grades[ExplainingMax - 1 - mark.Carried.Count].At > mark.At;

    private void Forget(ulong outcome, long at)
    {
        if (ReferenceEquals(_forgotten, NoneForgotten)) _forgotten = new(1);
        var known = _forgotten.FindIndex(one => one.Outcome == outcome);
        if (known < 0) _forgotten.Add((outcome, at));
        else _forgotten[known] = (outcome, Math.Max(at, _forgotten[known].At));
    }

    /// <inheritdoc/>
    /// <remarks>What was counted was counted under another key and perhaps in another partition: nobody may take it out here.</remarks>
    public override CustomerMemory Adopted()
    {
        var own = new TripMemory();
        own.Absorb(this);
        return own;
    }

    /// <inheritdoc/>
    public override void Absorb(CustomerMemory other)
    {
        // The figures can only be corrected with the fold at hand: it takes over what was received.
        var from = (TripMemory)other;
        if (from.Received is { } nested)
        {
            from.Received = null;
            Absorb(nested);
        }
        var received = Received ??= new();
        received.TakeLimits(from);
        for (var i = 0; i < from.Grades.Count; i++) received.Insert(from.Grades[i]);
        foreach (var mark in from.Marks)
        {
            if (mark.State == MarkState.Counted) mark.State = MarkState.Settled;
            mark.Carried = default;
            received.Insert(mark);
        }
    }

    /// <summary>What another memory no longer knows this one does not know either, once it has taken it in.</summary>
    public void TakeLimits(TripMemory from)
    {
        LetGoUpTo = Math.Max(LetGoUpTo, from.LetGoUpTo);
        foreach (var (outcome, at) in from._forgotten) Forget(outcome, at);
    }

    /// <summary>Forgets marks that nothing can count any more: their outcome has ended or is defined otherwise.</summary>
    public void Prune(Predicate<OutcomeMark> isDead) => Marks.RemoveAll(isDead);

    /// <inheritdoc/>
    public override void Write(BinaryWriter writer)
    {
        writer.Write(Layout);
        writer.Write(LetGoUpTo);
        writer.Write7BitEncodedInt(_forgotten.Count);
        foreach (var (outcome, at) in _forgotten)
        {
            writer.Write(outcome);
            writer.Write(at);
        }
        WriteGrades(writer);
        writer.Write7BitEncodedInt(Marks.Count);
        foreach (var mark in Marks) mark.Write(writer);
        writer.Write(Received is not null);
        Received?.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A later version wrote it.</exception>
    public static TripMemory Read(BinaryReader reader) => reader.ReadByte() is Layout
        ? Read(reader, carries: true)
        : throw new InvalidDataException("What moments remember of a customer was stored in a later layout. Start the version that wrote it.");

    /// <summary>Reads what was written before grades were carried.</summary>
    public static TripMemory ReadEarlier(BinaryReader reader) => Read(reader, carries: false);

    private static TripMemory Read(BinaryReader reader, bool carries)
    {
        var memory = new TripMemory();
        if (carries) memory.ReadLimits(reader);
        var at = 0L;
        var grades = reader.Read7BitEncodedInt();
        memory.Grades.MakeRoom(Math.Min(grades, GradesMax));
        for (var left = grades; left > 0; left--)
        {
            at += reader.Read7BitEncodedInt64();
            memory.Grades.Insert(new(at, reader.ReadUInt64(), reader.ReadUInt16()), out _);
        }
        var marks = reader.Read7BitEncodedInt();
        if (marks > 0) memory.Marks = new(marks);
        for (; marks > 0; marks--) memory.Marks.Add(OutcomeMark.Read(reader, carries));
        if (reader.ReadBoolean()) memory.Received = carries ? Read(reader) : ReadEarlier(reader);
        return memory;
    }

    private void ReadLimits(BinaryReader reader)
    {
        LetGoUpTo = reader.ReadInt64();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) Forget(reader.ReadUInt64(), reader.ReadInt64());
    }

    private void WriteGrades(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_grades.Count);
        var at = 0L;
        for (var i = 0; i < _grades.Count; i++)
        {
            ref readonly var grade = ref _grades[i];
            writer.Write7BitEncodedInt64(grade.At - at);
            writer.Write(grade.Touchpoint);
            writer.Write(grade.Milli);
            at = grade.At;
        }
    }
}
