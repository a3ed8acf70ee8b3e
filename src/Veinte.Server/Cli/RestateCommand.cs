using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Api;

namespace Veinte.Server.Cli;

/// <summary>
/// <c>veinte restate</c>: replays history under another scoring policy and shows before and after. With <c>--publish</c>
/// the restated books, under a policy that is published already, become the books.
/// </summary>
internal static class RestateCommand
{
    private const int AccountsShown = 20;

    public static Command Create()
    {
        var policy = new Option<string>("--policy") { Description = "A policy file, or the version of a published one", HelpName = "FILE|VERSION", Required = true };
        var publish = new Option<bool>("--publish") { Description = "Make the restated books the books; needs a published version" };
        var json = Output.Json();
        var command = new Command("restate", "Replay history under another scoring policy and compare") { policy, publish, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = parsed.GetRequiredValue(policy);
            var folder = CommandLine.DataOf(parsed);
            int? version = int.TryParse(asked, CultureInfo.InvariantCulture, out var number) ? number : null;
            if (parsed.GetValue(publish))
            {
                if (version is null) throw new BadInputException("--publish needs the version of a published policy. Publish the file first, on the page Settings or with POST /api/v1/policies.");
                return await Publish(folder, version.Value, parsed.GetValue(json), cancel);
            }
            return await Compare(folder, version, version is null ? await Draft(asked, cancel) : null, parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> Compare(string folder, int? version, JsonElement? draft, bool json, CancellationToken cancel)
    {
        var restated = await OpenBooks.Do(folder, "Restating",
            async (node, progress) => await node.Restate(draft ?? await Published(node, version!.Value, cancel), progress, cancel),
            client => client.PostAsJsonAsync("/api/v1/restatements", new RestatementRequest(draft, version), ApiJson.Wire, cancel), cancel);
        if (json) Output.Print(restated);
        else Show(restated);
        return 0;
    }

    private static async Task<int> Publish(string folder, int version, bool json, CancellationToken cancel)
    {
        var taken = await OpenBooks.Do(folder, "Publishing",
            async (node, progress) => Taken(await node.PublishRestatement(version, Environment.UserName, progress, cancel)),
            client => client.PostAsJsonAsync("/api/v1/restatements/publish", new PublicationRequest(version), ApiJson.Wire, cancel), cancel);
        if (json) Output.Print(taken);
        else Console.Out.WriteLine(taken.Detail);
        return 0;
    }

    private static DecisionTaken Taken(DeskResult result) => result.Status switch
    {
        DeskStatus.Done => new("done", result.Detail, result.Position.Value),
        DeskStatus.AlreadyDone => new("already-done", result.Detail, null),
        DeskStatus.NotFound or DeskStatus.Refused => throw new BadInputException(result.Detail),
    };

    private static async Task<JsonElement> Published(VeinteNode node, int version, CancellationToken cancel)
    {
        var policies = await node.Books.Policies(cancel);
        return policies.FirstOrDefault(policy => policy.Version == version)?.Policy
            ?? throw new BadInputException($"There is no published policy {version}. There are: {string.Join(", ", policies.Select(policy => policy.Version))}");
    }

    private static async Task<JsonElement> Draft(string file, CancellationToken cancel)
    {
        if (!File.Exists(file)) throw new BadInputException($"There is no file {file}. --policy takes a policy file or the version of a published policy.");
        try
        {
            return JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancel)).RootElement;
        }
        catch (JsonException bad)
        {
            throw new BadInputException($"{file} is not JSON: {bad.Message}");
        }
    }

    private static void Show(Restatement restated)
    {
        Console.Out.WriteLine($"Up to position {restated.UpTo:N0}, in points:");
        Console.Out.WriteLine($"  all customers  {Points(restated.Before.Customers),15}  ->  {Points(restated.After.Customers),15}");
        foreach (var account in restated.Accounts.Take(AccountsShown))
        {
            Console.Out.WriteLine(
                $"  {account.Kind,-10}  {Points(account.Balance),15}  ->  {Points(account.BalanceAfter),15}   grade {Grade(account.Grade)} -> {Grade(account.GradeAfter)}   {account.Key}");
        }
        if (restated.Accounts.Count > AccountsShown) Console.Out.WriteLine($"  … and {restated.Accounts.Count - AccountsShown} more; see them all with --json");
    }

    private static string Points(long milli) => (milli / 1000m).ToString("N3", CultureInfo.InvariantCulture);

    private static string Grade(double? grade) => grade?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}
