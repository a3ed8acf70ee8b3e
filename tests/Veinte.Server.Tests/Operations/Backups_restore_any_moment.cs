using System.Text.Json;
using Veinte.Embedded;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Server.Access;
using Veinte.Server.Cli;
using Veinte.Server.Moving;

namespace Veinte.Server.Tests.Operations;

public sealed class Backups_restore_any_moment : IDisposable
{
    private readonly TemporaryFolder _elsewhere = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(_elsewhere.Path, "backup");

    [Fact]
    public async Task Taken_from_under_a_running_server_it_holds_everything_acknowledged_before_and_people_and_keys()
    {
        var server = await ServerFixture.Start();
        await using var ends = server;
        var key = await server.CreateKey("read", "reader");
        for (var i = 0; i < 50; i++) await server.Interact($"customer{i % 7}", "Desk", rating: 1 + i % 5);
        using var enough = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested) await server.Interact("busy", "Desk", rating: 3);
        }, Cancel);
        var before = server.Host.Node.Journal.Head.Value;
        Assert.Equal(0, await CommandLine.Run(["backup", "--data", server.Folder, "--to", Backup]));
        await enough.CancelAsync();
        await load;

        var restored = await Restore("whole");
        await using var node = await EmbeddedNode.Open(restored, TimeProvider.System, Cancel);
        Assert.True(node.Journal.Head.Value >= before, $"position {before} had been acknowledged, the backup ends at {node.Journal.Head}");
        Assert.True((await node.Verify(cancel: Cancel)).Agrees);
        await using var accounts = OfflineAccounts.Open(new AppFolder(restored));
        Assert.True(accounts.Keys.Find(key) is { Enabled: true, Name: "reader" });
    }

    [Fact]
    public async Task Restored_to_a_position_or_a_time_the_books_are_those_of_that_moment()
    {
        using var folder = new TemporaryFolder();
        var totals = new List<(long Position, string Told)>();
        await using (var node = await EmbeddedNode.Open(folder.Path, TimeProvider.System, Cancel))
        {
            for (var round = 0; round < 3; round++)
            {
                await node.Journal.Append(Batch(round), Cancel);
                totals.Add((node.Journal.Head.Value, JsonSerializer.Serialize(await node.Books.TrialBalance(Cancel))));
            }
        }
        await FolderBackup.Take(folder.Path, Backup, TimeProvider.System, Cancel);
        Assert.Equal(totals[0].Told, await Told(await Restore("position", "--until-position", $"{totals[0].Position}")));
        Assert.Equal(totals[1].Told, await Told(await Restore("time", "--until-time", Ratings.Start.ToDateTimeOffset().AddMinutes(1.5).ToString("O"))));
        Assert.Equal(totals[2].Told, await Told(await Restore("all")));

        // Ten are one record: a position within it cuts it.
        var within = await Restore("within", "--until-position", $"{totals[1].Position - 3}");
        await using var cut = await EmbeddedNode.Open(within, TimeProvider.System, Cancel);
        Assert.Equal(totals[1].Position - 3, cut.Journal.Head.Value);
        Assert.True((await cut.Verify(cancel: Cancel)).Agrees);
    }

    [Fact]
    public async Task The_next_one_copies_what_is_new_and_other_books_are_not_written_over()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        foreach (var path in (string[])[folder.Path, other.Path])
        {
            await using var node = await EmbeddedNode.Open(path, TimeProvider.System, Cancel);
            await node.Journal.Append(Batch(0), Cancel);
        }
        var first = await FolderBackup.Take(folder.Path, Backup, TimeProvider.System, Cancel);
        var again = await FolderBackup.Take(folder.Path, Backup, TimeProvider.System, Cancel);
        Assert.Equal(0, again.CopiedBytes);
        await using (var node = await EmbeddedNode.Open(folder.Path, TimeProvider.System, Cancel)) await node.Journal.Append(Batch(1), Cancel);
        var later = await FolderBackup.Take(folder.Path, Backup, TimeProvider.System, Cancel);
        Assert.True(later.Position > first.Position && later.CopiedBytes > 0);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => FolderBackup.Take(other.Path, Backup, TimeProvider.System, Cancel));
        Assert.Contains("of other books", refused.Message);
        await Assert.ThrowsAsync<InvalidDataException>(() => FolderBackup.Take(folder.Path, Path.Combine(folder.Path, "within"), TimeProvider.System, Cancel));
        await using var sound = await EmbeddedNode.Open(await Restore("after"), TimeProvider.System, Cancel);
        Assert.Equal(20, (await sound.Books.TrialBalance(Cancel)).Interactions);
    }

    public void Dispose() => _elsewhere.Dispose();

    private async Task<string> Restore(string name, params string[] until)
    {
        var folder = Path.Combine(_elsewhere.Path, name);
        Assert.Equal(0, await CommandLine.Run(["restore", "--from", Backup, "--data", folder, .. until]));
        return folder;
    }

    // Each is received a minute after the one before.
    private static EntryBatch Batch(int minute)
    {
        using var batch = new EntryBatchBuilder();
        for (var i = 0; i < 10; i++) Ratings.Add(batch, $"customer{i}", "desk", 1 + i % 5, $"{minute}-{i}", minute: minute);
        return batch.Build();
    }

    private static async Task<string> Told(string folder)
    {
        await using var node = await EmbeddedNode.Open(folder, TimeProvider.System, Cancel);
        return JsonSerializer.Serialize(await node.Books.TrialBalance(Cancel));
    }
}
