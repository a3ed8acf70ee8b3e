namespace Veinte.Engine.Moments;

/// <summary>How an outcome of a customer stands in the figures. Written to disk: append only, never renumber.</summary>
internal enum MarkState : byte
{
    /// <summary>Not counted (yet): nothing was graded before it, or its customer's grades are on their way here.</summary>
    Waiting = 1,
    /// <summary>Counted in this partition, and can be taken out again with the same figures.</summary>
    Counted = 2,
    /// <summary>Counted elsewhere, or for a definition that is no more: no longer to be touched.</summary>
    Settled = 3,
}

/// <summary>An outcome that a customer met.</summary>
internal sealed class OutcomeMark
{
    /// <summary>Where a trip begins whose outcome was never counted.</summary>
    public const long Unknown = long.MaxValue;

    private CarriedGrades _carried;

    /// <summary>Hash of the outcome's id.</summary>
    public required ulong Outcome { get; init; }
    /// <summary>Version of its definition.</summary>
    public required int Version { get; init; }
    public MarkState State { get; set; } = MarkState.Waiting;
    /// <summary>When; the end of the trip.</summary>
    public required long At { get; set; }
    /// <summary>Grades after this belong to it: when the trip began, or the outcome before; set when it is counted.</summary>
    public long From { get; set; } = Unknown;
    public required double Value { get; set; }
    /// <summary>Where it was met: no driver of itself.</summary>
    public required ulong Touchpoint { get; init; }
    public required string Journey { get; init; }
    public required string Segment { get; init; }

    /// <summary>Grades of it that the memory has let go.</summary>
    public ref CarriedGrades Carried => ref _carried;

    public void Write(BinaryWriter writer)
    {
        writer.Write(Outcome);
        writer.Write7BitEncodedInt(Version);
        writer.Write((byte)State);
        writer.Write(At);
        writer.Write(From);
        writer.Write(Value);
        writer.Write(Touchpoint);
        writer.Write(Journey);
        writer.Write(Segment);
        _carried.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="carries">Whether it was written with the grades that the memory had let go.</param>
    public static OutcomeMark Read(BinaryReader reader, bool carries)
    {
        var mark = new OutcomeMark
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
        };
        if (carries) mark._carried = CarriedGrades.Read(reader);
        else if (mark is { State: MarkState.Waiting, From: 0 }) mark.From = Unknown;
        return mark;
    }
}
