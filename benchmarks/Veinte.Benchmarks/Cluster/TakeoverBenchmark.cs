using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Npgsql;
using Veinte.Cluster;
using Veinte.Cluster.Checkpoints;
using Veinte.Engine.Partitions;

namespace Veinte.Benchmarks.Cluster;

/// <summary>
/// How long partitions stand still whose owner has died: what whoever takes them over reads from the PostgreSQL that VEINTE_POSTGRES names
/// before anybody is answered, their dedupe windows full. Besides, there are the lease's three seconds and what was not checkpointed. Arguments: lines of each
/// daybook (500,000, what is remembered of messages), partitions (8).
/// </summary>
internal static class TakeoverBenchmark
{
    private const int LinesACommit = 50_000;

    public static async Task Run(string[] args)
    {
        var (lines, partitions) = (args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500_000, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 8);
        var postgres = Environment.GetEnvironmentVariable("VEINTE_POSTGRES")
            ?? throw new InvalidOperationException("VEINTE_POSTGRES names no database. Run it by benchmarks/long/with-postgres.sh.");
        await using var database = await ClusterDatabase.Open(await ClusterBenchmark.NewDatabase(postgres, "bench_takeover"), partitions, default);
        for (var partition = 0; partition < partitions; partition++) await Fill(database.Source, partition, lines);
        for (var round = 1; round <= 3; round++)
        {
            var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var taken = await Task.WhenAll(Enumerable.Range(0, partitions).Select(partition => Task.Run(async () =>
            {
                await using var checkpoints = new PostgresCheckpoints(database.Source, 1, partition);
                var opened = new Partition(partition, partitions, new(), checkpoints, await checkpoints.Open(round + 1), live: null);
                return (opened.Position, clock.Elapsed);
            })));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{partitions} partitions of {lines:N0} lines: the first after {taken.Min(one => one.Elapsed).TotalSeconds:N2} s, the last after {taken.Max(one => one.Elapsed).TotalSeconds:N2} s, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:N2} cpu s of this process"));
        }
    }

    private static async Task Fill(NpgsqlDataSource source, int partition, int lines)
    {
        await using var checkpoints = new PostgresCheckpoints(source, 1, partition);
        await checkpoints.Open(1);
        var random = new Random(partition);
        for (var done = 0; done < lines;)
        {
            var some = new DaybookEntry[Math.Min(LinesACommit, lines - done)];
            foreach (ref var line in some.AsSpan()) (line.Position, line.Message) = (++done, new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()));
            // Without aggregates there is nothing else to read, as in a partition with few customers.
            if (!await checkpoints.Commit(new(1, done, ReadOnlyMemory<byte>.Empty, [], (long)(done - some.Length) * DaybookEntry.Size, [MemoryMarshal.AsBytes(some.AsSpan()).ToArray()])))
                throw new InvalidOperationException("Somebody else has taken the partition.");
        }
        await using var forget = source.CreateCommand("update veinte.checkpoints set aggregates = null");
        await forget.ExecuteNonQueryAsync();
    }
}
