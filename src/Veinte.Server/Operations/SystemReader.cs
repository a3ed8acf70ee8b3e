using System.Diagnostics;
using Veinte.Cluster;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Analysis;
using Veinte.Server.Collect;
using Veinte.Server.Hosting;
using Veinte.Server.Listening;
using Veinte.Server.Moments;

namespace Veinte.Server.Operations;

/// <summary>Puts together how the system stands. Thread-safe.</summary>
internal sealed class SystemReader(
    VeinteNode node, ServerSettings settings, CollectPipeline pipeline, BodyBudget bodies, HistoryService history, TimeProvider time)
{
    private const string Truth = "truth";
    private const string Derived = "derived";

    // A node that was killed is worth a look; those of yesterday's restarts are not.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    // By the names in the data folder. What is not named here is application data or somebody else's.
    private static readonly (string Name, string What, string Kept)[] Places =
    [
        ("journal", "journal", Truth), ("app.db", "application", Truth), ("app.db-wal", "application", Truth), ("app.db-shm", "application", Truth), ("cookie-keys", "application", Truth), ("books.json", "application", Truth),
        ("imports", "imports", Truth), ("books", "books", Derived), (HistoryService.FolderName, "history", Derived), (ListeningService.FolderName, "models", Derived),
        (OutcomePastsService.FolderName, "moments", Derived),
    ];

    /// <summary>The program's version.</summary>
    public static string Version { get; } = typeof(SystemReader).Assembly.GetName().Version!.ToString();

    /// <summary>Reads it now.</summary>
    public async Task<SystemState> Read(CancellationToken cancel)
    {
        var ailment = await node.Ailment(cancel);
        // What only a database could tell is not asked of one that does not answer: the rest is wanted all the more then.
        var (nodes, partitions, dropped) = ailment is null ? (await Nodes(cancel), await node.Partitions(cancel), await Dropped(cancel)) : ([], [], []);
        return new(
            Version, node is ClusterNode ? "cluster" : "folder", _startedAt, ailment, node.Journal.Head.Value, nodes, partitions, Queues(), await Disks(ailment is null, cancel), Memory(),
            [.. pipeline.Refused().Select(refused => new DropCount(refused.Step, refused.Reason, refused.Count))], dropped);
    }

    /// <summary>What waits on this node.</summary>
    public IReadOnlyList<QueueDepth> Queues() =>
    [
        new("journal", node.Queue.Bytes, node.Queue.BytesMax),
        new("bodies", bodies.Taken, bodies.Max),
        new("history", Math.Max(0, node.Journal.Head.Value - history.Status.Position.Value), null),
    ];

    /// <summary>Bytes left on the data folder's disk.</summary>
    public long FreeBytes => new DriveInfo(settings.Data).AvailableFreeSpace;

    private async Task<IReadOnlyList<SystemNode>> Nodes(CancellationToken cancel) => node is ClusterNode cluster
        ? [.. (await cluster.Nodes(cancel)).Where(one => one.Lives || one.Partitions > 0 || time.GetUtcNow() - one.Seen < Remembered).Select(one => new SystemNode(
            one.Address, one.Version, one.Started, one.Draining ? "leaves" : one.Lives ? "lives" : "silent", one.Partitions, one.Here, one.Node))]
        : [new(Environment.MachineName, Version, _startedAt, "lives", node.Calls.Count, Here: true, null)];

    private async Task<IReadOnlyList<DropCount>> Dropped(CancellationToken cancel)
    {
        try
        {
            return await node.Books.Drops(cancel);
        }
        catch (Engine.Seams.PartitionUnavailableException)
        {
            // A part of the books is changing hands; the partitions say so themselves.
            return [];
        }
    }

    private async Task<IReadOnlyList<DiskUse>> Disks(bool databaseAnswers, CancellationToken cancel)
    {
        var uses = new Dictionary<string, DiskUse>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(settings.Data).EnumerateFileSystemInfos())
        {
            var (_, what, kept) = Places.FirstOrDefault(place => place.Name == entry.Name) is { Name: not null } known ? known : ("", "other", Truth);
            var bytes = Size(entry);
            if (bytes > 0) uses[what] = uses.TryGetValue(what, out var use) ? use with { Bytes = use.Bytes + bytes } : new(what, bytes, kept);
        }
        if (node is ClusterNode cluster && databaseAnswers) uses["database"] = new("database", await cluster.DatabaseBytes(cancel), Truth);
        return [.. uses.Values.OrderBy(use => use.Kept == Derived).ThenByDescending(use => use.Bytes), new("free", FreeBytes, "free")];
    }

    private static long Size(FileSystemInfo entry)
    {
        try
        {
            return entry switch
            {
                FileInfo file => file.Length,
                DirectoryInfo folder => folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0),
                _ => 0,
            };
        }
        catch (IOException)
        {
            // It was taken away between being listed and being asked.
            return 0;
        }
    }

    private MemoryUse Memory()
    {
        using var process = Process.GetCurrentProcess();
        var held = history.Memory();
        return new(process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: false), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, held?.Bytes, held?.Max);
    }
}
