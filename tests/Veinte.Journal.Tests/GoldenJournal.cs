using System.Text;
using System.Text.Json;
using Veinte.Journal.Entries;
using Veinte.Journal.Segments;
using Veinte.Journal.Simulation;
using Veinte.Model;

namespace Veinte.Journal.Tests;

/// <summary>A journal with an entry of every kind and every optional part, always the same to the byte.</summary>
internal static class GoldenJournal
{
    internal const string FileName = "00000000000000000001.journal";

    private static readonly Instant Occurred = Instant.From(new DateTimeOffset(2026, 3, 29, 10, 15, 30, TimeSpan.Zero));
    private static readonly Instant Received = new(Occurred.UnixMicros + 2_500_000);
    private static readonly Identifier Device = new(IdentifierKind.Anonymous, "device-7");
    private static readonly Identifier Ana = new(IdentifierKind.User, "ana");

    /// <summary>The file, as today's code writes it: a group of one record, a group of two, a mark.</summary>
    internal static byte[] Written()
    {
        var storage = new SimulatedStorage();
        var options = Samples.Quiet() with { NewSalt = () => 0x20_20_20_20 };
        using (var writer = JournalWriter.Recover(storage, options))
        {
            Commit(writer, Interactions());
            Commit(writer, Decisions(), Quarantine());
            writer.Mark();
        }
        return storage.Content(FileName);
    }

    private static void Commit(JournalWriter writer, params EntryBatch[] batches)
    {
        writer.Begin();
        foreach (var batch in batches) writer.Stage(batch);
        writer.Commit();
    }

    private static EntryBatch Interactions()
    {
        using var builder = new EntryBatchBuilder();
        builder.Add(Everything());
        builder.Add(new InteractionDraft
        {
            Type = EventType.Page,
            Channel = Channel.Web,
            Intent = Intent.Unknown,
            CustomerKind = IdentifierKind.Anonymous,
            Customer = "device-7"u8,
            Message = StableHash.Message(StableHash.Source("shop"), "m-2"),
            MessageId = "m-2"u8,
            OccurredAt = Occurred,
            ReceivedAt = Received,
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Source = "shop"u8,
            Touchpoint = "home"u8,
        });
        return builder.Build();
    }

    private static InteractionDraft Everything() => new()
    {
        Flags = EntryFlags.TimeClamped,
        Type = EventType.Track,
        Channel = Channel.InPerson,
        Intent = Intent.Buy,
        CustomerKind = IdentifierKind.User,
        Customer = "ana"u8,
        Anonymous = "device-7"u8,
        Message = StableHash.Message(StableHash.Source("shop"), "m-1"),
        MessageId = "m-1"u8,
        OccurredAt = Occurred,
        ReceivedAt = Received,
        OriginalAt = new(Occurred.UnixMicros - 1),
        SentAt = new(Occurred.UnixMicros + 1),
        Signals = new()
        {
            Present = SignalSet.Rating | SignalSet.Nps | SignalSet.Csat | SignalSet.Ces | SignalSet.Wait
                | SignalSet.Outcome | SignalSet.Effort | SignalSet.Reaction | SignalSet.Revenue,
            Rating = 4, RatingMin = 1, RatingMax = 5,
            Nps = 9, Csat = 4.5, Ces = 6,
            WaitSeconds = 90, PromisedWaitSeconds = 120,
            Outcome = Outcome.Partial,
            Effort = 2,
            Reaction = Reaction.Love,
            Revenue = 129.95,
        },
        Source = "shop"u8,
        Touchpoint = "mostrador de facturación"u8,
        Staff = "luis"u8,
        Area = "madrid"u8,
        Stage = "departure"u8,
        Journey = "travel"u8,
        // Longer than 127 bytes, so that its length takes two bytes.
        Properties = Encoding.UTF8.GetBytes($$"""{"note":"{{new string('x', 200)}}"}"""),
        Context = """{"locale":"es-ES"}"""u8,
    };

    private static EntryBatch Decisions()
    {
        using var builder = new EntryBatchBuilder();
        var content = Enumerable.Range(0, 16).Select(i => (byte)i).ToArray();
        using var traits = JsonDocument.Parse("""{"name":"Ana"}""");
        using var policy = JsonDocument.Parse("""{"par":10}""");
        builder.Add(Header(EntryKind.CustomerIdentified, Ana.Key), new(Ana, "device-7", "acme", traits.RootElement, "shop", "m-3"), EntryJson.Default.CustomerIdentified);
        builder.Add(Header(EntryKind.MergeRequested, Device.Key), new(Device, Ana, "seen-together", "shop"), EntryJson.Default.MergeRequested);
        builder.Add(Header(EntryKind.MergeDelivered, Ana.Key), new(Device, Ana, 4, "seen-together", "shop", content, 0), EntryJson.Default.MergeDelivered);
        builder.Add(Header(EntryKind.UnmergeRequested, Ana.Key), new(Device, Ana, "maria", "shared tablet"), EntryJson.Default.UnmergeRequested);
        builder.Add(Header(EntryKind.UnmergeDelivered, Device.Key), new(Device, Ana, 6, "maria", content), EntryJson.Default.UnmergeDelivered);
        builder.Add(Header(EntryKind.ReversalRequested, Ana.Key), new(1, "maria", "wrong customer", null), EntryJson.Default.ReversalRequested);
        builder.Add(Header(EntryKind.DisputeOpened, Ana.Key), new(1, "luis", "not on duty"), EntryJson.Default.DisputeOpened);
        builder.Add(Header(EntryKind.DisputeResolved, Ana.Key), new(1, "maria", false, "roster checked"), EntryJson.Default.DisputeResolved);
        builder.Add(Header(EntryKind.PolicyPublished, 0, EntryFlags.Broadcast), new(1, "maria", policy.RootElement), EntryJson.Default.PolicyPublished);
        builder.Add(Header(EntryKind.RestatementPublished, 0, EntryFlags.Broadcast), new(1, 11, "maria"), EntryJson.Default.RestatementPublished);
        builder.Add(Header(EntryKind.ImportProgressed, 7), new("imp-1", "ratings.csv", "finished", 10, 9, 1, "maria"), EntryJson.Default.ImportProgressed);
        builder.Add(Header(EntryKind.WorkspaceSet, 0, EntryFlags.Broadcast), new("Europe/Madrid", "EUR"), EntryJson.Default.WorkspaceSet);
        return builder.Build();
    }

    private static EntryBatch Quarantine()
    {
        using var builder = new EntryBatchBuilder();
        QuarantinedView.Add(builder, Received, "shop", "rating-off-scale", "The rating 9 is not between 1 and 5.", "segment", """{"rating":9}"""u8);
        builder.Add(
            Header(EntryKind.QuarantineSettled, QuarantinedView.KeyOf("shop")), new(15, "shop", false, "maria"), EntryJson.Default.QuarantineSettled);
        return builder.Build();
    }

    private static EntryHeader Header(EntryKind kind, UInt128 key, EntryFlags flags = EntryFlags.None) => new()
    {
        Kind = kind,
        Flags = flags,
        Key = key,
        Message = StableHash.Message(StableHash.Source("veinte:desk"), kind.ToString()),
        OccurredAt = Occurred,
        ReceivedAt = Received,
    };
}
