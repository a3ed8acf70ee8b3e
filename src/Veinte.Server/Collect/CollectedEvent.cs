using System.Text;
using System.Text.Json;
using Veinte.Doors.Segment;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Collect;

/// <summary>An event as it came in, for whoever connects a client and wants to see what arrives.</summary>
/// <param name="Id">Counts up since the start of the process.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Source">By which source.</param>
/// <param name="Type"><c>track</c>, <c>page</c>, <c>screen</c>, <c>identify</c>, <c>alias</c>, <c>cloudevent</c>; or the door of an event in quarantine.</param>
/// <param name="Customer">Whose it is, or null.</param>
/// <param name="Touchpoint">Where it happened, or null.</param>
/// <param name="MessageId">Its message id, or null.</param>
/// <param name="Reason">Code of the reason when it went into quarantine, or null when it was accepted.</param>
/// <param name="Detail">What was wrong and what to do, or null.</param>
/// <param name="Raw">Its properties, or the bytes that were refused; cut after 4,000 characters.</param>
internal sealed record CollectedEvent(
    long Id, DateTimeOffset ReceivedAt, string Source, string Type, string? Customer, string? Touchpoint, string? MessageId,
    string? Reason, string? Detail, string Raw)
{
    private const int RawMax = 4_000;

    /// <summary>Reads it out of an entry a door has written; null for entries that are no event.</summary>
    public static CollectedEvent? Of(long id, string source, in JournalEntry entry)
    {
        var at = entry.Header.ReceivedAt.ToDateTimeOffset();
        switch (entry.Header.Kind)
        {
            case EntryKind.Interaction:
                var interaction = new InteractionView(entry.Header, entry.Body);
                return new(id, at, source, NameOf(interaction.Type), Text(interaction.Customer), Text(interaction.Touchpoint),
                    Text(interaction.MessageId), null, null, Text(interaction.Properties));
            case EntryKind.CustomerIdentified:
                var identified = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.CustomerIdentified)!;
                return new(id, at, source, identified.GroupId is null ? "identify" : "group", identified.Customer.Value, null,
                    identified.MessageId, null, null, Cut(identified.Traits.GetRawText()));
            case EntryKind.MergeRequested:
                var merge = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.MergeRequested)!;
                return new(id, at, source, SegmentRoute.Alias.Name(), merge.Into.Value, null, null, null, null, merge.From.Value);
            case EntryKind.Quarantined:
                var quarantined = new QuarantinedView(entry.Header, entry.Body);
                return new(id, at, source, Text(quarantined.Door), null, null, null, Text(quarantined.Reason), Text(quarantined.Detail), Text(quarantined.Raw));
            default:
                return null;
        }
    }

    private static string NameOf(EventType type) => type switch
    {
        EventType.Track => "track",
        EventType.Page => "page",
        EventType.Screen => "screen",
        EventType.CloudEvent => "cloudevent",
        EventType.Import => "import",
    };

    private static string Text(ReadOnlySpan<byte> utf8) => Cut(Encoding.UTF8.GetString(utf8.Length > RawMax * 4 ? utf8[..(RawMax * 4)] : utf8));

    private static string Cut(string text) => text.Length > RawMax ? text[..RawMax] + "…" : text;
}
