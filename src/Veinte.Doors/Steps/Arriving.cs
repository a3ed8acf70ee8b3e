using System.Globalization;
using System.Text;
using Veinte.Doors.Reading;
using Veinte.Doors.Segment;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Steps;

/// <summary>
/// One event between the body and the journal: what was found, and the draft the steps make of it. A step that refuses
/// says why and the event goes into quarantine; the others do not see it any more.
/// </summary>
internal ref struct Arriving
{
    private const int ShownMax = 80;
    private readonly ReadOnlySpan<byte> _body;
    private readonly ref readonly FoundEvent _found;
    private readonly Span<byte> _scratch;
    private int _scratchUsed;

    internal readonly DoorSource Source;
    internal readonly DoorLimits Limits;
    internal readonly Instant ReceivedAt;

    /// <summary>Whether the whole body is UTF-8, so that its events need no check of their own.</summary>
    internal readonly bool BodyIsUtf8;

    /// <summary>What the event is when it does not say; Batch when it must say.</summary>
    internal SegmentRoute Route;

    /// <summary>What the client's clock said when the envelope was sent, or <see cref="InteractionDraft.NoTime"/>.</summary>
    internal Instant EnvelopeSentAt;

    /// <summary>What becomes of the event if it is an interaction. The other calls use its times, customer and message.</summary>
    internal InteractionDraft Draft;

    /// <summary>The group of a group call.</summary>
    internal ReadOnlySpan<byte> Group;

    /// <summary>The identifier an alias call gives up.</summary>
    internal ReadOnlySpan<byte> Previous;

    /// <summary>A placeholder that stood where an identifier should.</summary>
    internal Field Blocked;

    internal QuarantineReason Reason;
    internal string Detail = "";

    internal Arriving(
        ReadOnlySpan<byte> body, ref readonly FoundEvent found, bool bodyIsUtf8, Span<byte> scratch, DoorSource source,
        DoorLimits limits, Instant receivedAt)
    {
        _body = body;
        _found = ref found;
        _scratch = scratch;
        BodyIsUtf8 = bodyIsUtf8;
        Source = source;
        Limits = limits;
        ReceivedAt = receivedAt;
        Draft.ReceivedAt = receivedAt;
        Draft.OriginalAt = InteractionDraft.NoTime;
        Draft.SentAt = InteractionDraft.NoTime;
        EnvelopeSentAt = InteractionDraft.NoTime;
        Draft.Source = source.NameUtf8;
    }

    internal readonly ref readonly FoundEvent Found => ref _found;

    internal readonly ReadOnlySpan<byte> Raw => _found.Raw(_body);

    /// <summary>The name of a field for people, as it stands in an event of this door.</summary>
    internal readonly string NameOf(Field field) => Draft.Type == EventType.CloudEvent ? FieldNames.OfCloudEvent(field) : FieldNames.OfEvent(field);

    internal readonly bool IsInteraction => Route is SegmentRoute.Track or SegmentRoute.Page or SegmentRoute.Screen;

    /// <summary>The bytes of a value as they stand in the body.</summary>
    internal readonly ReadOnlySpan<byte> RawOf(Field field) => _found[field].Of(_body);

    /// <summary>A text without escapes, or a whole number as it is written; empty when absent. Refuses anything else.</summary>
    internal bool TryText(Field field, out ReadOnlySpan<byte> text)
    {
        var slice = _found[field];
        text = default;
        switch (slice.Kind)
        {
            case SliceKind.Absent or SliceKind.Null:
                return true;
            case SliceKind.Text:
                text = slice.Of(_body);
                return true;
            case SliceKind.EscapedText:
                text = Unescaped(slice.Of(_body));
                return true;
            case SliceKind.Number when slice.Of(_body).IndexOfAnyExcept("-0123456789"u8) < 0:
                text = slice.Of(_body);
                return true;
            default:
                return Refuse(QuarantineReason.WrongType,
                    $"{NameOf(field)} must be a text, but it is {Article(slice.Kind)}: {Shown(slice.Of(_body))}. Send it as a text.");
        }
    }

    /// <summary>A text without escapes, or empty when the value is anything else.</summary>
    internal ReadOnlySpan<byte> TextOrEmpty(Field field) => _found[field].Kind switch
    {
        SliceKind.Text => RawOf(field),
        SliceKind.EscapedText => Unescaped(RawOf(field)),
        SliceKind.Number => RawOf(field),
        _ => default,
    };

    /// <summary>Room for text that is made, not found: in the scratch buffer, or beside it for the rare event that needs more than it holds.</summary>
    internal Span<byte> Room(int length)
    {
        if (length > _scratch.Length - _scratchUsed) return new byte[length];
        var room = _scratch.Slice(_scratchUsed, length);
        _scratchUsed += length;
        return room;
    }

    /// <summary>Sends the event into quarantine. Always false, so that a step can return it.</summary>
    internal bool Refuse(QuarantineReason reason, string detail)
    {
        (Reason, Detail) = (reason, detail);
        return false;
    }

    /// <summary>A value as it may stand in a sentence: cut, and valid text whatever the bytes are.</summary>
    internal static string Shown(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value.Length > ShownMax ? value[..ShownMax] : value);
        return value.Length > ShownMax ? $"{text}… ({value.Length.ToString(CultureInfo.InvariantCulture)} bytes)" : text;
    }

    internal static string Article(SliceKind kind) => kind switch
    {
        SliceKind.Text or SliceKind.EscapedText => "a text",
        SliceKind.Number => "a number",
        SliceKind.Bool => "true or false",
        SliceKind.Object => "an object",
        SliceKind.List => "a list",
        SliceKind.Null => "null",
        SliceKind.Absent => "absent",
    };

    private ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> escaped)
    {
        // A text that several steps look at is unescaped for each of them, so they may need more together than the event has.
        var target = Room(escaped.Length);
        return target[..JsonText.Unescape(escaped, target)];
    }
}
