using System.CommandLine;
using Veinte.Cluster;
using Veinte.Embedded;
using Veinte.Journal;
using Veinte.Server.Access;
using Veinte.Server.Moving;

namespace Veinte.Server.Cli;

/// <summary>
/// <c>veinte move --from DIR --to postgres://…</c> and back: copies the journal and the application data and compares the
/// journals entry by entry. Interrupted, it goes on when it is called again. The source stays as it is.
/// </summary>
internal static class MoveCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "A data folder, or a cluster's database", HelpName = "DIR|CONNECTION", Required = true };
        var to = new Option<string>("--to") { Description = "A data folder, or a cluster's database, either new or left by an interrupted move", HelpName = "DIR|CONNECTION", Required = true };
        var json = Output.Json();
        var command = new Command("move", "Move the books between a data folder and a cluster's database; no server may run on either") { from, to, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var moved = await Move(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), cancel);
            if (parsed.GetValue(json)) Output.Print(moved);
            else
            {
                Console.Out.WriteLine(
                    $"Moved and compared: {moved.Entries:N0} entries, the same bytes at the same positions, in {moved.Partitions} partitions. "
                    + (moved.Rows is { } rows ? $"{rows:N0} rows of accounts, keys and settings came along." : "The target had accounts or keys already; those of the source were left where they are.")
                    + " The source is as it was: do not run a server on it any more.");
            }
            return 0;
        });
        return command;
    }

    private static async Task<Moved> Move(string from, string to, CancellationToken cancel)
    {
        await using var source = await Place.OpenSource(from, cancel);
        await using var target = await Place.OpenTarget(to, source.Partitions, cancel);
        if (target.Partitions != source.Partitions)
            throw new BadInputException($"The target's books have {target.Partitions} partitions, the source's {source.Partitions}. Give a target without books.");
        var end = source.Journal.Head;
        await Output.WithProgress("Copying", async progress =>
        {
            await JournalMove.Copy(source.Journal, end, target.Journal, progress, cancel);
            return true;
        });
        var difference = await Output.WithProgress("Comparing", progress => JournalMove.Compare(source.Journal, end, target.Journal, progress, cancel));
        if (difference is not null) throw new InvalidDataException($"The journals differ: {difference}. Give an empty target and move again; the source is as it was.");
        await using var accounts = OfflineAccounts.Open(source.App);
        await using var copies = OfflineAccounts.Open(target.App);
        return new(end.Value, source.Partitions, await AppMove.Copy(accounts.Database, copies.Database, cancel));
    }

    /// <summary>Where books lie, opened for moving.</summary>
    private sealed class Place(IJournal journal, int partitions, AppFolder app, IAsyncDisposable opened) : IAsyncDisposable
    {
        public IJournal Journal => journal;
        public int Partitions => partitions;
        public AppFolder App => app;

        public static async Task<Place> OpenSource(string name, CancellationToken cancel)
        {
            if (CommandLine.DatabaseNamed(name) is { } postgres) return await InDatabase(postgres, 1, cancel);
            var folder = await FolderJournal.Open(Path.GetFullPath(name));
            return new(folder.Journal, folder.Partitions, new(Path.GetFullPath(name)), folder);
        }

        public static async Task<Place> OpenTarget(string name, int partitions, CancellationToken cancel)
        {
            if (CommandLine.DatabaseNamed(name) is { } postgres) return await InDatabase(postgres, partitions, cancel);
            var folder = await FolderJournal.Open(Path.GetFullPath(name), partitions);
            return new(folder.Journal, folder.Partitions, new(Path.GetFullPath(name)), folder);
        }

        public ValueTask DisposeAsync() => opened.DisposeAsync();

        private static async Task<Place> InDatabase(string postgres, int partitions, CancellationToken cancel)
        {
            var cluster = await ClusterJournal.Open(postgres, partitions, cancel);
            return new(cluster.Journal, cluster.Partitions, new(Path.GetTempPath(), postgres), cluster);
        }
    }
}

/// <summary>What was moved.</summary>
/// <param name="Entries">Entries of the journal, all compared.</param>
/// <param name="Partitions">In how many partitions.</param>
/// <param name="Rows">Rows of application data; null when the target had some already.</param>
internal sealed record Moved(long Entries, int Partitions, long? Rows);
