using System.Diagnostics;
using System.Globalization;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Embedded;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Growth;

/// <summary>
/// Books that grow far beyond what memory holds: many partitions, millions of customers of whom everyone is as likely to come
/// next as the other, which is the worst there is for what is kept in memory. Says as it grows what an interaction costs, how
/// much memory the process holds and what lies on the disk; at the end both sides must be equal and everything counted once.
/// Run by benchmarks/long/growth.sh, which bounds the memory. Arguments: interactions (10,000,000), customers (1,000,000),
/// partitions (64), customers kept in memory (200,000), minutes after which it ends early (60), a folder that stays: a run that
/// finds books there goes on with what they do not have yet, even after it was killed; and the GiB of disk that must stay free
/// (15), as it ends early, too, before the disk is full.
/// </summary>
internal static class GrowthBenchmark
{
    private const int BatchSize = 50;
    private const int InFlightMax = 64;

    public static async Task Run(string[] args)
    {
        var numbers = args.Take(5).Select(a => long.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (interactions, customers) = (DoorLoadAt(numbers, 0, 10_000_000), (int)DoorLoadAt(numbers, 1, 1_000_000));
        var (partitions, inMemory, minutes) = ((int)DoorLoadAt(numbers, 2, 64), (int)DoorLoadAt(numbers, 3, 200_000), DoorLoadAt(numbers, 4, 60));
        var kept = args.Length > 5 ? Directory.CreateDirectory(args[5]).FullName : null;
        var folder = kept ?? Directory.CreateTempSubdirectory("veinte-growth-").FullName;
        try
        {
            // What is fixed for ever about books is fixed by whoever opens them first.
            await (await FolderJournal.Open(folder, partitions)).DisposeAsync();
            var options = new PartitionOptions { CustomersInMemoryMax = Math.Max(100, inMemory / partitions), DedupeWindow = Math.Max(1_000, 6_400_000 / partitions), CheckpointEntriesMax = 50_000 };
            Console.WriteLine($"{interactions:N0} interactions of {customers:N0} customers, {partitions} partitions, {inMemory:N0} customers in memory, heap limit {AppContext.GetData("GCHeapHardLimit") ?? Environment.GetEnvironmentVariable("DOTNET_GCHeapHardLimit") ?? "none"}");
            var node = await EmbeddedNode.Open(folder, TimeProvider.System, options, new() { Time = TimeProvider.System });
            long sent;
            // A disk that is full would end what others do on it.
            var end = (TimeSpan.FromMinutes(minutes), FreeBytesMin: (args.Length > 6 ? long.Parse(args[6], CultureInfo.InvariantCulture) : 15) << 30);
            await using (node) sent = await Fill(node, folder, interactions, customers, end);
            var clock = Stopwatch.StartNew();
            await using var again = await EmbeddedNode.Open(folder, TimeProvider.System, options, new() { Time = TimeProvider.System });
            var balance = await again.Books.TrialBalance();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"opened again in {clock.Elapsed.TotalSeconds:N1} s: {balance.Interactions:N0} interactions of {sent:N0} sent, difference {balance.Difference}"));
            var times = new List<double>();
            for (var i = 0; i < 200; i++)
            {
                clock.Restart();
                await again.Books.Customer($"customer-{(long)i * 7_919 % customers}", default);
                times.Add(clock.Elapsed.TotalMilliseconds);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a customer who is not in memory: p50 {times.Order().ElementAt(100):N2} ms, p99 {times.Order().ElementAt(197):N2} ms"));
        }
        finally
        {
            if (kept is null) Directory.Delete(folder, recursive: true);
        }
    }

    private static long DoorLoadAt(long[] numbers, int index, long otherwise) => index < numbers.Length ? numbers[index] : otherwise;

    private static async Task<long> Fill(EmbeddedNode node, string folder, long interactions, int customers, (TimeSpan Most, long FreeBytesMin) end)
    {
        var generator = new LoadGenerator(2020, new() { BatchSize = BatchSize, Customers = customers });
        var (source, limits) = (new DoorSource("load"), new DoorLimits());
        var body = new byte[generator.BatchBytesMax];
        using var builder = new EntryBatchBuilder();
        var inFlight = new Queue<Task>();
        var (clock, lastWall, lastCpu, last) = (Stopwatch.StartNew(), TimeSpan.Zero, Environment.CpuUsage.TotalTime, 0L);
        var every = Math.Clamp(interactions / BatchSize / 20, 1, 1_000_000 / BatchSize);
        // A batch is in the books wholly or not at all, and batches in the order they were sent.
        last = (await node.Books.TrialBalance()).Interactions;
        if (last > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"goes on after {last:N0} interactions, opened after {clock.Elapsed.TotalSeconds:N1} s"));
        Console.WriteLine("interactions  minutes  per s  per cpu s  resident MiB  managed MiB  disk GiB");
        for (var number = last / BatchSize; number < interactions / BatchSize; number++)
        {
            builder.Clear();
            SegmentDoor.Read(body.AsSpan(0, generator.Write(number, body)), SegmentRoute.Batch, source, Instant.From(DateTimeOffset.UtcNow), limits, builder);
            inFlight.Enqueue(node.Journal.Append(builder.Build()).AsTask());
            if (inFlight.Count >= InFlightMax) await inFlight.Dequeue();
            if ((number + 1) % every != 0) continue;
            // What is posted counts, not what waits.
            var sent = (number + 1) * BatchSize;
            await Task.WhenAll(inFlight);
            inFlight.Clear();
            await node.Books.TrialBalance();
            var (wall, cpu) = (clock.Elapsed, Environment.CpuUsage.TotalTime);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{sent,12:N0}  {wall.TotalMinutes,7:N1}  {(sent - last) / (wall - lastWall).TotalSeconds,5:N0}  {(sent - last) / (cpu - lastCpu).TotalSeconds,9:N0}  {Environment.WorkingSet / 1048576,12:N0}  {GC.GetTotalMemory(false) / 1048576,11:N0}  {BytesOf(folder) / 1073741824.0,8:N1}"));
            (lastWall, lastCpu, last) = (wall, cpu, sent);
            if (wall > end.Most || new DriveInfo(folder).AvailableFreeSpace < end.FreeBytesMin) return sent;
        }
        await Task.WhenAll(inFlight);
        return interactions / BatchSize * BatchSize;
    }

    // Files come and go while they are counted.
    private static long BytesOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => File.Exists(file.FullName) ? file.Length : 0);
}
