using System.CommandLine;

namespace Veinte.Server.Cli;

/// <summary><c>veinte verify</c>: recomputes the books from the journal and compares. Ends with 1 when they differ.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var json = Output.Json();
        var command = new Command("verify", "Recompute the books from the journal and compare") { CommandLine.Postgres, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var found = CommandLine.PostgresOf(parsed) is { } postgres ? await OpenBooks.InCluster(postgres, "Verifying", (node, progress) => node.Verify(progress, cancel), cancel) : await OpenBooks.Do(
                CommandLine.DataOf(parsed), "Verifying", (node, progress) => node.Verify(progress, cancel),
                client => client.PostAsync("/api/v1/verifications", null, cancel), cancel);
            if (parsed.GetValue(json)) Output.Print(found);
            else
            {
                Console.Out.WriteLine(
                    $"{(found.Agrees ? "The books agree" : "THE BOOKS DIFFER")}: {found.Entries:N0} entries up to position {found.Position:N0}, {found.Accounts:N0} accounts, "
                    + $"{found.Totals.Interactions:N0} interactions ({found.Totals.Graded:N0} graded), difference {found.Totals.Difference} milli-points.");
                foreach (var difference in found.Differences) Console.Out.WriteLine("  " + difference);
            }
            return found.Agrees && found.Totals.Difference == 0 ? 0 : 1;
        });
        return command;
    }
}
