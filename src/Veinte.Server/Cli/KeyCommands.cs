using System.CommandLine;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Cli;

/// <summary><c>veinte key</c>: keys of programs. Works whether or not a server runs on the folder.</summary>
internal static class KeyCommands
{
    public static Command Create() => new("key", "Make, list and revoke keys") { CommandLine.Postgres, CreateKey(), ListKeys(), RevokeKey() };

    private static Command CreateKey()
    {
        var scope = new Option<string>("--scope") { Description = "write sends interactions, read reads, admin decides", HelpName = "write|read|admin", Required = true };
        var name = new Option<string>("--name") { Description = "A name for people", HelpName = "NAME", Required = true };
        var json = Output.Json();
        var command = new Command("create", "Make a key and print it; it is shown this once") { scope, name, json };
        command.SetAction(async (parsed, cancel) =>
        {
            if (!ApiScopes.TryParse(parsed.GetRequiredValue(scope), out var asked))
                throw new BadInputException($"'{parsed.GetValue(scope)}' is not a scope. Ask for --scope write, read or admin.");
            var called = parsed.GetRequiredValue(name).Trim();
            if (called.Length is 0 or > 100) throw new BadInputException("--name takes 1 to 100 characters.");
            await using var accounts = OfflineAccounts.Open(CommandLine.AppOf(parsed));
            var (key, secret) = await accounts.Keys.Create(called, asked, Environment.UserName, cancel);
            if (parsed.GetValue(json)) Output.Print(new NewKey(key.Id, key.Name, asked.Name, secret));
            else Console.Out.WriteLine(secret);
            return 0;
        });
        return command;
    }

    private static Command ListKeys()
    {
        var json = Output.Json();
        var command = new Command("list", "List keys, without their secrets") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var accounts = OfflineAccounts.Open(CommandLine.AppOf(parsed));
            var keys = (await accounts.Keys.List(cancel)).Select(KeyView.Of).ToList();
            if (parsed.GetValue(json)) Output.Print(new Listing<KeyView>(keys));
            else
            {
                foreach (var key in keys)
                    Console.Out.WriteLine($"{key.Id,4}  {key.Scope,-5}  {key.Hint}…  {key.Name}{(key.RevokedAt is { } at ? $"  (revoked {at:yyyy-MM-dd})" : "")}");
            }
            return 0;
        });
        return command;
    }

    private static Command RevokeKey()
    {
        var id = new Argument<long>("id") { Description = "Its number, as listed", HelpName = "ID" };
        var command = new Command("revoke", "Revoke a key for good") { id };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var accounts = OfflineAccounts.Open(CommandLine.AppOf(parsed));
            if (await accounts.Keys.Revoke(parsed.GetRequiredValue(id), cancel)) return 0;
            throw new BadInputException($"There is no key {parsed.GetValue(id)}. See: veinte key list");
        });
        return command;
    }
}
