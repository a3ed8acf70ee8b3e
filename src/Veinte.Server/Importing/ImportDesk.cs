using System.Text.Json;
using Veinte.Doors.Importing;
using Veinte.Engine;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Importing;

/// <summary>
/// Imports of the running server: orders become jobs, and those that a stop interrupted go on at the next start or on another node, as do
/// undos. Used by the API and by the page Connect. Thread-safe.
/// </summary>
internal sealed partial class ImportDesk : BackgroundService
{
    private const string ImportKind = "import";
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(1);
    private readonly IUploads _uploads;
    private readonly ImportRunner _runner;
    private readonly Books _books;
    private readonly Desk _desk;
    private readonly Jobs _jobs;
    private readonly AppFolder _folder;
    private readonly ILogger<ImportDesk> _log;

    /// <summary>Makes it, and tells the jobs how imports and undos are gone on with.</summary>
    public ImportDesk(IUploads uploads, ImportRunner runner, Books books, Desk desk, Jobs jobs, AppFolder folder, ILogger<ImportDesk> log)
    {
        (_uploads, _runner, _books, _desk, _jobs, _folder, _log) = (uploads, runner, books, desk, jobs, folder, log);
        jobs.Knows(ImportKind, (order, author) => (progress, stop) => Run(order.Deserialize(ImportJson.Default.ImportOrder)!, author, progress, stop), ForgetFilesOf);
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
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _uploads.TakeLeft(stop);
                await TakeOldOrders(stop);
                await FinishUndos(stop);
                return;
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                // The database is away, or the disk: that ends nothing else.
                LogLater(failure.Message);
                await Task.Delay(BusyWait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Versions before jobs were kept left an order beside the uploaded files.
    private async Task TakeOldOrders(CancellationToken stop)
    {
        var orders = Path.Combine(_folder.Path, "imports", "orders");
        if (!Directory.Exists(orders)) return;
        foreach (var path in Directory.GetFiles(orders, "*.json").Order(StringComparer.Ordinal))
        {
            var left = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, stop), ImportJson.Default.OldOrder)!;
            while (await Start(left.Order, left.Author) is null) await Task.Delay(BusyWait, stop);
            File.Delete(path);
        }
    }

    private async Task FinishUndos(CancellationToken stop)
    {
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
        if (request is null) throw new JobRefusedException(string.Join(' ', errors) + " If this import is listed as finished, all of it is in the books.");
        return JobsApi.ToJson(await _runner.Run(request, author, progress, stop));
    }

    private async Task ForgetFilesOf(JsonElement order)
    {
        var done = order.Deserialize(ImportJson.Default.ImportOrder)!;
        foreach (var used in (string[])[done.File, .. done.Joined?.Values ?? []]) await Forget(used);
    }

    // All of it is in the books: that a file could not be deleted is no reason to say that the import failed.
    private async Task Forget(string file)
    {
        try
        {
            await _uploads.Delete(file, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogLeft(file, failure.Message);
        }
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

    [LoggerMessage(3101, LogLevel.Warning, "The uploaded file {File} was imported and could not be deleted: {Reason}")]
    private partial void LogLeft(string file, string reason);

    [LoggerMessage(3102, LogLevel.Warning, "What was begun before this start is gone on with later: {Reason}")]
    private partial void LogLater(string reason);
}

/// <summary>An order as it was left in the data folder by versions that kept no jobs.</summary>
internal sealed record OldOrder(ImportOrder Order, string Author);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ImportOrder))]
[System.Text.Json.Serialization.JsonSerializable(typeof(OldOrder))]
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class ImportJson : System.Text.Json.Serialization.JsonSerializerContext;
