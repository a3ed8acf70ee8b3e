using Npgsql;

namespace Veinte.Cluster.Tests;

// A server whose write-ahead log is archived, and which can be made again as of any moment: as docs/guides/operations.md says.
public sealed partial class PostgresServer
{
    private string? _archive;

    private string BaseBackup => Path.Combine(_folder, "base");

    /// <summary>A server besides the tests' common one that archives its write-ahead log.</summary>
    public static async Task<PostgresServer> StartArchiving()
    {
        var server = new PostgresServer();
        server._archive = Directory.CreateDirectory(Path.Combine(server._folder, "archive")).FullName;
        await server.Prepare();
        return server;
    }

    /// <summary>Takes a base backup while the server works.</summary>
    public async Task TakeBaseBackup()
    {
        var taken = await RunAsUser("pg_basebackup", ["-h", "127.0.0.1", "-p", $"{_port}", "-U", "veinte", "-D", BaseBackup, "-c", "fast", "-X", "none"]);
        if (!taken.Ok) throw new InvalidOperationException($"pg_basebackup failed: {taken.Said}");
    }

    /// <summary>Throws the data away and makes them again from the base backup and the archive, as of a moment.</summary>
    public async Task RestoreTo(DateTimeOffset moment)
    {
        await StopAtOnce();
        Directory.Delete(Data, recursive: true);
        if (!(await Run("cp", ["-a", BaseBackup, Data])).Ok) throw new InvalidOperationException("The base backup could not be copied.");
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.auto.conf"),
            $"restore_command = 'cp {_archive}/%f %p'\nrecovery_target_time = '{moment:yyyy-MM-dd HH:mm:ss.ffffff}+00'\nrecovery_target_action = 'promote'\n");
        await File.WriteAllTextAsync(Path.Combine(Data, "recovery.signal"), "");
        await Start();
        // It answers questions before it has reached that moment; it takes appends after.
        await using var connection = new NpgsqlConnection(To("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var asks = new NpgsqlCommand("select pg_is_in_recovery()", connection);
        while ((bool)(await asks.ExecuteScalarAsync())!) await Task.Delay(50);
    }

    private async Task ArchiveTheLog()
    {
        if (_archive is null) return;
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), $"wal_level = replica\narchive_mode = on\narchive_command = 'cp %p {_archive}/%f'\n");
    }
}
