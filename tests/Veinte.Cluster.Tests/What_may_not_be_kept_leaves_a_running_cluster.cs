using System.Text;
using Npgsql;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Cli;

namespace Veinte.Cluster.Tests;

/// <summary>Retention on a cluster: records are written anew while nodes run, and the books stay what they are.</summary>
public sealed class What_may_not_be_kept_leaves_a_running_cluster
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_are_counted_and_then_gone_and_verify_agrees_now_and_from_the_journal_alone()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using (var node = await ClusterNode.Open(new() { Postgres = postgres, PartitionsOfNewBooks = 4 }, TimeProvider.System, Cancel))
        {
            await node.Journal.Append(Batch("m1", 90, "an old secret"), Cancel);
            await node.Journal.Append(Batch("m2", 1, "said yesterday"), Cancel);
            Assert.Equal(0, await CommandLine.Run(["retain", "--keep", "texts=30", "--postgres", postgres]));
            Assert.Equal(1, await RecordsWith(node, "an old secret"));
            Assert.Equal(0, await CommandLine.Run(["retain", "--keep", "texts=30", "--apply", "--postgres", postgres]));
            Assert.Equal((0, 1), (await RecordsWith(node, "an old secret"), await RecordsWith(node, "said yesterday")));
            await node.Journal.Append(Batch("m3", 0, "and after it"), Cancel);
            Assert.Equal(3, (await node.Books.TrialBalance(Cancel)).Interactions);
            Assert.True((await node.Verify(cancel: Cancel)).Agrees);
        }
        await using (var connection = new NpgsqlConnection(postgres))
        {
            await connection.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand("truncate veinte.checkpoints, veinte.customers, veinte.daybook", connection);
            await command.ExecuteNonQueryAsync(Cancel);
        }
        await using var again = await ClusterNode.Open(new() { Postgres = postgres }, TimeProvider.System, Cancel);
        Assert.Equal((3L, 15_000L), ((await again.Books.TrialBalance(Cancel)).Interactions, (await again.Books.TrialBalance(Cancel)).Customers));
    }

    // As a node reads them from the database: packed bytes hide what they hold.
    private static async Task<int> RecordsWith(ClusterNode node, string text)
    {
        var found = 0;
        await foreach (var record in node.Journal.Read(Position.None, Cancel))
            if (record.Payload.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0) found++;
        return found;
    }

    private static EntryBatch Batch(string message, int daysAgo, string text)
    {
        using var batch = new EntryBatchBuilder();
        var at = Instant.From(DateTimeOffset.UtcNow.AddDays(-daysAgo));
        batch.Add(new InteractionDraft
        {
            Channel = Channel.Web,
            Intent = Intent.Unknown,
            Type = EventType.Track,
            CustomerKind = IdentifierKind.User,
            Message = StableHash.Message(StableHash.Source("shop"), Encoding.UTF8.GetBytes(message)),
            OccurredAt = at,
            ReceivedAt = at,
            OriginalAt = InteractionDraft.NoTime,
            SentAt = InteractionDraft.NoTime,
            Signals = new() { Present = SignalSet.Rating, Rating = 4, RatingMin = 1, RatingMax = 5 },
            Customer = "ana"u8,
            MessageId = Encoding.UTF8.GetBytes(message),
            Source = "shop"u8,
            Touchpoint = "Gate"u8,
            // Long enough to be packed.
            Properties = Encoding.UTF8.GetBytes($$"""{"text":"{{text}}","basket":"{{new string('x', 600)}}"}"""),
        });
        return batch.Build();
    }
}
