using System.Diagnostics;
using DuckDB.NET.Data;
using Veinte.Engine;
using Veinte.Engine.Partitions;
using Veinte.Journal.Entries;
using Veinte.KillTarget;

namespace Veinte.Cluster.Tests;

/// <summary>Parquet for a lake, from the journal of all partitions, by a node that owns none of them and is killed again and again.</summary>
public sealed class A_lake_is_fed_by_a_cluster(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 4;
    private const int CommitsBetweenKills = 3;
    private const int Interactions = 6_000;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("VEINTE_SEED"), out var seed) ? seed : Environment.ProcessId;
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-cluster-lake-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_midway_and_begun_again_under_load_it_has_each_interaction_once()
    {
        output.WriteLine($"VEINTE_SEED={Seed}");
        var random = new Random(Seed);
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var owners = await NodeProcesses.Instance.Open(postgres, 6, new PartitionOptions());
        await using var here = await ClusterNode.Open(new() { Postgres = postgres, OwnsPartitions = false }, TimeProvider.System, Cancel);
        using var enough = new CancellationTokenSource();
        var sending = Send(here, enough.Token);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var exporter = Export(postgres);
            var commits = Commits() + 1 + random.Next(CommitsBetweenKills);
            while (Commits() < commits && !exporter.HasExited) await Task.Delay(random.Next(1, 20), Cancel);
            // It may have come to the end of what there was when it began: then there was nothing to kill.
            if (!exporter.HasExited) exporter.Kill();
            await exporter.WaitForExitAsync(Cancel);
            // Whoever reads meanwhile has a beginning, and nothing twice.
            if (Commits() > 0) Assert.Equal(0, Number($"SELECT count(*) - count(DISTINCT position) FROM {Of("interactions")}"));
        }
        await enough.CancelAsync();
        await sending;
        Assert.Equal(DeskStatus.Done, (await here.Desk.Reverse(Number($"SELECT min(position) FROM {Of("interactions")} WHERE amount > 0"), "kim", "wrong person", Cancel)).Status);
        using (var last = Export(postgres)) await last.WaitForExitAsync(Cancel);

        var books = await here.Books.TrialBalance(Cancel);
        // The one that was taken back is in the lake, beside its reversal.
        Assert.Equal(books.Interactions + 1, Number($"SELECT count(*) FROM {Of("interactions")}"));
        Assert.Equal(books.Interactions + 1, Number($"SELECT count(DISTINCT position) FROM {Of("interactions")}"));
        Assert.Equal(books.Interactions + 1, Number($"SELECT count(DISTINCT message_id) FROM {Of("interactions")}"));
        Assert.Equal(books.Customers, Number($"SELECT sum(amount)::BIGINT FROM {Of("interactions")} WHERE position NOT IN (SELECT posting FROM {Of("reversals")})"));
        Assert.Equal(0, Number($"SELECT count(*) FROM {Of("interactions")} WHERE day <> (occurred_at AT TIME ZONE 'UTC')::DATE"));
        Assert.True(Number($"SELECT count(DISTINCT from_identifier) FROM {Of("merges")}") > 0);
        output.WriteLine($"{books.Interactions} interactions in {Commits()} steps");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Repeats, visitors who become known, several days.
    private static async Task Send(ClusterNode node, CancellationToken enough)
    {
        using var builder = new EntryBatchBuilder();
        for (var sent = 0; sent < Interactions && !enough.IsCancellationRequested; sent += 40)
        {
            for (var i = sent; i < sent + 40; i++)
                Ratings.Add(builder, i % 5 == 0 ? $"?device-{i % 35}+customer-{i % 30}" : $"customer-{i % 30}", i % 2 == 0 ? "gate" : "cabin", 1 + i % 5, $"m{i}", minute: i * 7);
            var batch = builder.Build();
            await node.Journal.Append(batch, Cancel);
            // Now and then a client does not hear the answer and sends again.
            if (sent % 200 == 0) await node.Journal.Append(batch, Cancel);
            // So that there is a load for as long as exporters are killed, and an end to it.
            await Task.Delay(10, Cancel);
        }
    }

    private Process Export(string postgres) => Process.Start(
        Path.Combine(AppContext.BaseDirectory, "veinte"), ["lake", "--to", _folder, "--rows", "150", "--postgres", postgres])!;

    private int Commits() => Directory.Exists(Path.Combine(_folder, "generation-1", "_commits")) ? Directory.GetFiles(Path.Combine(_folder, "generation-1", "_commits"), "*.json").Length : 0;

    private string Of(string table) => $"read_parquet('{_folder}/generation-1/{table}/**/*.parquet', hive_partitioning = true)";

    private static long Number(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), null);
    }
}
