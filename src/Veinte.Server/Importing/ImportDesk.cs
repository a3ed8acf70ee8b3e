using System.Text.Json;
using Veinte.Doors.Importing;
using Veinte.Engine;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Server.Api;

namespace Veinte.Server.Importing;

/// <summary>
/// Imports of the running server: orders become jobs, and those that a stop interrupted go on at the next start or on another node, as do
/// undos. Used by the API and by the page Connect. Thread-safe.
/// </summary>
internal sealed class ImportDesk : BackgroundService
{
    private const string ImportKind = "import";
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(1);
    private readonly IUploads _uploads;
    private readonly ImportRunner _runner;
    private readonly Books _books;
    private readonly Desk _desk;
    private readonly Jobs _jobs;

    /// <summary>Makes it, and tells the jobs how imports and undos are gone on with.</summary>
    public ImportDesk(IUploads uploads, ImportRunner runner, Books books, Desk desk, Jobs jobs)
    {
        (_uploads, _runner, _books, _desk, _jobs) = (uploads, runner, books, desk, jobs);
        jobs.Knows(ImportKind, (order, author) => (progress, stop) => Run(order.Deserialize(ImportJson.Default.ImportOrder)!, author, progress, stop));
        jobs.Knows(Jobs.UndoKind, (order, author) => (progress, stop) => Undo(order.GetString()!, author, progress, stop));
    }

    /// <summary>Reads an order: its request, or what is wrong with it.</summary>
    public async Task<(ImportRequest? Request, IReadOnlyList<string> Errors)> Read(ImportOrder order, CancellationToken cancel)
    {
        if (await _uploads.Find(order.File, cancel) is not { } file) return (null, [$"file: there is no uploaded file '{order.File}'. Upload it again."]);
        var reading = ImportMapping.Read(order.Mapping);
        if (reading.Mapping is not { } mapping) return (null, reading.Errors);
        var joined = new Dictionary<string, Func<Stream>>(StringComparer.Ordinal);
        foreach (var name in mapping.JoinedFiles.Distinct())
        {
            var found = order.Joined is { } given
                ? given.TryGetValue(name, out var id) ? await _uploads.Find(id, cancel) : null
                : (await _uploads.List(cancel)).FirstOrDefault(other => other.Name == name);
            if (found is null) return (null, [$"joined: the mapping joins {name}. Upload it, and give its id here: {{\"{name}\": \"ID\"}}."]);
            joined[name] = () => _uploads.Open(found);
        }
        return (new(order.Name ?? file.Name, mapping, () => _uploads.Open(file), file.Name, joined), []);
    }

    /// <summary>Starts an import as a job; null when other work is running.</summary>
    public Task<JobView?> Start(ImportOrder order, string author) =>
        _jobs.Start(new(ImportKind, author, order.File, WritesBooks: true, JsonSerializer.SerializeToElement(order, ImportJson.Default.ImportOrder)));

    /// <summary>Starts a dry run as a job; null when other work is running.</summary>
    public Task<JobView?> StartDryRun(ImportRequest request, string author) =>
        _jobs.Start(new("import-dry-run", author), async (progress, stop) => JobsApi.ToJson(await _runner.DryRun(request, progress, stop)));

    /// <summary>Starts taking an import back as a job; null when other work is running.</summary>
    public Task<JobView?> StartUndo(string import, string author) =>
        _jobs.Start(new(Jobs.UndoKind, author, import, WritesBooks: true, JsonSerializer.SerializeToElement(import, ImportJson.Default.String)));

    /// <summary>Ids of the files that imports which are not finished need: their own, and those they join.</summary>
    public async Task<IReadOnlySet<string>> Needed(CancellationToken cancel)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in (await _jobs.Unfinished(ImportKind, cancel)).Select(job => job.Order.Deserialize(ImportJson.Default.ImportOrder)!))
        {
            needed.Add(order.File);
            if (order.Joined is { } given) needed.UnionWith(given.Values);
            else if (ImportMapping.Read(order.Mapping).Mapping is { } mapping)
                needed.UnionWith((await _uploads.List(cancel)).Where(file => mapping.JoinedFiles.Contains(file.Name)).Select(file => file.Id));
        }
        return needed;
    }

    /// <summary>Goes on with what was being undone by somebody who keeps no jobs: a command without a server.</summary>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        foreach (var import in (await KnownImports(stop)).Where(import => import.State == "undoing"))
        {
            // Asked each time: in a cluster another node may be at it, or have finished.
            while ((await KnownImports(stop)).Any(one => one.Id == import.Id && one.State == "undoing")
                && (await _jobs.Unfinished(Jobs.UndoKind, stop)).All(job => job.Subject != import.Id)
                && await StartUndo(import.Id, import.Author) is null) await Task.Delay(BusyWait, stop);
        }
    }

    private async Task<JsonElement> Run(ImportOrder order, string author, IProgress<(long Done, long Total)> progress, CancellationToken stop)
    {
        await KnownImports(stop);
        var (request, errors) = await Read(order, stop);
        if (request is null) throw new JobRefusedException(string.Join(' ', errors));
        var result = await _runner.Run(request, author, progress, stop);
        await _uploads.Delete(order.File, stop);
        foreach (var joined in order.Joined?.Values ?? []) await _uploads.Delete(joined, stop);
        return JobsApi.ToJson(result);
    }

    private async Task<JsonElement> Undo(string import, string author, IProgress<(long Done, long Total)> progress, CancellationToken stop)
    {
        await KnownImports(stop);
        return JobsApi.ResultOf(await _desk.UndoImport(import, author, progress, stop));
    }

    // In a cluster the books may have no owner yet when this node begins, or just now: that is no reason not to begin.
    private async Task<IReadOnlyList<ImportView>> KnownImports(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await _books.Imports(stop);
            }
            catch (PartitionUnavailableException)
            {
                await Task.Delay(BusyWait, stop);
            }
        }
    }
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ImportOrder))]
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class ImportJson : System.Text.Json.Serialization.JsonSerializerContext;
