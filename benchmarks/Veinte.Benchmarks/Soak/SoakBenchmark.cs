using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Veinte.Benchmarks.Door;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Soak;

/// <summary>
/// A steady load for long, and whether anything grows that should not: memory, handles, threads, the lag of partitions, the
/// journal's queue. The server is a process of its own; customers are as many as are loaded at the start, so that what
/// grows afterwards is not theirs. Arguments: minutes (60), interactions a second (2,000), customers (20,000).
/// </summary>
internal static class SoakBenchmark
{
    private const int Connections = 4;
    private const int BatchSize = 50;
    private const int Samples = 30;

    // A whole collection stops the server for a moment, so not at each sample.
    private const int SamplesPerAlive = 5;

    public static async Task Run(string[] args)
    {
        var numbers = args.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (minutes, perSecond, customers) = (DoorLoad.At(numbers, 0, 60), DoorLoad.At(numbers, 1, 2_000), DoorLoad.At(numbers, 2, 20_000));
        var folder = Directory.CreateTempSubdirectory("veinte-soak-").FullName;
        using var server = ServerUnderLoad.Start("veinte", folder);
        var generator = new LoadGenerator(2020, new() { BatchSize = BatchSize, Customers = customers });
        var next = 0L;
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var clients = Enumerable.Range(0, Connections)
            .Select(_ => new LoadClient(server.Address, server.WriteKey, generator, () => Interlocked.Increment(ref next))).ToArray();
        var load = Task.WhenAll(clients.Select(client => Task.Run(() => client.Run((double)perSecond / BatchSize / Connections, stop.Token), CancellationToken.None)));
        using var http = new HttpClient { BaseAddress = server.Address };
        Console.WriteLine($"{minutes} minutes, {perSecond:N0} interactions a second of {customers:N0} customers");
        Console.WriteLine("minute  acknowledged  resident MiB  managed MiB  alive MiB  history MiB  handles  threads  lag ms  queue bytes  history behind");
        var samples = new List<Sample>();
        var clock = Stopwatch.StartNew();
        for (var i = 1; i <= Samples; i++)
        {
            await Task.Delay(TimeSpan.FromMinutes((double)minutes / Samples));
            var alive = i % SamplesPerAlive == 0 ? await server.AliveMiB() : (long?)null;
            var sample = Sample.Of(alive, server.ProcessId, await http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), clock.Elapsed.TotalMinutes, clients.Sum(client => client.Acknowledged) * BatchSize);
            samples.Add(sample);
            Console.WriteLine(sample);
        }
        await load;
        // Until the windows of message ids are full memory grows as it should, and then no more: at the given rate that is known
        // beforehand. What is alive after a whole collection says whether it does, holes between it are the collector's affair.
        var (first, last) = (samples[Samples / 2 - 1], samples[^1]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"from minute {first.Minute:N0} to {last.Minute:N0}: resident {last.ResidentMiB - first.ResidentMiB:+0;-0;0} MiB, managed {last.ManagedMiB - first.ManagedMiB:+0;-0;0} MiB, alive {last.AliveMiB - first.AliveMiB:+0;-0;0} MiB, history {last.HistoryMiB - first.HistoryMiB:+0;-0;0} MiB, handles {last.Handles - first.Handles:+0;-0;0}, threads {last.Threads - first.Threads:+0;-0;0}; refused {clients.Sum(client => client.Refused)}"));
    }

    private sealed record Sample(double Minute, long Acknowledged, double ResidentMiB, double ManagedMiB, long? AliveMiB, double HistoryMiB, int Handles, int Threads, double LagMs, double QueueBytes, double HistoryBehind)
    {
        public static Sample Of(long? alive, int process, string metrics, double minute, long acknowledged)
        {
            var status = File.ReadAllText($"/proc/{process}/status");
            double Status(string name) => double.Parse(Regex.Match(status, name + @":\s+(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
            double Metric(string name, string label = "") => Regex.Matches(metrics, $"^{name}\\{{[^}}]*{label}[^}}]*\\}} (\\S+)", RegexOptions.Multiline)
                .Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            return new(
                minute, acknowledged, Status("VmRSS") / 1024, Metric("dotnet_gc_last_collection_heap_size_bytes") / (1024 * 1024), alive, Metric("veinte_history_memory_bytes") / (1024 * 1024), Directory.GetFiles($"/proc/{process}/fd").Length, (int)Status("Threads"),
                Metric("veinte_partitions_lag_milliseconds"), Metric("veinte_queue_depth", "queue=\"journal\""), Metric("veinte_queue_depth", "queue=\"history\""));
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Minute,6:N1}  {Acknowledged,12:N0}  {ResidentMiB,12:N0}  {ManagedMiB,11:N0}  {(AliveMiB is { } alive ? $"{alive:N0}" : ""),9}  {HistoryMiB,11:N0}  {Handles,7:N0}  {Threads,7:N0}  {LagMs,6:N0}  {QueueBytes,11:N0}  {HistoryBehind,14:N0}");
    }
}
