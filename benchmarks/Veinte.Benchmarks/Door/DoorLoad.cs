using System.Diagnostics;
using System.Globalization;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Door;

/// <summary>The load of the benchmarks of the door: 50 events a request, 200,000 customers, no batch sent twice.</summary>
/// <param name="connections">How many send at once.</param>
/// <param name="touchpoints">How many touchpoints there are.</param>
internal sealed class DoorLoad(int connections, int touchpoints = 40)
{
    public const int EventsPerRequest = 50;
    public const int RequestsToWarmUp = 10_000;
    private static long _next;
    private readonly LoadGenerator _generator = new(2020, new() { BatchSize = EventsPerRequest, Customers = 200_000, Touchpoints = touchpoints });

    /// <summary>Bytes of a request's body.</summary>
    public int BodyBytes => _generator.Batch(0).Length;

    /// <summary>Lets the server become as fast as it gets, and know most of the customers.</summary>
    public Task<LoadResult> Warm(ServerUnderLoad server) => Flat(server, RequestsToWarmUp);

    /// <summary>So many requests, as fast as the server takes them. A round is so much work, not so much time: what a server does once a minute weighs the same on a busy machine and on an idle one.</summary>
    public Task<LoadResult> Flat(ServerUnderLoad server, int requests)
    {
        var left = (long)requests;
        return Run(server, double.PositiveInfinity, () => Interlocked.Decrement(ref left) < 0 ? null : Next(), CancellationToken.None);
    }

    /// <summary>At most so many interactions a second, until cancelled.</summary>
    public Task<LoadResult> Paced(ServerUnderLoad server, double perSecond, CancellationToken stop) => Run(server, perSecond, Next, stop);

    private static long? Next() => Interlocked.Increment(ref _next);

    private async Task<LoadResult> Run(ServerUnderLoad server, double perSecond, Func<long?> nextBatch, CancellationToken stop)
    {
        var perConnection = perSecond / EventsPerRequest / connections;
        var clients = Enumerable.Range(0, connections)
            .Select(_ => new LoadClient(server.Address, server.WriteKey, _generator, nextBatch)).ToArray();
        var (cpu, clock) = (server.Cpu, Stopwatch.StartNew());
        await Task.WhenAll(clients.Select(client => Task.Run(() => client.Run(perConnection, stop), CancellationToken.None)));
        var interactions = clients.Sum(client => client.Acknowledged) * EventsPerRequest;
        return new(
            interactions, (server.Cpu - cpu).TotalSeconds, clock.Elapsed.TotalSeconds,
            [.. clients.SelectMany(client => client.Latencies).Order()], clients.Sum(client => client.Refused));
    }

    /// <summary>The middle one.</summary>
    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>An argument, or what it is when it is not given.</summary>
    public static int At(int[] numbers, int index, int otherwise) => index < numbers.Length ? numbers[index] : otherwise;
}

/// <summary>What a server did under load.</summary>
internal sealed record LoadResult(long Interactions, double CpuSeconds, double Seconds, double[] Latencies, long Refused)
{
    public double PerCpuSecond => Interactions / CpuSeconds;

    public double PerSecond => Interactions / Seconds;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Interactions,13:N0}  {PerCpuSecond,9:N0}  {PerSecond,11:N0}  {Latencies[Latencies.Length / 2],7:N1}  {Latencies[Latencies.Length * 99 / 100],7:N1}  {Refused,7:N0}");
}
