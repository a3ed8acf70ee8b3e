using System.Text.Json;
using Veinte.Embedded;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Cli;
using Veinte.Server.Moving;

namespace Veinte.Cluster.Tests;

public sealed class Books_move_both_ways : IDisposable
{
    private const int Interactions = 1_500;
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-move-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_a_folder_to_a_cluster_and_back_the_books_say_the_same_to_the_last_entry()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        var (here, back) = (Path.Combine(_folder, "here"), Path.Combine(_folder, "back"));
        var before = await Fill(here);
        string key;
        await using (var accounts = OfflineAccounts.Open(new AppFolder(here)))
        {
            key = (await accounts.Keys.Create("shop", ApiScope.Write, "test", Cancel)).Secret;
            Assert.True((await accounts.People.Create("maria", "a long enough password", ApiScope.Admin, "es")).Succeeded);
        }

        Assert.Equal(0, await CommandLine.Run(["move", "--from", here, "--to", postgres]));
        await using (var node = await ClusterNode.Open(new() { Postgres = postgres }, TimeProvider.System, Cancel))
        {
            Assert.Equal(before, await Told(node));
            Assert.True((await node.Verify(cancel: Cancel)).Agrees);
            await node.Journal.Append(Batch(Interactions, 3), Cancel);
        }
        await using (var moved = OfflineAccounts.Open(new AppFolder(_folder, postgres)))
        {
            Assert.True(moved.Keys.Find(key) is { Enabled: true, Name: "shop" });
            Assert.Equal("maria", Assert.Single(await moved.People.List(Cancel)).UserName);
            // The next number is a new one.
            Assert.True((await moved.Keys.Create("another", ApiScope.Read, "test", Cancel)).Key.Id > 1);
        }

        Assert.Equal(0, await CommandLine.Run(["move", "--from", postgres, "--to", back]));
        await using var home = await EmbeddedNode.Open(back, TimeProvider.System, Cancel);
        Assert.Equal(Interactions + 3, (await home.Books.TrialBalance(Cancel)).Interactions);
        Assert.True((await home.Verify(cancel: Cancel)).Agrees);
        await using var people = OfflineAccounts.Open(new AppFolder(back));
        Assert.True(people.Keys.Find(key) is { Enabled: true });
    }

    [Fact]
    public async Task An_interrupted_move_goes_on_where_it_was_and_other_books_are_not_written_over()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        var (here, other) = (Path.Combine(_folder, "here"), Path.Combine(_folder, "other"));
        await Fill(here);
        await using (var source = await FolderJournal.Open(here))
        await using (var target = await ClusterJournal.Open(postgres, source.Partitions, Cancel))
            await JournalMove.Copy(source.Journal, new(437), target.Journal, new Progress<(long, long)>(), Cancel);
        Assert.Equal(0, await CommandLine.Run(["move", "--from", here, "--to", postgres]));
        Assert.Equal(0, await CommandLine.Run(["move", "--from", here, "--to", postgres]));

        await Fill(other, touchpoint: "elsewhere");
        Assert.Equal(1, await CommandLine.Run(["move", "--from", other, "--to", postgres]));
        await using var node = await ClusterNode.Open(new() { Postgres = postgres }, TimeProvider.System, Cancel);
        Assert.Equal(Interactions, (await node.Books.TrialBalance(Cancel)).Interactions);
        Assert.DoesNotContain("elsewhere", await node.Books.Names(AccountKind.Touchpoint, Cancel));
    }

    [Fact]
    public async Task Restated_books_stay_restated_wherever_they_are_moved()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        var (here, back) = (Path.Combine(_folder, "here"), Path.Combine(_folder, "back"));
        await Fill(here);
        string restated;
        await using (var node = await EmbeddedNode.Open(here, TimeProvider.System, Cancel))
        {
            using var strict = JsonDocument.Parse("""{"name":"Strict","par":14}""");
            Assert.Equal(Engine.DeskStatus.Done, (await node.Desk.PublishPolicy(strict.RootElement, "maria", cancel: Cancel)).Status);
            Assert.Equal(Engine.DeskStatus.Done, (await node.PublishRestatement(1, "maria", cancel: Cancel)).Status);
            restated = await Told(node, wherever: true);
        }
        Assert.Equal(0, await CommandLine.Run(["move", "--from", here, "--to", postgres]));
        await using (var node = await ClusterNode.Open(new() { Postgres = postgres }, TimeProvider.System, Cancel))
        {
            Assert.Equal(restated, await Told(node, wherever: true));
            Assert.True((await node.Verify(cancel: Cancel)).Agrees);
        }
        Assert.Equal(0, await CommandLine.Run(["move", "--from", postgres, "--to", back]));
        await using var home = await EmbeddedNode.Open(back, TimeProvider.System, Cancel);
        Assert.Equal(restated, await Told(home, wherever: true));
        Assert.True((await home.Verify(cancel: Cancel)).Agrees);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> Fill(string folder, string touchpoint = "shop")
    {
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System, Cancel);
        for (var i = 0; i < Interactions; i += 50) await node.Journal.Append(Batch(i, 50, touchpoint), Cancel);
        Assert.Equal(Engine.DeskStatus.Done, (await node.Desk.Merge("c7", "c8", "maria", Cancel)).Status);
        return await Told(node);
    }

    private static EntryBatch Batch(int first, int count, string touchpoint = "shop")
    {
        using var builder = new EntryBatchBuilder();
        for (var i = first; i < first + count; i++) Ratings.Add(builder, $"c{i % 90}", touchpoint, 1 + i % 5, $"m{i}", minute: i);
        return builder.Build();
    }

    // A cluster journals once more that books are restated, so that every owner learns of it: wherever that entry is, the figures are the same.
    private static async Task<string> Told(Engine.VeinteNode node, bool wherever = false)
    {
        var (totals, statement) = (await node.Books.TrialBalance(Cancel), await node.Books.Statement(AccountKind.Customer, "c8", null, 500, "en", Cancel));
        return $"{(wherever ? totals with { Position = 0 } : totals)} {string.Join(',', statement!.Items.Select(line => $"{line.Id} {line.MessageId} {line.Amount} {line.Note}"))}";
    }
}
