using System.Diagnostics;
using System.Globalization;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Embedded;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Restart;

/// <summary>
/// Fills books with interactions in a process that is killed at the end, then opens them in a fresh process: after the
/// kill (what no checkpoint holds is replayed) and again after an orderly end. Says how long each took until the books
/// answered, and what an interaction and a customer take on disk and in memory.
/// Arguments: interactions (10,000,000), customers (200,000).
/// </summary>
internal static class RestartBenchmark
{
    private const int BatchSize = 50;
    private const int InFlightMax = 64;

    public static async Task Run(string[] args)
    {
        var numbers = args.Select(a => long.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (interactions, customers) = (numbers.Length > 0 ? numbers[0] : 10_000_000, numbers.Length > 1 ? numbers[1] : 200_000);
        var folder = Directory.CreateTempSubdirectory("veinte-restart-").FullName;
        try
        {
            Console.WriteLine($"{interactions:N0} interactions of {customers:N0} customers");
            await Child(kill: true, "fill", folder, interactions, customers);
            await Child(kill: false, "after the kill", folder, interactions, customers);
            await Child(kill: false, "after an orderly end", folder, interactions, customers);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"on disk: journal {BytesOf(folder, "journal") / (double)interactions:N0} bytes an interaction, books {BytesOf(folder, "books") / (double)interactions:N0} bytes an interaction (daybook and {BytesOf(folder, "books", "*.db*") / (double)customers:N0} bytes a customer)"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The process that fills or opens the books.</summary>
    public static async Task RunServer(string[] args)
    {
        var (what, folder) = (args[0], args[1]);
        var started = Process.GetCurrentProcess().StartTime.ToUniversalTime();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System);
        var balance = await node.Books.TrialBalance();
        var sinceStart = DateTime.UtcNow - started;
        if (what == "fill")
        {
            await Fill(node, long.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
            balance = await node.Books.TrialBalance();
            var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"in memory when full: {memory / 1048576:N0} MiB managed, {memory / double.Parse(args[3], CultureInfo.InvariantCulture):N0} bytes a customer, dedupe windows and all"));
            Console.WriteLine("full");
            // Killed here, with whatever checkpoint it has.
            await Task.Delay(Timeout.Infinite);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {sinceStart.TotalSeconds:N2} s from the process's start to the answer ({balance.Interactions:N0} interactions, difference {balance.Difference}), {Environment.CpuUsage.TotalTime.TotalSeconds:N1} cpu s, {Environment.WorkingSet / 1048576:N0} MiB"));
    }

    private static async Task Fill(EmbeddedNode node, long interactions, int customers)
    {
        var generator = new LoadGenerator(2020, new() { BatchSize = BatchSize, Customers = customers });
        var (source, limits) = (new DoorSource("load"), new DoorLimits());
        var body = new byte[generator.BatchBytesMax];
        using var builder = new EntryBatchBuilder();
        var inFlight = new Queue<Task>();
        for (var number = 0L; number < interactions / BatchSize; number++)
        {
            builder.Clear();
            SegmentDoor.Read(body.AsSpan(0, generator.Write(number, body)), SegmentRoute.Batch, source, Instant.From(DateTimeOffset.UtcNow), limits, builder);
            inFlight.Enqueue(node.Journal.Append(builder.Build()).AsTask());
            if (inFlight.Count >= InFlightMax) await inFlight.Dequeue();
        }
        await Task.WhenAll(inFlight);
    }

    private static async Task Child(bool kill, string what, string folder, long interactions, long customers)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(RestartBenchmark).Assembly.Location, "restart-server", what, folder,
                interactions.ToString(CultureInfo.InvariantCulture), customers.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line != "full") Console.WriteLine(line);
            else if (kill) process.Kill();
        }
        await process.WaitForExitAsync();
    }

    private static long BytesOf(string folder, string name, string pattern = "*") =>
        new DirectoryInfo(Path.Combine(folder, name)).EnumerateFiles(pattern, SearchOption.AllDirectories).Sum(file => file.Length);
}
