using Veinte.Engine.Views;
using Veinte.Journal.Entries;
using Veinte.KillTarget;

namespace Veinte.Cluster.Tests;

public sealed class Nodes_share_the_books
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_watches_at_one_node_sees_the_postings_of_all_and_each_once()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var one = await Join(postgres);
        await using var two = await Join(postgres);
        await SharedEvenly(one);
        using var watcher = two.Live.Watch();
        var seen = new List<LivePosting>();
        // The lines to the other nodes are laid when somebody watches: until the first posting of each side has come, more are sent.
        for (var i = 0; seen.Select(posting => posting.Customer).Distinct().Count() < 12; i++)
        {
            await one.Journal.Append(Batch($"c{i % 12}", $"m{i}"), Cancel);
            while (watcher.Events.TryRead(out var happened))
                if (happened is LivePosting posting) seen.Add(posting);
            await Task.Delay(5, Cancel);
        }
        Assert.Equal(seen.Count, seen.Select(posting => posting.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_node_that_joins_gets_its_share_and_one_that_leaves_gives_it_back()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var one = await Join(postgres);
        Assert.All((await one.State(Cancel)).Partitions, partition => Assert.Equal(1, partition.Epoch));
        for (var i = 0; i < 40; i++) await one.Journal.Append(Batch($"c{i}", $"m{i}"), Cancel);
        var two = await Join(postgres);
        await SharedEvenly(one);
        Assert.Equal(40, (await two.Books.TrialBalance(Cancel)).Interactions);
        await two.DisposeAsync();
        Assert.Equal(40, (await one.Books.TrialBalance(Cancel)).Interactions);
        Assert.Single((await one.State(Cancel)).Nodes);
    }

    [Fact]
    public async Task State_of_an_earlier_version_is_made_again_from_the_journal()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using (var node = await Join(postgres))
            for (var i = 0; i < 40; i++) await node.Journal.Append(Batch($"c{i}", $"m{i}"), Cancel);
        await using (var database = await ClusterDatabase.Open(postgres, 4, Cancel))
        {
            // As an earlier version would have written it: sound, and of a layout before ours.
            byte[] old = [1];
            byte[] outdated = [.. old, .. BitConverter.GetBytes(System.IO.Hashing.XxHash3.HashToUInt64(old))];
            await using var command = database.Source.CreateCommand("update veinte.checkpoints set aggregates = $1 where partition < 2");
            command.Parameters.Add(new() { Value = outdated });
            await command.ExecuteNonQueryAsync(Cancel);
        }
        await using var again = await Join(postgres);
        Assert.Equal(40, (await again.Books.TrialBalance(Cancel)).Interactions);
        Assert.True((await again.Verify(cancel: Cancel)).Agrees);
    }

    private static Task<ClusterNode> Join(string postgres) =>
        ClusterNode.Open(new() { Postgres = postgres, PartitionsOfNewBooks = 4 }, TimeProvider.System, Cancel);

    private static async Task SharedEvenly(ClusterNode node)
    {
        while ((await node.State(Cancel)).Nodes.Any(member => member.Partitions != 2)) await Task.Delay(50, Cancel);
    }

    private static EntryBatch Batch(string customer, string message)
    {
        using var builder = new EntryBatchBuilder();
        Ratings.Add(builder, customer, "shop", 4, message);
        return builder.Build();
    }
}
