using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Simulation;

namespace Veinte.Cluster.Tests;

public sealed class Orleans_may_own_the_partitions
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_share_the_partitions_and_one_that_leaves_gives_its_own_to_the_other()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var one = await Join(postgres);
        for (var i = 0; i < 20; i++) await one.Journal.Append(Batch(i), Cancel);
        var two = await Join(postgres);
        await Shared(one);
        for (var i = 20; i < 40; i++) await two.Journal.Append(Batch(i), Cancel);
        Assert.Equal(40, (await one.Books.TrialBalance(Cancel)).Interactions);
        Assert.Equal(40, (await two.Books.TrialBalance(Cancel)).Interactions);
        await two.DisposeAsync();

        Assert.Equal(40, (await one.Books.TrialBalance(Cancel)).Interactions);
        Assert.True((await one.Verify(cancel: Cancel)).Agrees);
        var state = await one.State(Cancel);
        Assert.Equal(4, Assert.Single(state.Nodes).Partitions);
    }

    [Fact]
    public async Task Books_are_restated_under_them_and_each_silo_goes_on_with_the_new_ones()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var one = await Join(postgres);
        await using var two = await Join(postgres);
        await Shared(one);
        for (var i = 0; i < 20; i++) await one.Journal.Append(Batch(i), Cancel);
        await one.Desk.PublishPolicy(System.Text.Json.JsonDocument.Parse("""{"name":"Strict","par":14}""").RootElement, "kim", Cancel);
        Assert.Equal(Engine.DeskStatus.Done, (await two.PublishRestatement(1, "kim", cancel: Cancel)).Status);
        for (var i = 20; i < 40; i++) await two.Journal.Append(Batch(i), Cancel);
        foreach (var node in (ClusterNode[])[one, two]) Assert.Equal(40 * 1_000, (await node.Books.TrialBalance(Cancel)).Customers);
        Assert.True((await one.Verify(cancel: Cancel)).Agrees);
        Assert.All((await two.State(Cancel)).Partitions, partition => Assert.True(partition.Epoch > 1));
    }

    [Fact]
    public async Task An_owner_learns_that_another_took_its_partition_and_gave_it_back()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var one = await Join(postgres);
        for (var i = 0; i < 20; i++) await one.Journal.Append(Batch(i), Cancel);
        Assert.Equal(20, (await one.Books.TrialBalance(Cancel)).Interactions);

        // What a second activation of the grain leaves behind that Orleans put out a moment later.
        await using var database = Npgsql.NpgsqlDataSource.Create(postgres);
        await using var taken = database.CreateCommand("update veinte.partitions set owner = null, epoch = epoch + 1, expires = '-infinity' where partition = 3");
        await taken.ExecuteNonQueryAsync(Cancel);

        await Patience.Until(async () => (await one.State(Cancel)).Partitions.Single(partition => partition.Partition == 3), partition => partition is { Epoch: > 2, Position: not null }, Cancel);
        for (var i = 20; i < 40; i++) await one.Journal.Append(Batch(i), Cancel);
        Assert.Equal(40, (await one.Books.TrialBalance(Cancel)).Interactions);
        Assert.True((await one.Verify(cancel: Cancel)).Agrees);
    }

    // Its silo answers the other one, so that Orleans alone would leave it what it has.
    [Fact]
    public async Task A_node_that_tells_the_database_no_more_that_it_lives_gives_way_to_the_others_and_joins_them_again()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var one = await Join(postgres);
        await using var two = await Join(postgres);
        await Shared(one);
        for (var i = 0; i < 20; i++) await one.Journal.Append(Batch(i), Cancel);

        await using var database = Npgsql.NpgsqlDataSource.Create(postgres);
        var silent = (await two.State(Cancel)).Nodes.Single(node => node.Here).Node;
        await using (var cut = database.CreateCommand($$"""
            create function silent() returns trigger language plpgsql as $body$ begin
                if new.node = '{{silent}}' then raise exception 'not heard' using errcode = '57P03'; end if;
                return new;
            end $body$;
            create trigger silent before update on veinte.nodes for each row execute function silent()
            """)) await cut.ExecuteNonQueryAsync(Cancel);
        await Patience.Until(async () => (await one.State(Cancel)).Nodes.Single(node => node.Here).Partitions, partitions => partitions == 4, Cancel);
        for (var i = 20; i < 40; i++) await two.Journal.Append(Batch(i), Cancel);
        Assert.Equal(40, (await one.Books.TrialBalance(Cancel)).Interactions);

        await using (var mended = database.CreateCommand("drop trigger silent on veinte.nodes")) await mended.ExecuteNonQueryAsync(Cancel);
        await Shared(one);
        Assert.Equal(40, (await two.Books.TrialBalance(Cancel)).Interactions);
        Assert.True((await one.Verify(cancel: Cancel)).Agrees);
    }

    private static Task<string> Shared(ClusterNode node) => Patience.Until(
        async () => string.Join(' ', (await node.State(Cancel)).Nodes.Select(silo => silo.Partitions)), shares => shares == "2 2", Cancel);

    private static Task<ClusterNode> Join(string postgres) =>
        ClusterNode.Open(new() { Postgres = postgres, PartitionsOfNewBooks = 4, Ownership = OwnershipKind.Orleans }, TimeProvider.System, Cancel);

    private static EntryBatch Batch(int number)
    {
        using var builder = new EntryBatchBuilder();
        Ratings.Add(builder, $"c{number}", "shop", 4, $"m{number}");
        return builder.Build();
    }
}
