using Npgsql;
using Veinte.Journal.Entries;
using Veinte.KillTarget;

namespace Veinte.Cluster.Tests;

public sealed class A_cluster_is_restored_to_any_moment
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_a_base_backup_and_the_archived_log_the_books_are_those_of_that_moment()
    {
        await using var server = await PostgresServer.StartArchiving();
        var postgres = await server.NewDatabase();
        DateTimeOffset moment;
        string told;
        await using (var node = await Join(postgres))
        {
            await node.Journal.Append(Batch(0), Cancel);
            await server.TakeBaseBackup();
            await node.Journal.Append(Batch(1), Cancel);
            told = (await node.Books.TrialBalance(Cancel)).ToString();
            moment = await Now(postgres);
            for (var batch = 2; batch < 6; batch++) await node.Journal.Append(Batch(batch), Cancel);
            await Archive(postgres);
        }
        NpgsqlConnection.ClearAllPools();
        await server.RestoreTo(moment);

        // Partitions are owned by a node that is gone, checkpoints may be of any moment before: both are what a crash leaves too.
        await using var restored = await Join(postgres);
        Assert.Equal(told, (await restored.Books.TrialBalance(Cancel)).ToString());
        Assert.True((await restored.Verify(cancel: Cancel)).Agrees);
        await restored.Journal.Append(Batch(9), Cancel);
        Assert.Equal(30, (await restored.Books.TrialBalance(Cancel)).Interactions);
    }

    private static Task<ClusterNode> Join(string postgres) => ClusterNode.Open(new() { Postgres = postgres, PartitionsOfNewBooks = 4 }, TimeProvider.System, Cancel);

    private static EntryBatch Batch(int number)
    {
        using var batch = new EntryBatchBuilder();
        for (var i = 0; i < 10; i++) Ratings.Add(batch, $"customer{i}", "desk", 1 + i % 5, $"{number}-{i}");
        return batch.Build();
    }

    private static async Task<DateTimeOffset> Now(string postgres) => new((DateTime)(await Ask(postgres, "select clock_timestamp()"))!, TimeSpan.Zero);

    // The segment under way is archived once it is closed.
    private static async Task Archive(string postgres)
    {
        var segment = (string)(await Ask(postgres, "select pg_walfile_name(pg_switch_wal())"))!;
        while (await Ask(postgres, $"select 1 from pg_stat_archiver where last_archived_wal >= '{segment}'") is null) await Task.Delay(50, Cancel);
    }

    private static async Task<object?> Ask(string postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
