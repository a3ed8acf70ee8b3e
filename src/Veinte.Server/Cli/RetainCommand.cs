using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Hosting;
using Veinte.Server.Retention;

namespace Veinte.Server.Cli;

/// <summary>
/// <c>veinte retain</c>: what of the journal is older than the rules allow, and with <c>--apply</c> the journal without it. Rules
/// may be given along and are kept. A folder's server must be stopped; a cluster's nodes may run.
/// </summary>
internal static class RetainCommand
{
    public static Command Create()
    {
        var rules = new Option<string[]>("--keep") { Description = "CLASS=DAYS or CLASS=ever, kept as the rule from now on; classes: quarantine, texts, context, uploads, history", HelpName = "CLASS=DAYS", AllowMultipleArgumentsPerToken = true };
        var apply = new Option<bool>("--apply") { Description = "Take it away; without this it is only counted" };
        var json = Output.Json();
        var command = new Command("retain", "Count, or take out of the journal, what may not be kept any longer; grades and amounts stay") { rules, apply, CommandLine.Postgres, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var (app, postgres, taking) = (CommandLine.AppOf(parsed), CommandLine.PostgresOf(parsed), parsed.GetValue(apply));
            if (postgres is null && !Directory.Exists(app.Path)) throw new BadInputException($"There is no data folder {app.Path}. Give one with --data DIR.");
            if (postgres is null && await RunningServer.Find(app.Path, cancel) is not null)
                throw new InvalidOperationException("A server runs on this folder. Stop it first: the journal takes the place of the one before.");
            await using var accounts = OfflineAccounts.Open(app);
            var desk = new RetentionDesk(new(accounts.Database));
            if (parsed.GetValue(rules) is { Length: > 0 } given) await desk.Set(Read(await desk.Read(cancel), given), cancel);
            var wanted = await desk.Read(cancel);
            var now = TimeProvider.System.GetUtcNow();
            var found = await Output.WithProgress(taking ? "Taking away" : "Counting", progress => postgres is null
                ? JournalRetention.InFolder(app.Path, wanted, now, taking, progress, cancel)
                : JournalRetention.InCluster(postgres, wanted, now, taking, progress, cancel));
            var report = new RetentionReport(now, taking, found);
            await desk.Note(report, cancel);
            if (taking && found.Any(one => one.Class == RetentionClass.Texts.Name && one.Items > 0)) await ReadAnswersAnew(accounts, cancel);
            if (parsed.GetValue(json)) Output.Print(report);
            else Say(wanted, report);
            return 0;
        });
        return command;
    }

    private static RetentionRules Read(RetentionRules before, string[] given)
    {
        var days = before.Days.ToDictionary(StringComparer.Ordinal);
        foreach (var rule in given)
        {
            var parts = rule.Split('=', 2);
            if (parts is [var forever, "ever"]) days.Remove(forever);
            else if (parts is [var name, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) days[name] = value;
            else throw new BadInputException($"--keep takes CLASS=DAYS such as texts=365, or CLASS=ever, not '{rule}'.");
        }
        var rules = new RetentionRules(days);
        return rules.Problem() is { } problem ? throw new BadInputException(problem) : rules;
    }

    // The index of responses is a copy of the journal: it is made again at the server's next start.
    private static async Task ReadAnswersAnew(OfflineAccounts accounts, CancellationToken cancel)
    {
        await using var db = await accounts.Database.CreateDbContextAsync(cancel);
        await db.SurveyResponses.ExecuteDeleteAsync(cancel);
        await new WorkspaceSettings(accounts.Database).Set(Surveys.Answering.ResponseIndex.MarkSetting, "0", cancel);
    }

    private static void Say(RetentionRules rules, RetentionReport report)
    {
        foreach (var kind in RetentionClasses.All)
        {
            var found = report.Classes.FirstOrDefault(one => one.Class == kind.Name);
            Console.Out.WriteLine((rules.Days.TryGetValue(kind.Name, out var days), found) switch
            {
                (false, _) => $"{kind.Name}: kept for ever",
                (true, null) => $"{kind.Name}: kept for {days:N0} days; a running server takes away what is older",
                (true, { } some) => $"{kind.Name}: kept for {days:N0} days; {some.Items:N0} older ones with {some.Bytes:N0} bytes {(report.Applied ? "are gone" : "would go")}",
            });
        }
        if (!report.Applied && report.Classes.Any(one => one.Items > 0)) Console.Out.WriteLine("Nothing was changed. Once a backup is where it belongs: the same with --apply.");
    }
}
