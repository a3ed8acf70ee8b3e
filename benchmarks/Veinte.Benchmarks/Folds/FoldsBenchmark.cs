using System.Globalization;
using System.Text.Json;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Embedded;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Measures;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;
using Veinte.Engine.Partitions;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Folds;

/// <summary>
/// What knowing costs of the ingest rate: the same requests through the door and the partitions without any fold, with the measures and
/// the drivers of 30 touchpoints, and with 10 and 100 running promises besides, in turn within each round. One thread, CPU time.
/// Arguments: customers (20,000), rounds (7). With <c>--door</c> first, the same over the whole way (<see cref="FoldsAtTheDoor"/>).
/// </summary>
internal static class FoldsBenchmark
{
    private const int Touchpoints = FirmDefinitions.Touchpoints, EventsPerRequest = 50, RequestsPerRound = 1_000, RoundsToWarmUp = 6, Partitions = 4;
    private const int Interactions = RequestsPerRound * EventsPerRequest;
    private static readonly int[] Promises = [0, 10, 100];

    public static async Task Run(string[] args)
    {
        if (args is ["--door", ..])
        {
            await FoldsAtTheDoor.Run(args[1..]);
            return;
        }
        var customers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
        var generator = new LoadGenerator(2020, new() { BatchSize = EventsPerRequest, Customers = customers, Touchpoints = Touchpoints });
        var folder = Directory.CreateTempSubdirectory("veinte-folds-").FullName;
        try
        {
            List<Setup> setups = [await Setup.Open("no folds", folder, () => [])];
            setups.Add(await Setup.Open("measures and drivers", folder, () => [new MeasuresFold(), new MomentsFold()]));
            foreach (var count in Promises.Skip(1)) setups.Add(await Setup.Open($"the same and {count} promises", folder, () => [new PromisesFold(), new MeasuresFold(), new MomentsFold()]));
            var definitions = setups.Select((setup, index) => setup.Define(generator, index == 0 ? -1 : Promises[index - 1])).ToArray();
            var door = new List<double>();
            for (var round = 0; round < RoundsToWarmUp + rounds; round++)
            {
                var bodies = generator.Batches((long)round * RequestsPerRound, RequestsPerRound);
                JournalRecord[] records = [];
                door.Add(Measure.Once(() => records = Read(bodies, (long)round * RequestsPerRound, definitions.Max() + (long)round * Interactions)).Measure.CpuMs[0] * 1e6 / Interactions);
                for (var turn = 0; turn < setups.Count; turn++) setups[(round + turn) % setups.Count].Apply(records);
            }
            Print(setups, Median(door.TakeLast(rounds)), customers, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(List<Setup> setups, double door, int customers, int rounds)
    {
        Console.WriteLine($"{customers:N0} customers, {Touchpoints} touchpoints, {Interactions:N0} interactions a round, {rounds} rounds after {RoundsToWarmUp} to warm up, one thread");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"door {door,8:N0} ns an interaction"));
        var without = door + Median(setups[0].Nanoseconds.TakeLast(rounds));
        foreach (var setup in setups)
        {
            var last = setup.Nanoseconds.TakeLast(rounds).Order().ToArray();
            var all = door + Median(last);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{setup.Name,-26} partitions {Median(last),8:N0} ns ({last[0]:N0}–{last[^1]:N0}), {setup.Bytes / (double)(rounds * Interactions),6:N0} bytes; with the door {all:N0} ns: the rate falls by {(1 - without / all) * 100:N1} %; {setup.Observations:N0} observations"));
        }
    }

    private static JournalRecord[] Read(byte[][] bodies, long first, long after)
    {
        var (source, limits) = (new DoorSource("load"), new DoorLimits());
        using var builder = new EntryBatchBuilder();
        var records = new JournalRecord[bodies.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            // Received when it was sent: else the door sets all times right, and everything happens at one instant.
            SegmentDoor.Read(bodies[i], SegmentRoute.Batch, source, new(Start.UnixMicros + (first + i) * Instant.MicrosPerSecond), limits, builder);
            var batch = builder.Build();
            records[i] = new(new(after + 1 + (long)i * EventsPerRequest), batch.Count, batch.Payload);
        }
        return records;
    }

    private static readonly Instant Start = new LoadOptions().Start;

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var all ? all[all.Length / 2] : 0;

    private sealed class Setup
    {
        private readonly Partition[] _partitions = new Partition[Partitions];

        public required string Name { get; init; }

        public List<double> Nanoseconds { get; } = [];

        public long Bytes { get; private set; }

        /// <summary>What the promises have counted: a benchmark of promises that nothing concerns would measure nothing.</summary>
        public long Observations => _partitions.Sum(partition => partition.Folds.Find<PromisesFold>()?.Slots.Sum(slot => slot.Evidence!.Share(PromiseDepth.Judged).Sums.Sum(sums => sums.N)) ?? 0);

        public static async Task<Setup> Open(string name, string folder, Func<IFold[]> folds)
        {
            var setup = new Setup { Name = name };
            for (var p = 0; p < Partitions; p++)
            {
                var checkpoints = SqliteCheckpoints.Open(Directory.CreateDirectory(Path.Combine(folder, $"{name}-{p}")).FullName, p);
                setup._partitions[p] = new(p, Partitions, new() { CustomersInMemoryMax = 1_000_000 }, checkpoints, await checkpoints.Open(1), live: null, folds: new FoldSet(folds()) { OthersAreIgnored = true });
            }
            return setup;
        }

        /// <summary>Defines the drivers' outcome and so many promises (none at all below 0); returns the last position.</summary>
        public long Define(LoadGenerator generator, int promises)
        {
            var position = 0L;
            if (promises < 0) return position;
            Define(new("moments", FirmDefinitions.OutcomeId, 1, "load", JsonSerializer.SerializeToElement(FirmDefinitions.Outcome(generator), OutcomeJson.Default.OutcomeDefinition)), ++position);
            for (var number = 0; number < promises; number++) Define(new("promises", $"promise-{number}", 1, "load", FirmDefinitions.Promise(number, generator).Write()), ++position);
            return position;
        }

        public void Apply(JournalRecord[] records)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            Nanoseconds.Add(Measure.Once(() =>
            {
                foreach (var record in records)
                    foreach (var partition in _partitions) partition.Apply(record);
                return 0;
            }).Measure.CpuMs[0] * 1e6 / Interactions);
            Bytes = Nanoseconds.Count <= RoundsToWarmUp ? 0 : Bytes + GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        private void Define(DefinitionSet definition, long position)
        {
            using var builder = new EntryBatchBuilder();
            // Before the load's first event: only what happened since is evidence.
            var at = Instant.From(new(2025, 12, 31, 0, 0, 0, TimeSpan.Zero));
            builder.Add(
                new() { Kind = EntryKind.DefinitionSet, Flags = EntryFlags.Broadcast, Message = StableHash.Message(3, $"d{position}"), OccurredAt = at, ReceivedAt = at }, definition,
                EntryJson.Default.DefinitionSet);
            var record = new JournalRecord(new(position), 1, builder.Build().Payload);
            foreach (var partition in _partitions) partition.Apply(record);
        }
    }
}
