using Veinte.Doors;
using Veinte.Doors.Importing;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;

namespace Veinte.Server.Importing;

/// <summary>
/// Runs imports. How far one has come is appended together with the rows it counts, so that after a crash it goes on with
/// the first row that is not in the books. Two runs of the same import at once are not for it to prevent.
/// </summary>
internal sealed class ImportRunner(IJournal journal, Books books, DoorLimits limits, TimeProvider time)
{
    private const int BatchEntries = 4_000;
    private const int BatchBytes = 1024 * 1024;
    private const int GenerationsMax = 1_000;

    /// <summary>Imports a file, or goes on with it; does nothing when it was imported before.</summary>
    /// <exception cref="InvalidDataException">The file does not fit the mapping, or cannot be read to its end; the message says where.</exception>
    public Task<ImportResult> Run(ImportRequest request, string author, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default) =>
        Run(request, author, dryRun: false, progress, cancel);

    /// <summary>Says what an import would do, and does nothing.</summary>
    /// <exception cref="InvalidDataException">The file does not fit the mapping, or cannot be read to its end; the message says where.</exception>
    public Task<ImportResult> DryRun(ImportRequest request, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default) =>
        Run(request, "", dryRun: true, progress, cancel);

    /// <summary>A dry run where there are no books: as if the import were the first, under the scoring policy every workspace starts with.</summary>
    /// <exception cref="InvalidDataException">The file does not fit the mapping, or cannot be read to its end; the message says where.</exception>
    public static async Task<ImportResult> DryRunWithoutBooks(
        ImportRequest request, TimeProvider time, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancel = default)
    {
        var id = ImportReading.IdOf(await HashOf(request, cancel), request.Mapping, 1);
        var grader = new Grading.Grader(Grading.ScoringPolicy.Default);
        using var reading = Open(request, id, Instant.From(time.GetUtcNow()), new DoorLimits(), grader);
        return await Task.Run(() => Look(reading, id, [], progress, cancel), cancel);
    }

    private async Task<ImportResult> Run(ImportRequest request, string author, bool dryRun, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        var hash = await HashOf(request, cancel);
        var known = await books.Imports(cancel);
        var (id, before) = Find(hash, request.Mapping, known);
        var sameFile = known
            .Where(import => import.Id != id && import.Id.StartsWith($"{hash:x16}-", StringComparison.Ordinal) && import.State != "undone")
            .Select(import => import.Id).ToList();
        if (before?.State == "undoing") throw new InvalidDataException($"Import {id} is being undone. Finish that first: veinte import undo {id}");
        var policies = await books.Policies(cancel);
        var grader = await books.GraderOf(policies[0].Version, cancel);
        using var reading = Open(request, id, Instant.From(time.GetUtcNow()), limits, grader);
        if (dryRun) return await Task.Run(() => Look(reading, id, sameFile, progress, cancel), cancel);
        if (before?.State == "finished") return new(id, "already-imported", before.Rows, sameFile, reading.Report);
        var start = before is null ? default : (before.Rows, before.Interactions, before.Bad);
        await Task.Run(() => Import(reading, new(id, request.Name, "running", start.Rows, start.Interactions, start.Bad, author), before is not null, progress, cancel), cancel);
        return new(id, "finished", start.Rows, sameFile, reading.Report);
    }

    /// <summary>The import these files and this mapping are: the first generation that was not undone.</summary>
    private static (string Id, ImportView? Before) Find(ulong hash, ImportMapping mapping, IReadOnlyList<ImportView> known)
    {
        for (var generation = 1; generation <= GenerationsMax; generation++)
        {
            var id = ImportReading.IdOf(hash, mapping, generation);
            var before = known.FirstOrDefault(import => import.Id == id);
            if (before?.State != "undone") return (id, before);
        }
        throw new InvalidDataException($"This file was imported and undone {GenerationsMax} times with this mapping.");
    }

    private static ImportResult Look(ImportReading reading, string id, IReadOnlyList<string> sameFile, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        using var nowhere = new EntryBatchBuilder();
        bool more;
        do
        {
            cancel.ThrowIfCancellationRequested();
            more = reading.Read(nowhere, BatchEntries, BatchBytes);
            nowhere.Clear();
            progress?.Report(reading.Bytes);
        }
        while (more);
        return new(id, "dry-run", 0, sameFile, reading.Report);
    }

    private async Task Import(ImportReading reading, ImportProgressed start, bool resumes, IProgress<(long Done, long Total)>? progress, CancellationToken cancel)
    {
        using var builder = new EntryBatchBuilder(BatchBytes * 2);
        reading.Skip(start.Rows);
        // Before the first row, so that an undo knows where to begin.
        if (!resumes) Note(builder, start);
        var appending = Task.CompletedTask;
        InvalidDataException? broken = null;
        try
        {
            for (var more = true; more;)
            {
                cancel.ThrowIfCancellationRequested();
                try
                {
                    more = reading.Read(builder, BatchEntries, BatchBytes);
                }
                catch (InvalidDataException unreadable)
                {
                    (broken, more) = (unreadable, false);
                }
                Note(builder, start with
                {
                    State = more || broken is not null ? "running" : "finished",
                    Rows = reading.Rows,
                    Interactions = start.Interactions + reading.Interactions,
                    Bad = start.Bad + reading.BadRows,
                });
                // One batch is written while the next is read; never two, so that progress stands in the journal in its order.
                await appending;
                // Told before each write: whoever was paused meanwhile hears now that another has gone on with it.
                progress?.Report(reading.Bytes);
                cancel.ThrowIfCancellationRequested();
                appending = journal.Append(builder.Build(), CancellationToken.None).AsTask();
            }
        }
        finally
        {
            // Whoever gives up has written nothing any more once he says so.
            await appending;
        }
        if (broken is not null) throw broken;
    }

    private void Note(EntryBatchBuilder builder, ImportProgressed progress)
    {
        var now = Instant.From(time.GetUtcNow());
        var header = new EntryHeader
        {
            Kind = EntryKind.ImportProgressed,
            Key = StableHash.Customer(IdentifierKind.User, ImportReading.SourceOf(progress.Import)),
            Message = StableHash.Message(StableHash.Source("veinte:import"), $"{progress.Import}:{progress.Rows}:{progress.State}"),
            OccurredAt = now,
            ReceivedAt = now,
        };
        builder.Add(header, progress, EntryJson.Default.ImportProgressed);
    }

    private static ImportReading Open(ImportRequest request, string id, Instant now, DoorLimits limits, Grading.Grader grader)
    {
        var file = request.Open();
        try
        {
            return ImportReading.Open(
                request.Mapping, id, file, request.FileName, name => request.Joined.TryGetValue(name, out var open) ? open() : null, now,
                limits, (in Signals signals) => grader.TryGrade(signals, out _));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static async Task<ulong> HashOf(ImportRequest request, CancellationToken cancel)
    {
        var files = new List<Stream>();
        try
        {
            files.Add(request.Open());
            foreach (var name in request.Mapping.JoinedFiles)
                if (request.Joined.TryGetValue(name, out var open))
                    files.Add(open());
            return await ImportFiles.HashOf(files, cancel);
        }
        finally
        {
            foreach (var file in files) await file.DisposeAsync();
        }
    }}
