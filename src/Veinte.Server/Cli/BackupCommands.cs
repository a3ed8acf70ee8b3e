using System.CommandLine;
using System.Globalization;
using Veinte.Server.Moving;

namespace Veinte.Server.Cli;

/// <summary><c>veinte backup</c> of a data folder, also while a server runs on it, and <c>veinte restore</c> to any position or time of it.</summary>
internal static class BackupCommands
{
    public static Command CreateBackup()
    {
        var to = new Option<string>("--to") { Description = "A new folder, or one with an earlier backup of the same books: then only what is new is copied", HelpName = "DIR", Required = true };
        var json = Output.Json();
        var command = new Command("backup", "Copy the data folder, also from under a running server; for a cluster see docs/guides/operations.md") { to, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var target = Path.GetFullPath(parsed.GetRequiredValue(to));
            var taken = await FolderBackup.Take(CommandLine.DataOf(parsed), target, TimeProvider.System, cancel);
            if (parsed.GetValue(json)) Output.Print(taken);
            else Console.Out.WriteLine($"{target}: everything up to position {taken.Position:N0}, read back and sound; {taken.CopiedBytes:N0} bytes of the journal were new.");
            return 0;
        });
        return command;
    }

    public static Command CreateRestore()
    {
        var from = new Option<string>("--from") { Description = "The backup", HelpName = "DIR", Required = true };
        var position = new Option<long?>("--until-position") { Description = "Restore up to this position of the journal", HelpName = "N" };
        var time = new Option<string?>("--until-time") { Description = "Restore what was received until this time, e.g. 2026-11-24T18:00:00Z", HelpName = "TIME" };
        var json = Output.Json();
        var command = new Command("restore", "Make a data folder (--data, a new one) from a backup, whole or as it was at a position or a time") { from, position, time, json };
        command.SetAction(async (parsed, cancel) =>
        {
            DateTimeOffset? until = null;
            if (parsed.GetValue(time) is { } text)
            {
                until = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                    ? moment
                    : throw new BadInputException($"--until-time takes a time such as 2026-11-24T18:00:00Z, not '{text}'.");
            }
            if (parsed.GetValue(position) is < 1) throw new BadInputException("--until-position takes a position from 1 on.");
            var data = CommandLine.DataOf(parsed);
            var end = await Output.WithProgress("Restoring", progress => FolderBackup.Restore(
                Path.GetFullPath(parsed.GetRequiredValue(from)), data, parsed.GetValue(position), until, progress, cancel));
            if (parsed.GetValue(json)) Output.Print(new Restored(data, end));
            else Console.Out.WriteLine($"{data}: restored up to position {end:N0} and compared with the backup. The first start makes the books from the journal.");
            return 0;
        });
        return command;
    }
}

/// <summary>What was restored.</summary>
/// <param name="Path">The data folder.</param>
/// <param name="Position">The last position.</param>
internal sealed record Restored(string Path, long Position);
