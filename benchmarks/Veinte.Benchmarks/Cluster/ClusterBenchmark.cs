using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Veinte.Cluster;
using Veinte.Doors;
using Veinte.Doors.Segment;
using Veinte.Embedded;
using Veinte.Engine;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Cluster;

/// <summary>
/// The stream from parsed batch to posted and committed: embedded, then on clusters of one, two and three nodes in this
/// process over the PostgreSQL that VEINTE_POSTGRES names. CPU time is that of this process and of all of PostgreSQL's;
/// the generator's own share is measured first and taken off. Arguments: interactions (1,000,000), customers (50,000),
/// the largest number of nodes (3).
/// </summary>
internal static class ClusterBenchmark
{
    private const int BatchSize = 50;
    private const int InFlightMax = 64;

    public static async Task Run(string[] args)
    {
        var numbers = args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var (interactions, customers, nodesMax) = (numbers.ElementAtOrDefault(0, 1_000_000), numbers.ElementAtOrDefault(1, 50_000), numbers.ElementAtOrDefault(2, 3));
        var postgres = Environment.GetEnvironmentVariable("VEINTE_POSTGRES")
            ?? throw new InvalidOperationException("VEINTE_POSTGRES names no database. Run it by benchmarks/long/with-postgres.sh.");
        Console.WriteLine($"{interactions:N0} interactions of {customers:N0} customers, {BatchSize} a batch, {InFlightMax} batches on their way");
        var own = Environment.CpuUsage.TotalTime;
        await Feed([], interactions, customers);
        own = Environment.CpuUsage.TotalTime - own;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"generating and parsing: {own.TotalSeconds:N2} cpu s, taken off below"));

        var folder = Directory.CreateTempSubdirectory("veinte-cluster-bench-").FullName;
        var embedded = await Measured("embedded", [await EmbeddedNode.Open(folder, TimeProvider.System)], null, interactions, customers, own);
        Directory.Delete(folder, recursive: true);
        for (var count = 1; count <= nodesMax; count++)
        {
            var database = await NewDatabase(postgres, $"bench_{count}");
            var nodes = new List<VeinteNode>();
            for (var i = 0; i < count; i++) nodes.Add(await ClusterNode.Open(new() { Postgres = database }, TimeProvider.System));
            var cluster = await Measured($"cluster of {count}", nodes, database, interactions, customers, own);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {cluster / embedded:P0} of embedded per cpu second"));
        }
    }

    private static int ElementAtOrDefault(this int[] numbers, int index, int otherwise) => index < numbers.Length ? numbers[index] : otherwise;

    private static async Task<double> Measured(string what, IReadOnlyList<VeinteNode> nodes, string? database, int interactions, int customers, TimeSpan own)
    {
        var (cpu, server, clock) = (Environment.CpuUsage.TotalTime, ServerCpu(database, opened: true), Stopwatch.StartNew());
        var (paused, whole) = (GC.GetTotalPauseDuration(), GC.CollectionCount(2));
        await Feed(nodes, interactions, customers);
        var balance = await nodes[0].Books.TrialBalance();
        var applied = clock.Elapsed;
        // With the last checkpoint: what was only put off is not saved. All at once: of nodes that stop one after the other each
        // would take over what the one before gave back, and that is no part of the stream.
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        var (process, postgres) = (Environment.CpuUsage.TotalTime - cpu - own, ServerCpu(database, opened: false) - server);
        var rate = interactions / (process + postgres).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-13} {rate,10:N0} interactions per cpu s (process {process.TotalSeconds:N1} s, PostgreSQL {postgres.TotalSeconds:N1} s), {interactions / applied.TotalSeconds,10:N0} per wall s; posted {balance.Interactions:N0}, difference {balance.Difference}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    collector: {GC.CollectionCount(2) - whole} whole collections, paused {(GC.GetTotalPauseDuration() - paused).TotalSeconds:N1} s{Stored(database, interactions)}"));
        return rate;
    }

    private static string Stored(string? database, int interactions)
    {
        if (database is null) return "";
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand("select pg_total_relation_size('veinte.journal'), pg_total_relation_size('veinte.daybook'), (select count(*) from veinte.journal)", connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        return $"; bytes an interaction: journal {reader.GetInt64(0) / interactions}, daybook {reader.GetInt64(1) / interactions}; {reader.GetInt64(2):N0} records";
    }

    private static async Task Feed(IReadOnlyList<VeinteNode> nodes, int interactions, int customers)
    {
        var generator = new LoadGenerator(2020, new() { BatchSize = BatchSize, Customers = customers });
        var (source, limits) = (new DoorSource("load"), new DoorLimits());
        var body = new byte[generator.BatchBytesMax];
        using var builder = new EntryBatchBuilder();
        var inFlight = new Queue<Task>();
        for (var number = 0L; number < interactions / BatchSize; number++)
        {
            builder.Clear();
            SegmentDoor.Read(body.AsSpan(0, generator.Write(number, body)), SegmentRoute.Batch, source, Instant.From(DateTimeOffset.UtcNow), limits, builder);
            var batch = builder.Build();
            if (nodes.Count == 0) continue;
            inFlight.Enqueue(nodes[(int)(number % nodes.Count)].Journal.Append(batch).AsTask());
            if (inFlight.Count >= InFlightMax) await inFlight.Dequeue();
        }
        await Task.WhenAll(inFlight);
    }

    public static async Task<string> NewDatabase(string postgres, string name)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"drop database if exists {name} with (force); create database {name}", connection);
        foreach (var statement in command.CommandText.Split(';'))
        {
            await using var one = new NpgsqlCommand(statement, connection);
            await one.ExecuteNonQueryAsync();
        }
        return new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ToString();
    }

    /// <summary>CPU time of the server's processes, those that have ended included, when it runs on this machine.</summary>
    private static TimeSpan ServerCpu(string? database, bool opened)
    {
        if (database is null) return TimeSpan.Zero;
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        // Whoever ends while processes are looked at is counted by nobody: those of the nodes that are closed end first.
        NpgsqlConnection.ClearAllPools();
        using var others = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", connection);
        while (!opened && (long)others.ExecuteScalar()! > 0) Thread.Sleep(20);
        using var command = new NpgsqlCommand("select pg_backend_pid()", connection);
        var postmaster = Stat((int)command.ExecuteScalar()!)!.Value.Parent;
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var process) || Stat(process) is not { } stat) continue;
            if (process == postmaster) ticks += stat.Own + stat.Ended;
            else if (stat.Parent == postmaster) ticks += stat.Own;
        }
        return TimeSpan.FromSeconds(ticks / 100.0);
    }

    // proc(5): the name in brackets may hold anything, the numbers come after it.
    private static (int Parent, long Own, long Ended)? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long Number(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
            return ((int)Number(1), Number(11) + Number(12), Number(13) + Number(14));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
