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
/// <param name="node">Whose journal.</param>
/// <param name="books">Which Aurora.</param>
/// <param name="limits">The door's.</param>
/// <param name="surveys">Where answers to her surveys go; null where there are no application data: then they are events like others.</param>
internal sealed class DemoHistory(VeinteNode node, DemoBooks books, DoorLimits limits, DemoSurveys? surveys = null)
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
        var answers = await Open(surveys, cancel);
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
            var read = SegmentDoor.Read(json.Batch(Sent(events, answers), at).Span, SegmentRoute.Batch, source, at, limits, builder);
            if (answers is not null) Answer(answers, builder, events, at);
            note = note with
            {
                Rows = note.Rows + events.Length,
                // What undoing the import takes back: answers to her surveys come from those.
                Interactions = note.Interactions + events.Count(e => e.Kind == SimulatedKind.Interaction && (answers is null || !DemoSurveys.IsAnswer(e))),
                Bad = note.Bad + read.Quarantined,
            };
            if (builder.Count < EventsPerAppend) continue;
            AddNote(builder, note, at);
            var (batch, asked) = (builder.Build(), answers?.Take());
            // The next events are told while these become durable.
            await appending;
            progress.Report((at.UnixMicros - from.UnixMicros) / (double)(to.UnixMicros - from.UnixMicros));
            appending = Append(batch, answers, asked, cancel);
        }
        await appending;
        AddNote(builder, note with { State = "finished" }, to);
        await Append(builder.Build(), answers, answers?.Take(), cancel);
        progress.Report(1);
    }

    private async Task<DemoAnswersOfThePast?> Open(DemoSurveys? surveys, CancellationToken cancel)
    {
        if (surveys is null) return null;
        await surveys.Open(books.Today.AddDays(-AuroraSurveys.DaysAgo), cancel);
        return await surveys.OfThePast(cancel);
    }

    private static SimulatedInteraction[] Sent(SimulatedInteraction[] events, DemoAnswersOfThePast? answers) =>
        answers is null ? events : [.. events.Where(happened => !DemoSurveys.IsAnswer(happened))];

    private void Answer(DemoAnswersOfThePast answers, EntryBatchBuilder builder, SimulatedInteraction[] events, Instant at)
    {
        var since = books.Today.AddDays(-AuroraSurveys.DaysAgo);
        foreach (var happened in events)
        {
            if (DemoSurveys.IsAnswer(happened) && happened.Kind == SimulatedKind.Interaction) answers.Add(builder, happened, at);
            if (DemoSurveys.IsEndOfTrip(happened) && happened.At.ToDateTimeOffset() >= since) answers.Ask(happened, books.Today);
        }
    }

    private async Task Append(
        EntryBatch batch, DemoAnswersOfThePast? answers, (List<Surveys.Storage.StoredInvitation> Asked, List<(Surveys.Answering.GivenResponse, int)> Given)? said, CancellationToken cancel)
    {
        if (answers is not null) await answers.Note(said!.Value.Asked, cancel);
        var first = await node.Journal.Append(batch, cancel);
        if (answers is not null) await answers.Index(said!.Value.Given, first, cancel);
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
