using Npgsql;

namespace Veinte.Cluster.Tests;

// A server whose data lie on a disk of their own, small enough to be filled. That takes the right to mount one; where there
// is none, the database itself says what it says on a full disk whenever the journal or a checkpoint is written.
public sealed partial class PostgresServer
{
    private const int DiskMegabytes = 192;
    private const string FullByDecree = """
        create or replace function veinte.disk_is_full() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
        create trigger disk_is_full before insert or update on veinte.journal for each row execute function veinte.disk_is_full();
        create trigger disk_is_full before insert or update on veinte.checkpoints for each row execute function veinte.disk_is_full();
        create trigger disk_is_full before insert or update on veinte.customers for each row execute function veinte.disk_is_full();
        """;
    private const string RoomByDecree = "drop function veinte.disk_is_full cascade";
    private static readonly string[] SmallFiles = ["--wal-segsize=1"];
    private string? _disk;
    private string? _crowded;

    /// <summary>Whether its disk can be filled in earnest.</summary>
    public bool HasDiskOfItsOwn => _disk is not null;

    private string Ballast => Path.Combine(_disk!, "ballast");

    /// <summary>A server besides the tests' common one, on a small disk where that can be had.</summary>
    public static async Task<PostgresServer> StartOnSmallDisk()
    {
        var server = new PostgresServer();
        var disk = Directory.CreateDirectory(Path.Combine(server._folder, "disk")).FullName;
        if (Environment.IsPrivilegedProcess && (await Run("mount", ["-t", "tmpfs", "-o", $"size={DiskMegabytes}m", "tmpfs", disk])).Ok) server._disk = disk;
        await server.Prepare();
        return server;
    }

    /// <summary>Fills the disk to the last byte.</summary>
    /// <param name="database">The database that is told so where there is no disk to fill.</param>
    public async Task FillDisk(string database)
    {
        if (_disk is null)
        {
            await Decree(database, FullByDecree);
            _crowded = database;
            return;
        }
        var piece = new byte[64 * 1024];
        await using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = piece.Length; size > 0;)
        {
            try
            {
                await ballast.WriteAsync(piece.AsMemory(0, size));
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>There is room again; a server that gave up meanwhile is started, as its supervisor would.</summary>
    public async Task FreeDisk()
    {
        if (_disk is null)
        {
            await Decree(_crowded!, RoomByDecree);
            return;
        }
        File.Delete(Ballast);
        if (!(await RunAsUser("pg_ctl", ["-D", Data, "status"])).Ok) await Start();
    }

    private async Task TakeDiskAway()
    {
        if (_disk is not null) await Run("umount", ["-l", _disk]);
    }

    private static async Task Decree(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
