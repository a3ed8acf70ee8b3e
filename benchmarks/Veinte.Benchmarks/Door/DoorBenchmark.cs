using System.Diagnostics;
using System.Globalization;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Door;

/// <summary>
/// From HTTP to durable and posted, beside the ceiling of the same web server that only parses the same requests: in turn,
/// in the same run, each in a process of its own. The figure is interactions per second of the server's CPU time, which
/// is per core whatever else the machine does. At the end, with half of that load, how long after its acknowledgement an
/// interaction is seen in its customer's balance.
/// Arguments: rounds (5), seconds a round (10), connections (32).
/// </summary>
internal static class DoorBenchmark
{
    private const int EventsPerRequest = 50;
    private const int WarmUpSeconds = 8;
    private static long _next;

    public static async Task Run(string[] args)
    {
        var numbers = args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (rounds, seconds, connections) = (At(numbers, 0, 5), At(numbers, 1, 10), At(numbers, 2, 32));
        var generator = new LoadGenerator(2020, new() { BatchSize = EventsPerRequest, Customers = 200_000 });
        Console.WriteLine($"{EventsPerRequest} events a request of {generator.Batch(0).Length:N0} bytes, {connections} connections, {rounds} rounds of {seconds} s after {WarmUpSeconds} s to warm up");

        var folder = Directory.CreateTempSubdirectory("veinte-door-").FullName;
        try
        {
            using var veinte = ServerUnderLoad.Start("veinte", folder);
            using var ceiling = ServerUnderLoad.Start("ceiling", folder);
            foreach (var server in new[] { veinte, ceiling }) await Load(server, generator, connections, WarmUpSeconds, double.PositiveInfinity);
            Console.WriteLine("round  server    interactions  per cpu-s   per wall-s   p50 ms   p99 ms  refused");
            var (ours, theirs, wall) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 1; round <= rounds; round++)
            {
                var one = await Load(veinte, generator, connections, seconds, double.PositiveInfinity);
                var other = await Load(ceiling, generator, connections, seconds, double.PositiveInfinity);
                ours.Add(one.PerCpuSecond);
                theirs.Add(other.PerCpuSecond);
                wall.Add(one.PerSecond);
                Console.WriteLine($"{round,5}  veinte   {one}");
                Console.WriteLine($"{round,5}  ceiling  {other}");
            }
            var ratios = ours.Zip(theirs, (a, b) => a / b).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"median: veinte {Median(ours):N0} per cpu-s, ceiling {Median(theirs):N0}; ratio {ratios[ratios.Length / 2]:P0} ({ratios[0]:P0}–{ratios[^1]:P0})"));
            Console.WriteLine($"server's working set: {veinte.WorkingSetMiB:N0} MiB");
            await Probe(veinte, generator, connections, Median(wall) / 2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Probe(ServerUnderLoad server, LoadGenerator generator, int connections, double perSecond)
    {
        using var stop = new CancellationTokenSource();
        var load = Load(server, generator, connections, seconds: 0, perSecond, stop.Token);
        var probe = new BalanceProbe(server.Address, server.WriteKey, server.ReadKey);
        await probe.Run(samples: 50);
        probe.Clear();
        await probe.Run(samples: 500);
        await stop.CancelAsync();
        var during = await load;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"at {during.PerSecond:N0} interactions a second: from acknowledgement to visible balance p50 {probe.Quantile(0.5):N1} ms, p99 {probe.Quantile(0.99):N1} ms, of {probe.Count} (one question by HTTP included); {probe.Repeats} had to be asked for twice"));
    }

    private static async Task<LoadResult> Load(
        ServerUnderLoad server, LoadGenerator generator, int connections, int seconds, double perSecond, CancellationToken stopped = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        if (seconds > 0) stop.CancelAfter(TimeSpan.FromSeconds(seconds));
        var perConnection = perSecond / EventsPerRequest / connections;
        var clients = Enumerable.Range(0, connections)
            .Select(_ => new LoadClient(server.Address, server.WriteKey, generator, static () => Interlocked.Increment(ref _next))).ToArray();
        var (cpu, clock) = (server.Cpu, Stopwatch.StartNew());
        await Task.WhenAll(clients.Select(client => Task.Run(() => client.Run(perConnection, stop.Token))));
        var interactions = clients.Sum(client => client.Acknowledged) * EventsPerRequest;
        return new(
            interactions, (server.Cpu - cpu).TotalSeconds, clock.Elapsed.TotalSeconds,
            [.. clients.SelectMany(client => client.Latencies).Order()], clients.Sum(client => client.Refused));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int At(int[] numbers, int index, int otherwise) => index < numbers.Length ? numbers[index] : otherwise;

    private sealed record LoadResult(long Interactions, double CpuSeconds, double Seconds, double[] Latencies, long Refused)
    {
        public double PerCpuSecond => Interactions / CpuSeconds;

        public double PerSecond => Interactions / Seconds;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Interactions,13:N0}  {PerCpuSecond,9:N0}  {PerSecond,11:N0}  {Latencies[Latencies.Length / 2],7:N1}  {Latencies[Latencies.Length * 99 / 100],7:N1}  {Refused,7:N0}");
    }
}
