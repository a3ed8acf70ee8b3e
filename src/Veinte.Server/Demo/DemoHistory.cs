using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Engine;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Server.Demo;

/// <summary>
/// Aurora's past, appended as an import: through the same door as everybody's events, but straight into the journal. How
/// far it has come is appended with the events it counts, so that after a crash it goes on with the next event.
/// </summary>
internal sealed class DemoHistory(VeinteNode node, DemoBooks books, DoorLimits limits)
{
    private const int PassengersPerDay = 120;

    private const int EventsPerRead = 50;
    private const int EventsPerAppend = 2_000;

    /// <summary>The import's id.</summary>
    public string Import { get; } = $"aurora-{books.Seed}-{books.Today.ToUnixTimeSeconds()}";

    /// <summary>The airline whose past it is; its live part continues it.</summary>
    public static Aurora Airline(DemoBooks books) =>
        Aurora.Create(books.Seed, new() { PassengersPerDay = PassengersPerDay, Today = Instant.From(books.Today) });

    /// <summary>Appends what is missing. Safe to stop at any moment and to run again.</summary>
    public async Task Append(IProgress<double> progress, CancellationToken cancel)
    {
        var import = (await node.Books.Imports(cancel)).FirstOrDefault(known => known.Id == Import);
        if (import is { State: not "running" }) return;
        if (import is null) await DemoOutcomes.Define(node, cancel);
        var note = new ImportProgressed(
            Import, "Aurora", "running", import?.Rows ?? 0, import?.Interactions ?? 0, import?.Bad ?? 0, "demo");

        var source = new DoorSource("import:" + Import);
        var (from, to) = (Instant.From(books.From), Instant.From(books.Today));
        using var builder = new EntryBatchBuilder(2 * 1024 * 1024);
        using var json = new SegmentJson();
        var appending = Task.CompletedTask;
        var declared = false;
        foreach (var events in Airline(books).Between(from, to).Skip(checked((int)note.Rows)).Chunk(EventsPerRead))
        {
            // Each event is received when it happens, as it would have been.
            var at = events[^1].At;
            if (!declared && at >= Instant.From(books.Today.AddDays(-DemoPromises.DaysBefore)))
            {
                DemoPromises.AddTo(builder, at);
                declared = true;
            }
            var read = SegmentDoor.Read(json.Batch(events, at).Span, SegmentRoute.Batch, source, at, limits, builder);
            note = note with
            {
                Rows = note.Rows + events.Length,
                Interactions = note.Interactions + events.Count(e => e.Kind == SimulatedKind.Interaction),
                Bad = note.Bad + read.Quarantined,
            };
            if (builder.Count < EventsPerAppend) continue;
            AddNote(builder, note, at);
            var batch = builder.Build();
            // The next events are told while these become durable.
            await appending;
            progress.Report((at.UnixMicros - from.UnixMicros) / (double)(to.UnixMicros - from.UnixMicros));
            appending = node.Journal.Append(batch, cancel).AsTask();
        }
        await appending;
        AddNote(builder, note with { State = "finished" }, to);
        await node.Journal.Append(builder.Build(), cancel);
        progress.Report(1);
    }

    private static void AddNote(EntryBatchBuilder builder, ImportProgressed note, Instant at) => builder.Add(
        new()
        {
            Kind = EntryKind.ImportProgressed,
            Key = StableHash.Customer(IdentifierKind.User, "import:" + note.Import),
            OccurredAt = at,
            ReceivedAt = at,
        },
        note, EntryJson.Default.ImportProgressed);
}
