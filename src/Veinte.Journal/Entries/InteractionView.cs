using System.Buffers.Binary;
using Veinte.Model;

namespace Veinte.Journal.Entries;

/// <summary>
/// An interaction as it lies in the journal: slices over the entry's bytes, nothing copied. Lives as long as the
/// record it was read from. An empty slice means absent; the fields mean what they mean in <see cref="InteractionDraft"/>.
/// </summary>
public readonly ref struct InteractionView
{
    /// <summary>The entry's header: key, dedupe key, channel, intent and times.</summary>
    public readonly EntryHeader Header;
    /// <summary>By which call it came.</summary>
    public readonly EventType Type;
    /// <summary>What sort of identifier <see cref="Customer"/> is.</summary>
    public readonly IdentifierKind CustomerKind;
    /// <summary>The client's clock when it happened, or <see cref="InteractionDraft.NoTime"/>.</summary>
    public readonly Instant OriginalAt;
    /// <summary>The client's clock when it was sent, or <see cref="InteractionDraft.NoTime"/>.</summary>
    public readonly Instant SentAt;
    /// <summary>The evidence.</summary>
    public readonly Signals Signals;
    /// <summary>The customer's identifier.</summary>
    public readonly ReadOnlySpan<byte> Customer;
    /// <summary>The anonymous identifier that came along.</summary>
    public readonly ReadOnlySpan<byte> Anonymous;
    /// <summary>The message id.</summary>
    public readonly ReadOnlySpan<byte> MessageId;
    /// <summary>The source's name.</summary>
    public readonly ReadOnlySpan<byte> Source;
    /// <summary>Where it happened.</summary>
    public readonly ReadOnlySpan<byte> Touchpoint;
    /// <summary>The staff member.</summary>
    public readonly ReadOnlySpan<byte> Staff;
    /// <summary>The area.</summary>
    public readonly ReadOnlySpan<byte> Area;
    /// <summary>The stage.</summary>
    public readonly ReadOnlySpan<byte> Stage;
    /// <summary>The journey.</summary>
    public readonly ReadOnlySpan<byte> Journey;
    /// <summary>The properties, a JSON object or empty.</summary>
    public readonly ReadOnlySpan<byte> Properties;
    /// <summary>The context, a JSON object or empty.</summary>
    public readonly ReadOnlySpan<byte> Context;

    /// <summary>Reads the body of an <see cref="EntryKind.Interaction"/> entry.</summary>
    /// <exception cref="InvalidDataException">The body is not one: the journal's checksum was right, so this is a defect or a newer version's entry.</exception>
    public InteractionView(in EntryHeader header, ReadOnlySpan<byte> body)
    {
        if (header.Kind != EntryKind.Interaction || body.Length < InteractionLayout.SignalsOffset)
            throw new InvalidDataException($"An entry of kind {header.Kind} with {body.Length} bytes is not an interaction.");
        Header = header;
        Type = (EventType)body[0];
        CustomerKind = (IdentifierKind)body[1];
        var signals = new Signals { Present = (SignalSet)BinaryPrimitives.ReadUInt16LittleEndian(body[2..]) };
        OriginalAt = new(BinaryPrimitives.ReadInt64LittleEndian(body[4..]));
        SentAt = new(BinaryPrimitives.ReadInt64LittleEndian(body[12..]));
        var at = InteractionLayout.ReadSignals(body, InteractionLayout.SignalsOffset, ref signals);
        Signals = signals;
        at = InteractionLayout.ReadText(body, at, out Customer);
        at = InteractionLayout.ReadText(body, at, out Anonymous);
        at = InteractionLayout.ReadText(body, at, out MessageId);
        at = InteractionLayout.ReadText(body, at, out Source);
        at = InteractionLayout.ReadText(body, at, out Touchpoint);
        at = InteractionLayout.ReadText(body, at, out Staff);
        at = InteractionLayout.ReadText(body, at, out Area);
        at = InteractionLayout.ReadText(body, at, out Stage);
        at = InteractionLayout.ReadText(body, at, out Journey);
        at = InteractionLayout.ReadText(body, at, out Properties);
        InteractionLayout.ReadText(body, at, out Context);
    }

    /// <summary>A draft with the same content, for handing the interaction on.</summary>
    public InteractionDraft ToDraft() => new()
    {
        Flags = Header.Flags,
        Channel = Header.Channel,
        Intent = Header.Intent,
        Type = Type,
        CustomerKind = CustomerKind,
        Message = Header.Message,
        OccurredAt = Header.OccurredAt,
        ReceivedAt = Header.ReceivedAt,
        OriginalAt = OriginalAt,
        SentAt = SentAt,
        Signals = Signals,
        Customer = Customer,
        Anonymous = Anonymous,
        MessageId = MessageId,
        Source = Source,
        Touchpoint = Touchpoint,
        Staff = Staff,
        Area = Area,
        Stage = Stage,
        Journey = Journey,
        Properties = Properties,
        Context = Context,
    };
}
