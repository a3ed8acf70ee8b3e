using System.Runtime.CompilerServices;

namespace Veinte.Doors.Reading;

/// <summary>What stands in a slice of the body.</summary>
internal enum SliceKind : byte
{
    Absent = 0,
    Null = 1,
    Text = 2,
    EscapedText = 3,
    Number = 4,
    Bool = 5,
    Object = 6,
    List = 7,
}

/// <summary>Where a value stands in the body: eight bytes instead of a copy. Texts are without their quotes. <c>default</c> is absent.</summary>
internal readonly struct Slice(int start, int length, SliceKind kind)
{
    private const int LengthBits = 28;
    private readonly int _start = start;
    private readonly uint _lengthAndKind = (uint)length | ((uint)kind << LengthBits);

    internal int Start => _start;

    internal int Length => (int)(_lengthAndKind & ((1u << LengthBits) - 1));

    internal SliceKind Kind => (SliceKind)(_lengthAndKind >> LengthBits);

    /// <summary>Whether the member stood there at all, be it with null.</summary>
    internal bool Seen => Kind != SliceKind.Absent;

    /// <summary>Whether there is a value that is not null.</summary>
    internal bool HasValue => Kind > SliceKind.Null;

    internal bool IsText => Kind is SliceKind.Text or SliceKind.EscapedText;

    internal ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body.Slice(_start, Length);
}

/// <summary>The members of an event that mean something to us, in one row so that reading is a table look-up.</summary>
internal enum Field : byte
{
    None = 0,
    // Of the event itself.
    Type, Event, Name, UserId, AnonymousId, PreviousId, GroupId, MessageId, Timestamp, OriginalTimestamp, SentAt,
    Properties, Traits, Context,
    // Of the envelope.
    Batch, WriteKey,
    // Of the properties.
    Touchpoint, Channel, Intent, Stage, Journey, Staff, Area, Path, Url,
    Rating, RatingMin, RatingMax, Nps, Csat, Ces, WaitSeconds, PromisedWaitSeconds, Outcome, Effort, Reaction, Revenue, Text,
    // Of the context.
    ContextTraits, LibraryName,
    // Of a CloudEvent.
    Source, SpecVersion, DataContentType, DataBase64,
    Count,
}

/// <summary>One slice for each <see cref="Field"/>.</summary>
[InlineArray((int)Field.Count)]
internal struct FieldSlices
{
    private Slice _first;
}

/// <summary>An event as it was found in the body: where its members stand, nothing judged yet.</summary>
internal struct FoundEvent
{
    /// <summary>Where its first byte stands.</summary>
    internal int Start;
    /// <summary>How many bytes it has.</summary>
    internal int Length;
    /// <summary>How deeply objects and lists are nested in it.</summary>
    internal int Depth;
    /// <summary>What stands there: an object, or something that is no event.</summary>
    internal SliceKind Kind;
    /// <summary>A member that stands there twice, or none.</summary>
    internal Field Duplicate;
    private FieldSlices _fields;

    internal readonly Slice this[Field field] => _fields[(int)field];

    internal void Put(Field field, Slice slice)
    {
        if (_fields[(int)field].Seen) Duplicate = field;
        else _fields[(int)field] = slice;
    }

    internal readonly ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> body) => body.Slice(Start, Length);
}
