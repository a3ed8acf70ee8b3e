using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Veinte.Cluster.Tests.PostgresServer))]

namespace Veinte.Cluster.Tests;

/// <summary>
/// A PostgreSQL server of the tests' own, on loopback, in a folder that goes with it. PostgreSQL refuses to run as root:
/// then it runs as <c>postgres</c> or <c>nobody</c>. Where it cannot be started, the tests that need it are skipped and say why.
/// </summary>
public sealed partial class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-pg-").FullName;
    private readonly int _port = FreePort();
    private string? _binaries;
    private int _databases;

    /// <summary>The one of this test run.</summary>
    public static PostgresServer Instance { get; private set; } = null!;

    /// <summary>Why there is none, or null.</summary>
    public string? Missing { get; private set; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => new(IPAddress.Loopback, _port);

    /// <summary>The server's own log.</summary>
    public string LogFile => Path.Combine(_folder, "log");

    public async ValueTask InitializeAsync()
    {
        Instance = this;
        await Prepare();
    }

    private async Task Prepare()
    {
        _binaries = FindBinaries();
        if (_binaries is null)
        {
            Missing = "PostgreSQL is not installed: initdb and postgres were not found (on Debian: apt-get install postgresql).";
            return;
        }
        if (Environment.IsPrivilegedProcess && !(await Run("chown", ["-R", $"{User()}:", _folder])).Ok)
        {
            Missing = "PostgreSQL does not run as root, and the folder could not be given to another user.";
            return;
        }
        var made = await RunAsUser("initdb", ["-D", Data, "-U", "veinte", "--auth=trust", "-E", "UTF8", "--locale=C", "-N", .. _disk is null ? [] : SmallFiles]);
        if (!made.Ok)
        {
            Missing = $"initdb failed: {made.Said}";
            return;
        }
        await ArchiveTheLog();
        await AdmitMachines();
        try
        {
            await Start();
        }
        catch (InvalidOperationException failure)
        {
            Missing = failure.Message;
        }
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public async Task Start()
    {
        // After a crash PostgreSQL flushes every file it has, one by one; here a database of each test has a few hundred.
        var settings = $"-p {_port} -c listen_addresses={ListenHost} -c unix_socket_directories={_folder} -c max_connections=300 -c shared_buffers=64MB -c recovery_init_sync_method=syncfs" + (_disk is null ? "" : " -c min_wal_size=80MB -c max_wal_size=96MB");
        var started = await RunAsUser("pg_ctl", ["-D", Data, "-l", LogFile, "-w", "-t", "180", "-o", settings, "start"]);
        if (!started.Ok) throw new InvalidOperationException($"PostgreSQL did not start: {started.Said}");
    }

    /// <summary>Stops it without a checkpoint, as a crash would.</summary>
    public Task StopAtOnce() => RunAsUser("pg_ctl", ["-D", Data, "-m", "immediate", "stop"]);

    /// <summary>Makes an empty database and returns how it is reached.</summary>
    public async Task<string> NewDatabase()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var name = $"books_{Interlocked.Increment(ref _databases)}";
        // Not from the pool: a connection kept there may be from before a crash that another test caused.
        await using var connection = new NpgsqlConnection(To("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return To(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_binaries is not null) await StopAtOnce();
        await TakeDiskAway();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, _disk is null ? "data" : "disk/data");

    private string To(string database) => $"Host={ReachedBy};Port={_port};Username=veinte;Database={database}";

    private Task<(bool Ok, string Said)> RunAsUser(string program, string[] arguments)
    {
        var path = Path.Combine(_binaries!, program);
        // What is on the path may be links to a few of them; the others lie where those lead.
        if (!File.Exists(path) && File.ResolveLinkTarget(Path.Combine(_binaries!, "initdb"), returnFinalTarget: true) is { } real) path = Path.Combine(Path.GetDirectoryName(real.FullName)!, program);
        string[] line = Environment.IsPrivilegedProcess ? [.. Inside, "setpriv", $"--reuid={User()}", "--clear-groups", path, .. arguments] : [path, .. arguments];
        return Run(line[0], line[1..]);
    }

    private static async Task<(bool Ok, string Said)> Run(string program, string[] arguments)
    {
        // What pg_ctl starts keeps its pipes: they must not be waited for.
        var said = Path.GetTempFileName();
        var line = string.Join(' ', [program, .. arguments.Select(argument => $"'{argument}'")]);
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"cd / && exec {line} >{said} 2>&1 </dev/null"]))!;
        await process.WaitForExitAsync();
        var text = await File.ReadAllTextAsync(said);
        File.Delete(said);
        return (process.ExitCode == 0, text.Trim().ReplaceLineEndings(" "));
    }

    private static string User() => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string? FindBinaries()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').ToList();
        if (Directory.Exists("/usr/lib/postgresql"))
            folders.AddRange(Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin")));
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    /// <summary>A port nobody listens on at this moment.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
