using Veinte.Doors.Importing;
using Veinte.Engine;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Server.Api;

namespace Veinte.Server.Importing;

/// <summary>
/// Imports of the running server: orders become jobs, and those that a stop interrupted go on at the next start, as do
/// undos. Used by the API and by the page Connect. Thread-safe.
/// </summary>
internal sealed class ImportDesk(ImportFolder folder, ImportRunner runner, Books books, Desk desk, Jobs jobs) : BackgroundService
{
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(1);

    /// <summary>Reads an order: its request, or what is wrong with it.</summary>
    public (ImportRequest? Request, IReadOnlyList<string> Errors) Read(ImportOrder order)
    {
        if (folder.Find(order.File) is not { } file) return (null, [$"file: there is no uploaded file '{order.File}'."]);
        var reading = ImportMapping.Read(order.Mapping);
        if (reading.Mapping is not { } mapping) return (null, reading.Errors);
        var joined = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in mapping.JoinedFiles.Distinct())
        {
            var found = order.Joined is { } given
                ? given.TryGetValue(name, out var id) ? folder.Find(id) : null
                : folder.List().FirstOrDefault(other => other.Name == name);
            if (found is null) return (null, [$"joined: the mapping joins {name}. Upload it, and give its id here: {{\"{name}\": \"ID\"}}."]);
            joined[name] = folder.PathOf(found.Id);
        }
        return (new(order.Name ?? file.Name, mapping, folder.PathOf(file.Id), file.Name, joined), []);
    }

    /// <summary>Starts an import as a job; null when other work is running.</summary>
    public JobView? Start(ImportOrder order, ImportRequest request, string author)
    {
        var pending = folder.Pend(order, author);
        return jobs.Start("import", author, async (progress, stop) =>
        {
            folder.Keep(pending);
            return JobsApi.ToJson(await Run(pending, request, progress, stop));
        });
    }

    /// <summary>Starts a dry run as a job; null when other work is running.</summary>
    public JobView? StartDryRun(ImportRequest request, string author) =>
        jobs.Start("import-dry-run", author, async (progress, stop) => JobsApi.ToJson(await runner.DryRun(request, progress, stop)));

    /// <summary>Starts taking an import back as a job; null when other work is running.</summary>
    public JobView? StartUndo(string import, string author) =>
        jobs.Start("undo-import", author, async (progress, stop) => JobsApi.ResultOf(await desk.UndoImport(import, author, progress, stop)));

    /// <summary>Goes on with what the last stop interrupted.</summary>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        foreach (var pending in folder.Pending())
        {
            var (request, _) = Read(pending.Order);
            if (request is null) folder.Forget(pending);
            else await Insist(() => jobs.Start("import", pending.Author, async (progress, cancel) => JobsApi.ToJson(await Run(pending, request, progress, cancel))), stop);
        }
        foreach (var import in (await KnownImports(stop)).Where(import => import.State == "undoing"))
            await Insist(() => StartUndo(import.Id, import.Author), stop);
    }

    private async Task<ImportResult> Run(PendingOrder pending, ImportRequest request, IProgress<(long Done, long Total)> progress, CancellationToken stop)
    {
        try
        {
            var result = await runner.Run(request, pending.Author, progress, stop);
            folder.Forget(pending);
            folder.Delete(pending.Order.File);
            foreach (var joined in pending.Order.Joined?.Values ?? []) folder.Delete(joined);
            return result;
        }
        catch (InvalidDataException)
        {
            folder.Forget(pending); // the file will not be better after a restart
            throw;
        }
    }

    // In a cluster the books may have no owner yet when this node begins: that is no reason not to begin.
    private async Task<IReadOnlyList<ImportView>> KnownImports(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await books.Imports(stop);
            }
            catch (PartitionUnavailableException)
            {
                await Task.Delay(BusyWait, stop);
            }
        }
    }

    private static async Task Insist(Func<JobView?> start, CancellationToken stop)
    {
        while (start() is null) await Task.Delay(BusyWait, stop);
    }
}
