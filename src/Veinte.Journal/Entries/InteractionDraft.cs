using System.Buffers.Binary;
using Veinte.Model;

namespace Veinte.Journal.Entries;

/// <summary>
/// One interaction on its way into the journal: checked values and slices of UTF-8 that live as long as the request.
/// An empty slice means absent. Texts must be valid UTF-8; <see cref="Properties"/> and <see cref="Context"/> are whole
/// JSON objects or empty.
/// </summary>
public ref struct InteractionDraft
{
    /// <summary>Stands for an absent time in <see cref="OriginalAt"/> and <see cref="SentAt"/>.</summary>
    public static readonly Instant NoTime = new(long.MinValue);

    /// <summary>Flags; Broadcast is not allowed.</summary>
    public EntryFlags Flags;
    /// <summary>By which way it came.</summary>
    public Channel Channel;
    /// <summary>What the customer came for.</summary>
    public Intent Intent;
    /// <summary>By which call it came.</summary>
    public EventType Type;
    /// <summary>What sort of identifier <see cref="Customer"/> is.</summary>
    public IdentifierKind CustomerKind;
    /// <summary>Dedupe key: <see cref="StableHash.Message(long, ReadOnlySpan{byte})"/>.</summary>
    public UInt128 Message;
    /// <summary>When it happened, after the clock rule.</summary>
    public Instant OccurredAt;
    /// <summary>When the door received it.</summary>
    public Instant ReceivedAt;
    /// <summary>What the client's clock said when it happened, or <see cref="NoTime"/>.</summary>
    public Instant OriginalAt;
    /// <summary>What the client's clock said when it was sent, or <see cref="NoTime"/>.</summary>
    public Instant SentAt;
    /// <summary>The evidence.</summary>
    public Signals Signals;
    /// <summary>The customer: <c>userId</c> when known, else <c>anonymousId</c>. Never empty.</summary>
    public ReadOnlySpan<byte> Customer;
    /// <summary>The anonymous identifier that came along with a known customer.</summary>
    public ReadOnlySpan<byte> Anonymous;
    /// <summary>The client's message id, or the one made for it. Never empty.</summary>
    public ReadOnlySpan<byte> MessageId;
    /// <summary>Name of the source: a write key's name, or <c>import:ID</c>. Never empty.</summary>
    public ReadOnlySpan<byte> Source;
    /// <summary>Where it happened. Never empty.</summary>
    public ReadOnlySpan<byte> Touchpoint;
    /// <summary>The staff member who produced it.</summary>
    public ReadOnlySpan<byte> Staff;
    /// <summary>The area it belongs to.</summary>
    public ReadOnlySpan<byte> Area;
    /// <summary>The stage of the journey.</summary>
    public ReadOnlySpan<byte> Stage;
    /// <summary>The journey.</summary>
    public ReadOnlySpan<byte> Journey;
    /// <summary>All properties as they came, as a JSON object.</summary>
    public ReadOnlySpan<byte> Properties;
    /// <summary>The context as it came, as a JSON object.</summary>
    public ReadOnlySpan<byte> Context;

    /// <summary>An upper bound of the bytes <see cref="Write"/> needs.</summary>
    public readonly int SizeMax => InteractionLayout.FixedSizeMax + Customer.Length + Anonymous.Length + MessageId.Length
        + Source.Length + Touchpoint.Length + Staff.Length + Area.Length + Stage.Length + Journey.Length
        + Properties.Length + Context.Length;

    /// <summary>Writes the entry and returns its length in bytes.</summary>
    public readonly int Write(Span<byte> target)
    {
        var body = target[EntryHeader.Size..];
        body[0] = (byte)Type;
        body[1] = (byte)CustomerKind;
        BinaryPrimitives.WriteUInt16LittleEndian(body[2..], (ushort)Signals.Present);
        BinaryPrimitives.WriteInt64LittleEndian(body[4..], OriginalAt.UnixMicros);
        BinaryPrimitives.WriteInt64LittleEndian(body[12..], SentAt.UnixMicros);
        var at = InteractionLayout.WriteSignals(body, InteractionLayout.SignalsOffset, Signals);
        at = InteractionLayout.WriteText(body, at, Customer);
        at = InteractionLayout.WriteText(body, at, Anonymous);
        at = InteractionLayout.WriteText(body, at, MessageId);
        at = InteractionLayout.WriteText(body, at, Source);
        at = InteractionLayout.WriteText(body, at, Touchpoint);
        at = InteractionLayout.WriteText(body, at, Staff);
        at = InteractionLayout.WriteText(body, at, Area);
        at = InteractionLayout.WriteText(body, at, Stage);
        at = InteractionLayout.WriteText(body, at, Journey);
        at = InteractionLayout.WriteText(body, at, Properties);
        at = InteractionLayout.WriteText(body, at, Context);
        var length = EntryHeader.Size + at;
        new EntryHeader
        {
            Kind = EntryKind.Interaction,
            Flags = Flags,
            Channel = Channel,
            Intent = Intent,
            Key = StableHash.Customer(CustomerKind, Customer),
            Message = Message,
            OccurredAt = OccurredAt,
            ReceivedAt = ReceivedAt,
        }.Write(target, length);
        return length;
    }
}
