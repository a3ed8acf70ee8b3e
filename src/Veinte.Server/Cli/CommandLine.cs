using System.CommandLine;
using Veinte.Journal;

namespace Veinte.Server.Cli;

/// <summary>
/// The command <c>veinte</c>. Results go to standard output, everything said about them to standard error. Bad input ends
/// with code 2 and work that failed with code 1, each with one line that says what to do.
/// </summary>
internal static class CommandLine
{
    private const int BadInput = 2;
    private const int Failed = 1;

    /// <summary>The data folder; every command takes it.</summary>
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "The data folder",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./data",
        Recursive = true,
    };

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static async Task<int> Run(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0) return Say(parsed.Errors[0].Message + " See: veinte --help", BadInput);
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (BadInputException bad)
        {
            return Say(bad.Message, BadInput);
        }
        catch (OperationCanceledException)
        {
            return Say("Stopped.", Failed);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException
            or NotSupportedException or JournalDamagedException or JournalUnavailableException or HttpRequestException or Microsoft.Data.Sqlite.SqliteException)
        {
            return Say(failure.Message, Failed);
        }
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Root() => new("Veinte keeps the books of customer experience: every interaction is a credit or a debit.")
    {
        Data,
        ServeCommand.Create(),
        DemoCommands.Create(),
        ImportCommands.Create(),
        VerifyCommand.Create(),
        ExportCommand.Create(),
        RestateCommand.Create(),
        KeyCommands.Create(),
        UserCommands.Create(),
        ReadCommand.Create(),
    };

    /// <summary>The data folder of a command line, absolute.</summary>
    public static string DataOf(ParseResult parsed) => Path.GetFullPath(parsed.GetRequiredValue(Data));

    private static int Say(string message, int code)
    {
        Console.Error.WriteLine("veinte: " + message.ReplaceLineEndings(" "));
        return code;
    }
}

/// <summary>What was asked for cannot be done as it was written; the message says how it can.</summary>
internal sealed class BadInputException(string message) : Exception(message);
