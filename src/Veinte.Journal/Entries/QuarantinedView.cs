using System.Text;
using Veinte.Model;

namespace Veinte.Journal.Entries;

/// <summary>
/// A bad event as it lies in the journal: why it was refused and its bytes as they came. The reason is a closed,
/// kebab-case code; the detail is a sentence for people.
/// </summary>
public readonly ref struct QuarantinedView
{
    /// <summary>The entry's header.</summary>
    public readonly EntryHeader Header;
    /// <summary>Name of the source it came by.</summary>
    public readonly ReadOnlySpan<byte> Source;
    /// <summary>Code of the reason, such as <c>rating-off-scale</c>.</summary>
    public readonly ReadOnlySpan<byte> Reason;
    /// <summary>What was wrong and what to do, for people.</summary>
    public readonly ReadOnlySpan<byte> Detail;
    /// <summary>How the bytes are to be read again: <c>segment</c>, <c>cloudevent</c>, <c>import</c>.</summary>
    public readonly ReadOnlySpan<byte> Door;
    /// <summary>The event's bytes as they came.</summary>
    public readonly ReadOnlySpan<byte> Raw;

    /// <summary>Reads the body of an <see cref="EntryKind.Quarantined"/> entry.</summary>
    /// <exception cref="InvalidDataException">The entry is of another kind.</exception>
    public QuarantinedView(in EntryHeader header, ReadOnlySpan<byte> body)
    {
        if (header.Kind != EntryKind.Quarantined)
            throw new InvalidDataException($"An entry of kind {header.Kind} is not a quarantined event.");
        Header = header;
        var at = InteractionLayout.ReadText(body, 0, out Source);
        at = InteractionLayout.ReadText(body, at, out Reason);
        at = InteractionLayout.ReadText(body, at, out Detail);
        at = InteractionLayout.ReadText(body, at, out Door);
        InteractionLayout.ReadText(body, at, out Raw);
    }

    /// <summary>Writes a quarantined event as an entry; the key is the hash of its source, so a source's quarantine lies in one partition.</summary>
    public static void Add(
        EntryBatchBuilder batch, Instant receivedAt, string source, string reason, string detail, string door, ReadOnlySpan<byte> raw)
    {
        ReadOnlySpan<byte> sourceUtf8 = Encoding.UTF8.GetBytes(source);
        ReadOnlySpan<byte> reasonUtf8 = Encoding.UTF8.GetBytes(reason);
        ReadOnlySpan<byte> detailUtf8 = Encoding.UTF8.GetBytes(detail);
        ReadOnlySpan<byte> doorUtf8 = Encoding.UTF8.GetBytes(door);
        var body = new byte[25 + sourceUtf8.Length + reasonUtf8.Length + detailUtf8.Length + doorUtf8.Length + raw.Length];
        var at = InteractionLayout.WriteText(body, 0, sourceUtf8);
        at = InteractionLayout.WriteText(body, at, reasonUtf8);
        at = InteractionLayout.WriteText(body, at, detailUtf8);
        at = InteractionLayout.WriteText(body, at, doorUtf8);
        at = InteractionLayout.WriteText(body, at, raw);
        var header = new EntryHeader
        {
            Kind = EntryKind.Quarantined,
            Key = KeyOf(source),
            OccurredAt = receivedAt,
            ReceivedAt = receivedAt,
        };
        batch.Add(header, body.AsSpan(0, at));
    }

    /// <summary>The partition key of a source's quarantine.</summary>
    public static UInt128 KeyOf(string source) => (UInt128)(ulong)unchecked((ulong)StableHash.Source(source));
}
