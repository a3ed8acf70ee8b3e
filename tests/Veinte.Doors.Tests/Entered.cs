using System.Text;
using System.Text.Json;
using Veinte.Doors.Segment;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Doors.Tests;

/// <summary>An entry a door has written, as values a test can compare.</summary>
internal sealed record Entered
{
    public required EntryHeader Header { get; init; }
    public InteractionDraftValues? Interaction { get; init; }
    public CustomerIdentified? Identified { get; init; }
    public MergeRequested? Merge { get; init; }
    public ImportProgressed? Progress { get; init; }
    public (string Source, string Reason, string Detail, string Door, byte[] Raw)? Quarantined { get; init; }

    /// <summary>The reason of a quarantined event, else what it became.</summary>
    public string What => Quarantined?.Reason ?? (Interaction is { } i ? "interaction " + i.Touchpoint : Header.Kind.ToString());

    public static List<Entered> Of(EntryBatchBuilder batch)
    {
        if (batch.Count == 0) return [];
        var built = batch.Build();
        var entries = new List<Entered>();
        foreach (var entry in new JournalRecord(new(1), built.Count, built.Payload)) entries.Add(Of(entry));
        Assert.Equal(built.Count, entries.Count);
        return entries;
    }

    private static Entered Of(JournalEntry entry)
    {
        switch (entry.Header.Kind)
        {
            case EntryKind.Interaction:
                return new() { Header = entry.Header, Interaction = InteractionDraftValues.Of(new InteractionView(entry.Header, entry.Body)) };
            case EntryKind.CustomerIdentified:
                return new() { Header = entry.Header, Identified = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.CustomerIdentified)! };
            case EntryKind.MergeRequested:
                return new() { Header = entry.Header, Merge = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.MergeRequested)! };
            case EntryKind.ImportProgressed:
                return new() { Header = entry.Header, Progress = JsonSerializer.Deserialize(entry.Body, EntryJson.Default.ImportProgressed)! };
            case EntryKind.Quarantined:
                var view = new QuarantinedView(entry.Header, entry.Body);
                return new()
                {
                    Header = entry.Header,
                    Quarantined = (Text(view.Source), Text(view.Reason), Text(view.Detail), Text(view.Door), view.Raw.ToArray()),
                };
            default:
                throw new InvalidOperationException($"A door does not write {entry.Header.Kind}.");
        }
    }

    internal static string Text(ReadOnlySpan<byte> utf8) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
}

internal sealed record InteractionDraftValues(
    EventType Type, IdentifierKind CustomerKind, string Customer, string Anonymous, string MessageId, string Source, string Touchpoint,
    string Staff, string Area, string Stage, string Journey, string Properties, string Context, Signals Signals, Channel Channel,
    Intent Intent, Instant OccurredAt, Instant ReceivedAt, Instant OriginalAt, Instant SentAt, EntryFlags Flags)
{
    public static InteractionDraftValues Of(InteractionView view) => new(
        view.Type, view.CustomerKind, Entered.Text(view.Customer), Entered.Text(view.Anonymous), Entered.Text(view.MessageId),
        Entered.Text(view.Source), Entered.Text(view.Touchpoint), Entered.Text(view.Staff), Entered.Text(view.Area),
        Entered.Text(view.Stage), Entered.Text(view.Journey), Entered.Text(view.Properties), Entered.Text(view.Context), view.Signals,
        view.Header.Channel, view.Header.Intent, view.Header.OccurredAt, view.Header.ReceivedAt, view.OriginalAt, view.SentAt,
        view.Header.Flags);
}

/// <summary>Sends bodies through the Segment door.</summary>
internal static class Door
{
    public static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public static (DoorResult Result, List<Entered> Entries) Send(
        string body, SegmentRoute route = SegmentRoute.Batch, DoorSource? source = null, DoorLimits? limits = null) =>
        Send(Encoding.UTF8.GetBytes(body), route, source, limits);

    public static (DoorResult Result, List<Entered> Entries) Send(
        byte[] body, SegmentRoute route = SegmentRoute.Batch, DoorSource? source = null, DoorLimits? limits = null)
    {
        using var batch = new EntryBatchBuilder();
        var result = SegmentDoor.Read(body, route, source ?? new("shop"), Now, limits ?? new DoorLimits(), batch);
        return (result, Entered.Of(batch));
    }

    /// <summary>What becomes of a single event of a batch.</summary>
    public static Entered One(string @event, DoorLimits? limits = null)
    {
        var (result, entries) = Send($$"""{"batch":[{{@event}}]}""", limits: limits);
        Assert.False(result.IsMalformed, result.Malformed);
        Assert.Equal(1, result.Accepted + result.Quarantined);
        return Assert.Single(entries);
    }

    public static InteractionDraftValues Interaction(string @event, DoorLimits? limits = null)
    {
        var entered = One(@event, limits);
        Assert.True(entered.Interaction is not null, $"{entered.What}: {entered.Quarantined?.Detail}");
        return entered.Interaction;
    }

    /// <summary>A track event with these properties.</summary>
    public static string Track(string properties) =>
        $$"""{"type":"track","userId":"u1","event":"Order Completed","messageId":"m1","properties":{{properties}}}""";
}
