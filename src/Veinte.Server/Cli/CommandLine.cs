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

    // Requests under way, last checkpoints, partitions given back: whoever wants it sooner kills, and nothing is lost by that.
    private static readonly TimeSpan EndMax = TimeSpan.FromMinutes(5);

    /// <summary>The data folder; every command takes it.</summary>
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "The data folder",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./data",
        Recursive = true,
    };

    /// <summary>The database of a cluster; the commands that work on a cluster take it.</summary>
    public static Option<string?> Postgres { get; } = new("--postgres")
    {
        Description = "A cluster's PostgreSQL database instead of the data folder, e.g. \"Host=db;Username=veinte;Password=…;Database=veinte\"; also read from VEINTE_POSTGRES",
        HelpName = "CONNECTION",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("VEINTE_POSTGRES") is { Length: > 0 } said ? said : null,
        Recursive = true,
    };

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static async Task<int> Run(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0) return Say(parsed.Errors[0].Message + " See: veinte --help", BadInput);
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndMax });
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
            or NotSupportedException or JournalDamagedException or JournalUnavailableException or HttpRequestException or Microsoft.Data.Sqlite.SqliteException
            or Npgsql.NpgsqlException or Engine.Seams.PartitionUnavailableException)
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
        LakeCommand.Create(),
        RestateCommand.Create(),
        MoveCommand.Create(),
        BackupCommands.CreateBackup(),
        BackupCommands.CreateRestore(),
        RetainCommand.Create(),
        KeyCommands.Create(),
        UserCommands.Create(),
        ReadCommand.Create(),
    };

    /// <summary>The data folder of a command line, absolute.</summary>
    public static string DataOf(ParseResult parsed) => Path.GetFullPath(parsed.GetRequiredValue(Data));

    /// <summary>The cluster's database when one is asked for.</summary>
    /// <exception cref="BadInputException">The name is no connection string.</exception>
    public static string? PostgresOf(ParseResult parsed) => parsed.GetValue(Postgres) is not { } postgres
        ? null
        : DatabaseNamed(postgres) ?? throw new BadInputException("--postgres names no host. Write it like this: \"Host=db;Username=veinte;Password=…;Database=veinte\"");

    /// <summary>The database a text names, as Npgsql takes it; null when it names none, but a folder perhaps.</summary>
    /// <exception cref="BadInputException">It names one that cannot be.</exception>
    public static string? DatabaseNamed(string text)
    {
        try
        {
            if (text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)) return OfUrl(new(text));
            return text.Contains('=') && new Npgsql.NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 } ? text : null;
        }
        catch (Exception bad) when (bad is ArgumentException or UriFormatException)
        {
            throw new BadInputException($"The database cannot be read: {bad.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static string OfUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        return new Npgsql.NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/')) is { Length: > 0 } database ? database : "veinte",
        }.ToString();
    }

    /// <summary>Where application data lie.</summary>
    public static Access.AppFolder AppOf(ParseResult parsed) => new(DataOf(parsed), PostgresOf(parsed));

    private static int Say(string message, int code)
    {
        Console.Error.WriteLine("veinte: " + message.ReplaceLineEndings(" "));
        return code;
    }
}

/// <summary>What was asked for cannot be done as it was written; the message says how it can.</summary>
internal sealed class BadInputException(string message) : Exception(message);
