using System.Security.Cryptography;
using Npgsql;

namespace Veinte.Cluster;

/// <summary>
/// The PostgreSQL database of a cluster: its connections, its tables and what is fixed about its books. Thread-safe.
/// </summary>
internal sealed class ClusterDatabase : IAsyncDisposable
{
    private const int ServerVersionMin = 150_000;
    private const int ConnectionsMax = 20;
    private const int WriteBufferBytes = 64 * 1024;
    private const int UpgradeAttemptsMax = 20;
    private static readonly TimeSpan AsleepMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UpgradePause = TimeSpan.FromMilliseconds(500);

    // Any number will do as long as nothing else in the database takes it: "veinte" in ASCII.
    private const long SchemaLock = 0x7665696e7465;

    private static readonly string[] Scripts = ["001-books.sql", "002-silos.sql", "003-roles.sql", "004-makers.sql", "005-packing.sql"];

    private ClusterDatabase(NpgsqlDataSource source, BooksFacts books) => (Source, Books) = (source, books);

    /// <summary>Pooled connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>What is fixed about the books, as it was when they were opened.</summary>
    public BooksFacts Books { get; }

    /// <summary>Connects, makes or upgrades the tables, and opens the books for the first time when nobody has.</summary>
    /// <param name="connectionString">As Npgsql takes it.</param>
    /// <param name="partitions">How many partitions new books get.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidDataException">The server or the tables are of a version this program does not know.</exception>
    public static async Task<ClusterDatabase> Open(string connectionString, int partitions, CancellationToken cancel)
    {
        var source = NpgsqlDataSource.Create(Settings(connectionString));
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            var version = (int)(await Scalar(connection, "select current_setting('server_version_num')::int", cancel))!;
            if (version < ServerVersionMin) throw new InvalidDataException($"The database server is PostgreSQL {version / 10_000}; Veinte needs 15 or later.");
            await UpgradeWhenNobodyHolds(connection, partitions, cancel);
            return new(source, await ReadBooks(connection, cancel));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string as it is used: what the user said, with limits where he said nothing.</summary>
    /// <exception cref="ArgumentException">It cannot be read.</exception>
    public static string Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "veinte" };
        var said = ConnectionWords.Of(connectionString);
        if (!said.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = ConnectionsMax;
        if (!said.ContainsKey("Max Auto Prepare")) settings.MaxAutoPrepare = 40;
        if (!said.ContainsKey("Keepalive")) settings.KeepAlive = 5;
        // A record goes out in one or two writes; in the driver's 8 KiB both sides would wake each other for every piece.
        if (!said.ContainsKey("Write Buffer Size")) settings.WriteBufferSize = WriteBufferBytes;
        return settings.ToString();
    }

    /// <summary>What is fixed about the books as of now: a restatement names another set of them.</summary>
    public async Task<BooksFacts> ReadBooks(CancellationToken cancel)
    {
        await using var connection = await Source.OpenConnectionAsync(cancel);
        return await ReadBooks(connection, cancel);
    }

    /// <summary>Bytes it takes on its disk.</summary>
    public async Task<long> Bytes(CancellationToken cancel)
    {
        await using var command = Source.CreateCommand("select pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    // A change of a table waits for whoever reads it (a dump, a VACUUM), and all others would wait behind it. So it waits a moment
    // only, lets them by, and tries again.
    private static async Task UpgradeWhenNobodyHolds(NpgsqlConnection connection, int partitions, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Upgrade(connection, partitions, cancel);
                return;
            }
            catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (attempt == UpgradeAttemptsMax) throw new InvalidDataException("The tables cannot be upgraded while something holds them, such as a dump or a VACUUM. Start again when that is done.", held);
                await Task.Delay(UpgradePause, cancel);
            }
        }
    }

    private static async Task Upgrade(NpgsqlConnection connection, int partitions, CancellationToken cancel)
    {
        await using var transaction = await BoundedTransaction.Begin(connection, AsleepMax, statementMax: TimeSpan.Zero, cancel);
        await Scalar(connection, $"select pg_advisory_xact_lock({SchemaLock})", cancel);
        await Scalar(connection, "create schema if not exists veinte; create table if not exists veinte.schema (version integer not null)", cancel);
        var version = (int?)await Scalar(connection, "select max(version) from veinte.schema", cancel) ?? 0;
        if (version > Scripts.Length)
            throw new InvalidDataException($"The database has schema {version}; this program knows {Scripts.Length}. Start the newer Veinte that made it.");
        if (version < Scripts.Length) await Scalar(connection, "set local lock_timeout = '1s'", cancel);
        for (var number = version; number < Scripts.Length; number++)
        {
            await Scalar(connection, Script(Scripts[number]), cancel);
            await Scalar(connection, $"insert into veinte.schema values ({number + 1})", cancel);
        }
        if ((long)(await Scalar(connection, "select count(*) from veinte.books", cancel))! == 0) await OpenBooks(connection, partitions, cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task OpenBooks(NpgsqlConnection connection, int partitions, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("insert into veinte.books values (1, $1, 1, 0, 0, 0, $2)", connection)
        {
            Parameters = { new() { Value = partitions }, new() { Value = RandomNumberGenerator.GetBytes(32) } },
        };
        await command.ExecuteNonQueryAsync(cancel);
        await Scalar(connection, $"""
            insert into veinte.head values (1, 0);
            insert into veinte.partitions select p, 0, null, '-infinity' from generate_series(0, {partitions - 1}) p
            """, cancel);
    }

    private static async Task<BooksFacts> ReadBooks(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select partitions, generation, restated_at, restated_version, restated_up_to, secret from veinte.books", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetFieldValue<byte[]>(5));
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel) is { } value and not DBNull ? value : null;
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(typeof(ClusterDatabase).Assembly.GetManifestResourceStream($"Veinte.Cluster.Schema.{name}")!);
        return reader.ReadToEnd();
    }
}

/// <summary>What is fixed about a cluster's books.</summary>
/// <param name="Partitions">How many partitions, for ever.</param>
/// <param name="Generation">Which set of checkpoints is in force.</param>
/// <param name="RestatedAt">Position of the restatement it embodies; 0 when there was none.</param>
/// <param name="RestatedVersion">Scoring policy of that restatement.</param>
/// <param name="RestatedUpTo">Last position it applies to.</param>
/// <param name="Secret">By which the nodes know each other.</param>
internal sealed record BooksFacts(int Partitions, int Generation, long RestatedAt, int RestatedVersion, long RestatedUpTo, byte[] Secret);
