using System.Globalization;
using Veinte.Benchmarks.Folds;

namespace Veinte.Benchmarks.Door;

/// <summary>
/// Two builds of the door's server under the same load, in turn, in the same run: whether a change made it faster, on a
/// machine whose speed changes from minute to minute. The other build is a copy of this program's folder from before the
/// change.
/// Arguments: the other build's Veinte.Benchmarks.dll, rounds (7), requests a round (4,000), connections (32), and what the servers know (veinte; folds-promises for a hundred
/// promises and 30 touchpoints of driver state).
/// </summary>
internal static class VersusBenchmark
{
    public static async Task Run(string[] args)
    {
        if (args.Length == 0) throw new ArgumentException("Name the Veinte.Benchmarks.dll to compare with.", nameof(args));
        var kind = args.Length > 4 ? args[4] : "veinte";
        var numbers = args[1..Math.Min(args.Length, 4)].Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (rounds, requests, connections) = (DoorLoad.At(numbers, 0, 7), DoorLoad.At(numbers, 1, 4_000), DoorLoad.At(numbers, 2, 32));
        var load = FoldsAtTheDoor.IsKind(kind) ? new DoorLoad(connections, FirmDefinitions.Touchpoints) : new DoorLoad(connections);
        var folder = Directory.CreateTempSubdirectory("veinte-versus-").FullName;
        try
        {
            using var here = ServerUnderLoad.Start(kind, Path.Combine(folder, "here"));
            using var there = ServerUnderLoad.Start(kind, Path.Combine(folder, "there"), args[0]);
            using var ceiling = ServerUnderLoad.Start("ceiling", folder);
            foreach (var server in new[] { here, there, ceiling }) await load.Warm(server);
            var (wholeOurs, wholeTheirs) = (await WholeTime.Begin(here), await WholeTime.Begin(there));
            var (ours, theirs, most) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                ours.Add((await load.Flat(here, requests)).PerCpuSecond);
                theirs.Add((await load.Flat(there, requests)).PerCpuSecond);
                most.Add((await load.Flat(ceiling, requests)).PerCpuSecond);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round + 1,3}  here {ours[^1],10:N0}  there {theirs[^1],10:N0}  ceiling {most[^1],10:N0} interactions per cpu-s"));
            }
            var all = (double)rounds * requests * DoorLoad.EventsPerRequest;
            var (allOurs, allTheirs) = (await wholeOurs.PerCpuSecond(all), await wholeTheirs.PerCpuSecond(all));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"whole, with what is done after the answers: here {allOurs:N0}, there {allTheirs:N0}; here/there {allOurs / allTheirs:N2}"));
            var ratios = ours.Zip(theirs, (a, b) => a / b).Order().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"median: here {DoorLoad.Median(ours):N0}, there {DoorLoad.Median(theirs):N0}, ceiling {DoorLoad.Median(most):N0}; here/there {ratios[ratios.Length / 2]:N2} ({ratios[0]:N2}–{ratios[^1]:N2})"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
