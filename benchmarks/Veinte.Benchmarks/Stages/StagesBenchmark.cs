using System.Globalization;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Embedded;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Stages;

/// <summary>
/// What an interaction costs at each stage, one after the other on one thread, without network, disk waits and other
/// threads: reading and judging at the door, applying in the partitions, and what a checkpoint costs for each customer.
/// This is where to look first when <c>door</c> has become slower.
/// Arguments: customers (200,000), rounds (7).
/// </summary>
internal static class StagesBenchmark
{
    private const int EventsPerRequest = 50;
    private const int RequestsPerRound = 2_000;
    private const int RoundsToWarmUp = 10;
    private const int Partitions = 8;

    public static async Task Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
        var generator = new LoadGenerator(2020, new() { BatchSize = EventsPerRequest, Customers = customers });
        var folder = Directory.CreateTempSubdirectory("veinte-stages-").FullName;
        try
        {
            var checkpoints = Enumerable.Range(0, Partitions).Select(p => SqliteCheckpoints.Open(folder, p)).ToArray();
            var partitions = new Partition[Partitions];
            for (var p = 0; p < Partitions; p++)
                partitions[p] = new(p, Partitions, new(), checkpoints[p], await checkpoints[p].Open(1), live: null);
            Console.WriteLine($"{customers:N0} customers, {EventsPerRequest} events a request, {RequestsPerRound * EventsPerRequest:N0} interactions a round, {rounds} rounds after {RoundsToWarmUp} to warm up, one thread");

            var (door, apply) = (new Stage("door: bytes to entries"), new Stage("partitions: entries to books"));
            for (var round = 0; round < RoundsToWarmUp + rounds; round++)
            {
                var bodies = generator.Batches(round * RequestsPerRound, RequestsPerRound);
                var records = door.Measure(RequestsPerRound * EventsPerRequest, () => Read(bodies, round));
                apply.Measure(RequestsPerRound * EventsPerRequest, () => Apply(partitions, records));
            }
            door.Print(rounds, "interaction");
            apply.Print(rounds, "interaction");
            await Checkpoints(partitions, checkpoints, generator, rounds);
            foreach (var each in checkpoints) await each.DisposeAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Checkpoints(Partition[] partitions, ICheckpoints[] checkpoints, LoadGenerator generator, int rounds)
    {
        var (encode, commit) = (new Stage("checkpoint: customers to bytes"), new Stage("checkpoint: bytes to disk"));
        for (var round = RoundsToWarmUp + rounds; round < RoundsToWarmUp + rounds + 3; round++)
        {
            var changes = encode.Measure(0, () => partitions.Select(Snapshot).ToArray());
            encode.Count(changes.Sum(change => change.Customers.Count));
            commit.Measure(changes.Sum(change => change.Customers.Count), () => changes.Select((change, p) => checkpoints[p].Commit(change).AsTask().Result).ToArray());
            foreach (var partition in partitions) partition.SnapshotCommitted();
            for (var more = 0; more < RoundsToWarmUp; more++)
                Apply(partitions, Read(generator.Batches((round * RoundsToWarmUp + more) * RequestsPerRound, RequestsPerRound), round * RoundsToWarmUp + more));
        }
        encode.Print(3, "customer");
        commit.Print(3, "customer");
        await Task.CompletedTask;
    }

    private static CheckpointChange Snapshot(Partition partition)
    {
        partition.BeginSnapshot(1);
        return partition.TakeSlice(int.MaxValue)!;
    }

    private static JournalRecord[] Read(byte[][] bodies, int round)
    {
        var (source, limits) = (new DoorSource("load"), new DoorLimits());
        using var builder = new EntryBatchBuilder();
        var records = new JournalRecord[bodies.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            SegmentDoor.Read(bodies[i], SegmentRoute.Batch, source, Instant.From(DateTimeOffset.UtcNow), limits, builder);
            var batch = builder.Build();
            records[i] = new(new(1 + ((long)round * RequestsPerRound + i) * EventsPerRequest), batch.Count, batch.Payload);
        }
        return records;
    }

    private static int Apply(Partition[] partitions, JournalRecord[] records)
    {
        foreach (var record in records)
            foreach (var partition in partitions)
                partition.Apply(record);
        return records.Length;
    }

    private sealed class Stage(string name)
    {
        private readonly List<(double Ms, long Bytes, long Count)> _rounds = [];

        public T Measure<T>(long count, Func<T> body)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var (result, measure) = Benchmarks.Measure.Once(body);
            _rounds.Add((measure.CpuMs[0], GC.GetAllocatedBytesForCurrentThread() - allocated, count));
            return result;
        }

        public void Count(long count) => _rounds[^1] = _rounds[^1] with { Count = count };

        public void Print(int rounds, string each)
        {
            var last = _rounds.TakeLast(rounds).Select(round => round.Ms * 1e6 / round.Count).Order().ToArray();
            var bytes = _rounds.TakeLast(rounds).Sum(round => round.Bytes) / (double)_rounds.TakeLast(rounds).Sum(round => round.Count);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-32} {last[last.Length / 2],8:N0} ns ({last[0]:N0}–{last[^1]:N0}) and {bytes:N0} bytes allocated for each {each}"));
        }
    }
}
