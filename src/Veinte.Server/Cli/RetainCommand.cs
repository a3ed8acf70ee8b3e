using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Hosting;
using Veinte.Server.Retention;

namespace Veinte.Server.Cli;

/// <summary>
/// <c>veinte retain</c>: what of the journal is older than the rules allow, and with <c>--apply</c> the journal without it. Rules
/// may be given along, and are kept with <c>--apply</c>. A folder's server must be stopped; a cluster's nodes may run.
/// </summary>
internal static class RetainCommand
{
    public static Command Create()
    {
        var rules = new Option<string[]>("--keep") { Description = "CLASS=DAYS or CLASS=ever, with --apply kept as the rule from now on; classes: quarantine, texts, context, uploads, history", HelpName = "CLASS=DAYS", AllowMultipleArgumentsPerToken = true };
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
            var (wanted, given) = (await desk.Read(cancel), parsed.GetValue(rules) is { Length: > 0 });
            if (given) wanted = Read(wanted, parsed.GetValue(rules)!);
            // Servers take uploads and history away by the rules that are kept: who only counts keeps none.
            if (given && taking) await desk.Set(wanted, cancel);
            var now = TimeProvider.System.GetUtcNow();
            var found = await Output.WithProgress(taking ? "Taking away" : "Counting", progress => postgres is null
                ? JournalRetention.InFolder(app.Path, wanted, now, taking, progress, cancel)
                : JournalRetention.InCluster(postgres, wanted, now, taking, progress, cancel));
            var report = new RetentionReport(now, taking, found);
            await desk.Note(report, cancel);
            // Also when nothing was left to go: a run before may have died between the two.
            if (taking && wanted.Days.ContainsKey(RetentionClass.Texts.Name)) await ReadAnswersAnew(accounts, cancel);
            if (parsed.GetValue(json)) Output.Print(report);
            else Say(wanted, report, given);
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

    // The index of responses is a copy of the journal: running servers make it again when they see the mark, others at their next
    // start. Both at once, for a server that saw only one of them would index nothing, or what is deleted then.
    private static async Task ReadAnswersAnew(OfflineAccounts accounts, CancellationToken cancel)
    {
        await using var db = await accounts.Database.CreateDbContextAsync(cancel);
        await using var both = await db.Database.BeginTransactionAsync(cancel);
        await db.SurveyResponses.ExecuteDeleteAsync(cancel);
        await db.Settings.Where(setting => setting.Name == Surveys.Answering.ResponseIndex.MarkSetting).ExecuteUpdateAsync(set => set.SetProperty(setting => setting.Value, "0"), cancel);
        await both.CommitAsync(cancel);
    }

    private static void Say(RetentionRules rules, RetentionReport report, bool given)
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
        if (!report.Applied && given) Console.Out.WriteLine("The rules given are not kept: without --apply they only count.");
    }
}
