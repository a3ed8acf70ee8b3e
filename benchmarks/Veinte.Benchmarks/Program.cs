using Veinte.Benchmarks.Cluster;
using Veinte.Benchmarks.Door;
using Veinte.Benchmarks.Folds;
using Veinte.Benchmarks.Growth;
using Veinte.Benchmarks.Importing;
using Veinte.Benchmarks.Reading;
using Veinte.Benchmarks.Moments;
using Veinte.Benchmarks.Past;
using Veinte.Benchmarks.Restart;
using Veinte.Benchmarks.Sequences;
using Veinte.Benchmarks.Soak;
using Veinte.Benchmarks.Stages;
using Veinte.Benchmarks.Statistics;
using Veinte.Benchmarks.Watch;

// Each benchmark is a name and a body; what it measures and how to run it stands in benchmarks/README.md.
var benchmarks = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["cluster"] = ClusterBenchmark.Run,
    ["door"] = DoorBenchmark.Run,
    ["door-server"] = DoorServer.Run,
    ["folds"] = FoldsBenchmark.Run,
    ["growth"] = GrowthBenchmark.Run,
    ["import"] = ImportBenchmark.Run,
    ["reading"] = ReadingBenchmark.Run,
    ["moments"] = MomentsBenchmark.Run,
    ["past"] = PastBenchmark.Run,
    ["restart"] = RestartBenchmark.Run,
    ["restart-server"] = RestartBenchmark.RunServer,
    ["sequences"] = SequencesBenchmark.Run,
    ["soak"] = SoakBenchmark.Run,
    ["stages"] = StagesBenchmark.Run,
    ["takeover"] = TakeoverBenchmark.Run,
    ["versus"] = VersusBenchmark.Run,
    ["statistics"] = StatisticsBenchmark.Run,
    ["watch"] = WatchBenchmark.Run,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    Console.Error.WriteLine($"Name a benchmark: {string.Join(", ", benchmarks.Keys.Where(name => !name.EndsWith("-server", StringComparison.Ordinal)).Order(StringComparer.Ordinal))}.");
    return 1;
}
await benchmark(args[1..]);
return 0;
