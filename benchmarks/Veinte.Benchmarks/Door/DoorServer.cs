using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Veinte.Benchmarks.Folds;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Collect;
using Veinte.Server.Hosting;

namespace Veinte.Benchmarks.Door;

/// <summary>
/// The process under load: Veinte as it is served, or the ceiling, which is the same web server reading the same bodies
/// with the same parser into the same records, and then forgetting them. Prints its address and a write key, and serves
/// until its input ends.
/// </summary>
internal static class DoorServer
{
    [ThreadStatic] private static EntryBatchBuilder? _builder;

    public static async Task Run(string[] args)
    {
        var (address, key, server) = args[0] == "ceiling" ? await StartCeiling() : await StartVeinte(args[0], args[1]);
        await using (server)
        {
            Console.Out.WriteLine($"{address} {key}");
            Console.Out.Flush();
            while (await Console.In.ReadLineAsync() is { } asked)
                if (asked == ServerUnderLoad.AliveAsked) await Console.Out.WriteLineAsync(AliveBytes().ToString(CultureInfo.InvariantCulture));
            if (FoldsAtTheDoor.IsKind(args[0])) await Console.Error.WriteLineAsync($"{args[0]}: {await FoldsAtTheDoor.Counted(args[0], (VeinteHost)server)}");
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{args[0]}: collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}, paused {GC.GetTotalPauseDuration().TotalSeconds:N1} s of {Environment.CpuUsage.TotalTime.TotalSeconds:N1} cpu s, allocated {GC.GetTotalAllocatedBytes() / 1048576:N0} MiB, heap {GC.GetGCMemoryInfo().HeapSizeBytes / 1048576:N0} MiB"));
        }
    }

    /// <summary>What is in use of the managed heap, holes between it not counted: only a whole collection knows.</summary>
    private static long AliveBytes()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }

    private static async Task<(Uri Address, string Keys, IAsyncDisposable Server)> StartVeinte(string kind, string folder)
    {
        // A limit per key is a matter of fairness, not of speed.
        Environment.SetEnvironmentVariable("Collect__RequestsPerSecondPerKey", "1000000");
        Environment.SetEnvironmentVariable("Collect__BurstPerKey", "2000000");
        var settings = new ServerSettings { Data = folder, Port = 0 };
        var host = await VeinteHost.Start(FoldsAtTheDoor.IsKind(kind) ? FoldsAtTheDoor.Settings(kind, settings) : settings, TimeProvider.System);
        if (FoldsAtTheDoor.IsKind(kind)) await FoldsAtTheDoor.Define(kind, host);
        var keys = host.Services.GetRequiredService<ApiKeys>();
        var write = (await keys.Create("load", ApiScope.Write, "benchmark")).Secret;
        var read = (await keys.Create("probe", ApiScope.Read, "benchmark")).Secret;
        return (host.Address, $"{write} {read}", host);
    }

    private static async Task<(Uri Address, string Keys, IAsyncDisposable Server)> StartCeiling()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var budget = new BodyBudget(Options.Create(new CollectOptions()));
        var source = new DoorSource("ceiling");
        app.MapPost("/v1/batch", (RequestDelegate)(context => ParseOnly(context, budget, source)));
        await app.StartAsync();
        return (new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "- -", app);
    }

    private static async Task ParseOnly(HttpContext context, BodyBudget budget, DoorSource source)
    {
        using (var body = await CollectBody.Read(context.Request, budget, context.RequestAborted)) Parse(body, source);
        await CollectAnswers.Success(context);
    }

    private static readonly DoorLimits Limits = new();

    private static void Parse(CollectBody body, DoorSource source)
    {
        var builder = _builder ??= new();
        builder.Clear();
        SegmentDoor.Read(body.Span, SegmentRoute.Batch, source, Instant.From(DateTimeOffset.UtcNow), Limits, builder);
    }
}
