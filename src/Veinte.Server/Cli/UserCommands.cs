using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Veinte.Server.Access;

namespace Veinte.Server.Cli;

/// <summary>
/// <c>veinte user</c>: people's accounts. Whoever may write to the data folder may let himself in again, so that a lost
/// password locks nobody out of his own books.
/// </summary>
internal static class UserCommands
{
    public static Command Create() => new("user", "Make accounts and reset passwords") { CommandLine.Postgres, CreateUser(), ResetUser(), ListUsers() };

    private static Command CreateUser()
    {
        var name = new Option<string>("--name") { Description = "The name to sign in with", HelpName = "NAME", Required = true };
        var scope = new Option<string>("--scope") { Description = "read or admin", HelpName = "read|admin", DefaultValueFactory = _ => "read" };
        var language = new Option<string>("--language") { Description = "Language of the pages", HelpName = "es|en", DefaultValueFactory = _ => "en" };
        var stdin = FromStandardInput();
        var command = new Command("create", "Make an account and print its password") { name, scope, language, stdin };
        command.SetAction(async (parsed, _) =>
        {
            if (!ApiScopes.TryParse(parsed.GetRequiredValue(scope), out var asked) || asked == ApiScope.Write)
                throw new BadInputException($"'{parsed.GetValue(scope)}' is not a scope of people. Ask for --scope read or admin.");
            if (parsed.GetRequiredValue(language) is not ("es" or "en")) throw new BadInputException("--language takes es or en.");
            var password = Password(parsed.GetValue(stdin));
            await using var accounts = OfflineAccounts.Open(CommandLine.AppOf(parsed));
            Accept(await accounts.People.Create(parsed.GetRequiredValue(name), password, asked, parsed.GetRequiredValue(language)));
            if (!parsed.GetValue(stdin)) Console.Out.WriteLine(password);
            return 0;
        });
        return command;
    }

    private static Command ResetUser()
    {
        var name = new Option<string>("--name") { Description = "The name to sign in with", HelpName = "NAME", Required = true };
        var stdin = FromStandardInput();
        var command = new Command("reset", "Give an account another password and print it") { name, stdin };
        command.SetAction(async (parsed, cancel) =>
        {
            var password = Password(parsed.GetValue(stdin));
            await using var accounts = OfflineAccounts.Open(CommandLine.AppOf(parsed));
            var result = await accounts.People.Reset(parsed.GetRequiredValue(name), password)
                ?? throw new BadInputException($"There is no account '{parsed.GetValue(name)}'. There are: {await Names(accounts, cancel)}");
            Accept(result);
            if (!parsed.GetValue(stdin)) Console.Out.WriteLine(password);
            return 0;
        });
        return command;
    }

    private static Command ListUsers()
    {
        var command = new Command("list", "List accounts");
        command.SetAction(async (parsed, cancel) =>
        {
            await using var accounts = OfflineAccounts.Open(CommandLine.AppOf(parsed));
            foreach (var user in await accounts.People.List(cancel)) Console.Out.WriteLine($"{user.Scope.Name,-5}  {user.UserName}");
            return 0;
        });
        return command;
    }

    private static Option<bool> FromStandardInput() => new("--password-stdin") { Description = "Read the password from standard input instead of making one up" };

    private static string Password(bool fromStandardInput) => fromStandardInput
        ? Console.In.ReadLine() ?? throw new BadInputException("--password-stdin needs a line on standard input.")
        : Accounts.NewPassword();

    private static void Accept(IdentityResult result)
    {
        if (!result.Succeeded) throw new BadInputException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }

    private static async Task<string> Names(OfflineAccounts accounts, CancellationToken cancel) =>
        (await accounts.People.List(cancel)) is { Count: > 0 } people ? string.Join(", ", people.Select(user => user.UserName)) : "none";
}
