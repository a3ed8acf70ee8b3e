using System.Runtime.InteropServices;
using Veinte.Engine.Folds;

namespace Veinte.Engine.Moments;

/// <summary>A grade that a customer met at a touchpoint: 18 bytes, without a gap.</summary>
/// <param name="At">When, Unix microseconds.</param>
/// <param name="Touchpoint">Hash of the touchpoint's name: codes differ from partition to partition, and memories travel.</param>
/// <param name="Milli">The grade in thousandths.</param>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(ushort))]
internal readonly record struct MetGrade(long At, ulong Touchpoint, ushort Milli);

/// <summary>How an outcome of a customer stands in the figures. Written to disk: append only, never renumber.</summary>
internal enum MarkState : byte
{
    /// <summary>Not counted (yet): nothing was graded before it, or its customer's grades are on their way here.</summary>
    Waiting = 1,
    /// <summary>Counted in this partition, and can be taken out again with the same figures.</summary>
    Counted = 2,
    /// <summary>Counted, and no longer to be touched: its grades are no longer remembered, or it was counted elsewhere.</summary>
    Settled = 3,
}

/// <summary>An outcome that a customer met.</summary>
internal sealed class OutcomeMark
{
    /// <summary>Hash of the outcome's id.</summary>
    public required ulong Outcome { get; init; }
    /// <summary>Version of its definition.</summary>
    public required int Version { get; init; }
    public MarkState State { get; set; } = MarkState.Waiting;
    /// <summary>When; the end of the trip.</summary>
    public required long At { get; set; }
    /// <summary>Grades after this belong to it: when the trip began, or the outcome before; set when it is counted.</summary>
    public long From { get; set; }
    public required double Value { get; set; }
    /// <summary>Where it was met: no driver of itself.</summary>
    public required ulong Touchpoint { get; init; }
    public required string Journey { get; init; }
    public required string Segment { get; init; }
}

/// <summary>
/// What the moments of truth remember of a customer: the last grades with their times, and the last outcomes. In the order
/// of time, whatever the order of arrival. Bounded: 64 grades and 12 outcomes. Bytes frozen (kind 2).
/// </summary>
internal sealed class TripMemory : CustomerMemory
{
    internal const byte KindNumber = 2;
    internal const int GradesMax = 64;
    internal const int MarksMax = 12;

    private MetGrades _grades;

    // No outcome that is counted has grades before this: while none of them goes, none need be looked at. Unknown at first.
    private long _countedFrom = long.MinValue;

    /// <summary>Grades in the order of time; of one time, in the order of arrival.</summary>
    public ref MetGrades Grades => ref _grades;

    /// <summary>Outcomes in the order of time.</summary>
    public List<OutcomeMark> Marks { get; private set; } = None;

    /// <summary>What another identifier of the same person had, until the fold takes it in with the next interaction.</summary>
    public TripMemory? Received { get; set; }

    private static readonly List<OutcomeMark> None = [];

    public override byte Kind => KindNumber;

    public override bool IsEmpty => _grades.Count == 0 && Marks.Count == 0 && Received is null;

    /// <inheritdoc/>
    public override long ReadAhead() => _grades.Count == 0 ? 0 : _grades[_grades.Count - 1].At;

    /// <summary>Adds a mark behind those of the same time or earlier; the oldest gives way.</summary>
    public void Insert(OutcomeMark mark)
    {
        if (ReferenceEquals(Marks, None)) Marks = new(2);
        var at = Marks.Count;
        while (at > 0 && Marks[at - 1].At > mark.At) at--;
        Marks.Insert(at, mark);
        if (Marks.Count > MarksMax) Marks.RemoveAt(0);
    }

    /// <summary>Adds a grade behind those of the same time or earlier. The oldest gives way, and what it was counted for is settled.</summary>
    public void Insert(in MetGrade grade)
    {
        if (!_grades.Insert(grade, out var oldest) || _countedFrom >= oldest.At) return;
        _countedFrom = long.MaxValue;
        foreach (var mark in Marks)
        {
            if (mark.State != MarkState.Counted) continue;
            if (mark.From < oldest.At && oldest.At <= mark.At) mark.State = MarkState.Settled;
            else _countedFrom = Math.Min(_countedFrom, mark.From);
        }
    }

    /// <summary>An outcome has been counted with the grades as they are.</summary>
    public void Count(OutcomeMark mark)
    {
        mark.State = MarkState.Counted;
        _countedFrom = Math.Min(_countedFrom, mark.From);
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
        // The figures can only be corrected with the fold at hand: it takes over what was received with the next interaction.
        var from = (TripMemory)other;
        if (from.Received is { } nested)
        {
            from.Received = null;
            Absorb(nested);
        }
        var received = Received ??= new();
        for (var i = 0; i < from.Grades.Count; i++) received.Insert(from.Grades[i]);
        foreach (var mark in from.Marks)
        {
            if (mark.State == MarkState.Counted) mark.State = MarkState.Settled;
            received.Insert(mark);
        }
    }

    /// <inheritdoc/>
    public override void Write(BinaryWriter writer)
    {
        WriteGrades(writer);
        writer.Write7BitEncodedInt(Marks.Count);
        foreach (var mark in Marks)
        {
            writer.Write(mark.Outcome);
            writer.Write7BitEncodedInt(mark.Version);
            writer.Write((byte)mark.State);
            writer.Write(mark.At);
            writer.Write(mark.From);
            writer.Write(mark.Value);
            writer.Write(mark.Touchpoint);
            writer.Write(mark.Journey);
            writer.Write(mark.Segment);
        }
        writer.Write(Received is not null);
        Received?.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TripMemory Read(BinaryReader reader)
    {
        var memory = new TripMemory();
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
        for (; marks > 0; marks--)
        {
            memory.Marks.Add(new()
            {
                Outcome = reader.ReadUInt64(),
                Version = reader.Read7BitEncodedInt(),
                State = (MarkState)reader.ReadByte(),
                At = reader.ReadInt64(),
                From = reader.ReadInt64(),
                Value = reader.ReadDouble(),
                Touchpoint = reader.ReadUInt64(),
                Journey = reader.ReadString(),
                Segment = reader.ReadString(),
            });
        }
        if (reader.ReadBoolean()) memory.Received = Read(reader);
        return memory;
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
