using System.Globalization;

namespace Veinte.Benchmarks.Door;

/// <summary>
/// From HTTP to durable and posted, beside the ceiling of the same web server that only parses the same requests: in turn,
/// in the same run, each in a process of its own. The figure is interactions per second of the server's CPU time, which
/// is per core whatever else the machine does; once for the rounds alone, once with what the server does about them while it is not its turn
/// (checkpoints, history). At the end, with half of that load, how long after its acknowledgement an
/// interaction is seen in its customer's balance.
/// Arguments: rounds (5), requests a round (10,000), connections (32).
/// </summary>
internal static class DoorBenchmark
{
    private const int ProbesToWarmUp = 50;
    private const int Probes = 500;

    public static async Task Run(string[] args)
    {
        var numbers = args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (rounds, requests, connections) = (DoorLoad.At(numbers, 0, 5), DoorLoad.At(numbers, 1, 10_000), DoorLoad.At(numbers, 2, 32));
        var load = new DoorLoad(connections);
        Console.WriteLine($"{DoorLoad.EventsPerRequest} events a request of {load.BodyBytes:N0} bytes, {connections} connections, {rounds} rounds of {requests:N0} requests after {DoorLoad.RequestsToWarmUp:N0} to warm up");

        var folder = Directory.CreateTempSubdirectory("veinte-door-").FullName;
        try
        {
            using var veinte = ServerUnderLoad.Start("veinte", folder);
            using var ceiling = ServerUnderLoad.Start("ceiling", folder);
            foreach (var server in new[] { veinte, ceiling }) await load.Warm(server);
            Console.WriteLine("round  server    interactions  per cpu-s   per wall-s   p50 ms   p99 ms  refused");
            var whole = await WholeTime.Begin(veinte);
            var (ours, theirs, wall) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 1; round <= rounds; round++)
            {
                var one = await load.Flat(veinte, requests);
                var other = await load.Flat(ceiling, requests);
                ours.Add(one.PerCpuSecond);
                theirs.Add(other.PerCpuSecond);
                wall.Add(one.PerSecond);
                Console.WriteLine($"{round,5}  veinte   {one}");
                Console.WriteLine($"{round,5}  ceiling  {other}");
            }
            var ratios = ours.Zip(theirs, (a, b) => a / b).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"median: veinte {DoorLoad.Median(ours):N0} per cpu-s, ceiling {DoorLoad.Median(theirs):N0}; ratio {ratios[ratios.Length / 2]:P0} ({ratios[0]:P0}–{ratios[^1]:P0})"));
            var withTheRest = await whole.PerCpuSecond((double)rounds * requests * DoorLoad.EventsPerRequest);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"whole, with what is done after the answers: {withTheRest:N0} per cpu-s"));
            Console.WriteLine($"server's working set: {veinte.WorkingSetMiB:N0} MiB");
            await Probe(veinte, load, DoorLoad.Median(wall) / 2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Probe(ServerUnderLoad server, DoorLoad load, double perSecond)
    {
        using var stop = new CancellationTokenSource();
        var loaded = load.Paced(server, perSecond, stop.Token);
        var probe = new BalanceProbe(server.Address, server.WriteKey, server.ReadKey);
        await probe.Run(ProbesToWarmUp);
        probe.Clear();
        await probe.Run(Probes);
        await stop.CancelAsync();
        var during = await loaded;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"at {during.PerSecond:N0} interactions a second: from acknowledgement to visible balance p50 {probe.Quantile(0.5):N1} ms, p99 {probe.Quantile(0.99):N1} ms, of {probe.Count} (one question by HTTP included); {probe.Repeats} had to be asked for twice"));
    }
}
