using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Benchmarks.Door;
using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;
using Veinte.Server.Hosting;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Folds;

/// <summary>
/// What knowing costs of the whole way, from HTTP to durable, posted and judged: servers of one build that differ by what is defined, under the same load,
/// in turn within each round. The figure is interactions per second of the server's CPU time. The first has no folds at all, so what is
/// remembered of customers in case something is defined is counted too.
/// Arguments: rounds (5), requests a round (6,000), connections (32).
/// </summary>
internal static class FoldsAtTheDoor
{
    private const int PromisesMany = 100;

    /// <summary>The servers, by the name under which they are started.</summary>
    private static readonly (string Kind, string Name)[] Kinds =
        [(Nothing, "no folds"), ("folds-defined-none", "nothing defined"), (Drivers, "drivers of 30 touchpoints"), (Promises, "the same and 100 promises")];

    private const string Nothing = "folds-nothing", Drivers = "folds-drivers", Promises = "folds-promises";

    public static async Task Run(string[] args)
    {
        var numbers = args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (rounds, requests, connections) = (DoorLoad.At(numbers, 0, 5), DoorLoad.At(numbers, 1, 6_000), DoorLoad.At(numbers, 2, 32));
        var load = new DoorLoad(connections, FirmDefinitions.Touchpoints);
        var folder = Directory.CreateTempSubdirectory("veinte-folds-door-").FullName;
        var servers = new List<ServerUnderLoad>();
        try
        {
            foreach (var (kind, _) in Kinds) servers.Add(ServerUnderLoad.Start(kind, Path.Combine(folder, kind)));
            foreach (var server in servers) await load.Warm(server);
            var rates = Kinds.Select(_ => new List<double>()).ToArray();
            var whole = new List<WholeTime>();
            foreach (var server in servers) whole.Add(await WholeTime.Begin(server));
            for (var round = 0; round < rounds; round++)
            {
                for (var turn = 0; turn < servers.Count; turn++)
                {
                    var which = (round + turn) % servers.Count;
                    rates[which].Add((await load.Flat(servers[which], requests)).PerCpuSecond);
                }
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round + 1,3}  {string.Join("  ", Kinds.Select((kind, i) => $"{kind.Name} {rates[i][^1]:N0}"))} interactions per cpu-s"));
            }
            Print(rates);
            await PrintWhole(whole, (double)rounds * requests * DoorLoad.EventsPerRequest);
        }
        finally
        {
            foreach (var server in servers) server.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whether a kind of server is one of these.</summary>
    public static bool IsKind(string kind) => Array.Exists(Kinds, known => known.Kind == kind);

    /// <summary>How such a server is set up.</summary>
    public static ServerSettings Settings(string kind, ServerSettings settings) => settings with { Partitions = new() { NothingIsFolded = kind == Nothing } };

    /// <summary>Defines what a kind of server is to know.</summary>
    public static async Task Define(string kind, VeinteHost host)
    {
        if (kind is not (Drivers or Promises)) return;
        var generator = new LoadGenerator(2020, new() { Touchpoints = FirmDefinitions.Touchpoints });
        var outcome = await new MomentsDesk(host.Node.Desk, new(host.Node.Books)).Define(FirmDefinitions.OutcomeId, 0, FirmDefinitions.Outcome(generator), "load");
        if (outcome.Status != DeskStatus.Done) throw new InvalidOperationException(outcome.Detail);
        var promises = host.Services.GetRequiredService<PromiseDesk>();
        for (var number = 0; kind == Promises && number < PromisesMany; number++)
            if (await promises.Write($"promise-{number}", 0, FirmDefinitions.Promise(number, generator), "load") is var result && result.Status != DeskStatus.Done)
                throw new InvalidOperationException(result.Detail);
    }

    /// <summary>What promises have counted: a benchmark of promises that nothing concerns would measure nothing.</summary>
    public static async Task<string> Counted(string kind, VeinteHost host)
    {
        if (kind == Nothing) return "nothing";
        var observations = (await host.Services.GetRequiredService<PromiseDesk>().All()).Sum(promise => promise.Evidence?.Sums.Sum(sums => sums.N) ?? 0);
        var trips = (await new MomentsReader(host.Node.Books).Outcomes()).Sum(outcome => outcome.Trips);
        return string.Create(CultureInfo.InvariantCulture, $"{observations:N0} observations of promises, {trips:N0} trips");
    }

    // A round ends with its last answer; what it leaves to do falls into the others' rounds, and is the server's own all the same.
    private static async Task PrintWhole(List<WholeTime> whole, double interactions)
    {
        var without = 0.0;
        for (var i = 0; i < Kinds.Length; i++)
        {
            var rate = await whole[i].PerCpuSecond(interactions);
            if (i == 0) without = rate;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Kinds[i].Name,-26} {rate,9:N0} per cpu-s, with what is done after the answers: the rate falls by {1 - rate / without:P1}"));
        }
    }

    private static void Print(List<double>[] rates)
    {
        var without = rates[0];
        for (var i = 0; i < Kinds.Length; i++)
        {
            // Of a round: neighbours on the machine weigh on all of it.
            var falls = rates[i].Zip(without, (with, bare) => 1 - with / bare).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Kinds[i].Name,-26} {DoorLoad.Median(rates[i]),9:N0} ({rates[i].Min():N0}–{rates[i].Max():N0}) per cpu-s, {1e6 / DoorLoad.Median(rates[i]),5:N2} µs; the rate falls by {falls[falls.Length / 2]:P1} ({falls[0]:P1}–{falls[^1]:P1})"));
        }
    }
}
