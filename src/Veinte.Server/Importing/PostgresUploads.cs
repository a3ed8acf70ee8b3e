using Npgsql;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Importing;

/// <summary>
/// Uploaded files in the database of a cluster, cut into pieces: whichever node took a file, any of them looks into it and imports it. A file whose
/// node died while it came is never seen, and goes with a later upload. No connection is held while somebody's line is slow.
/// </summary>
internal sealed class PostgresUploads(AppFolder folder, UploadLimits limits) : IUploads
{
    /// <summary>Bytes of a piece; the last one of a file has fewer.</summary>
    internal const int PieceBytes = 1024 * 1024;

    private readonly string _connection = PostgresAppSchema.Settings(folder.Postgres!);

    /// <summary>The statements that make its tables where there are none.</summary>
    public static string Tables(string schema) => $"""
        create table if not exists {schema}.import_files (
            id text primary key, name text not null, bytes bigint not null, complete boolean not null, uploaded_at timestamptz not null, touched_at timestamptz not null);
        create table if not exists {schema}.import_pieces (
            file text not null references {schema}.import_files (id) on delete cascade, number integer not null, content bytea not null, primary key (file, number));
        """;

    /// <inheritdoc/>
    public async Task<UploadedFile> Keep(string name, Stream content, CancellationToken cancel)
    {
        var id = UploadLimits.NewId();
        await Run("delete from import_files where not complete and touched_at < clock_timestamp() - interval '1 hour'", [], cancel);
        var (files, bytes) = await Waiting(cancel);
        limits.Admit(files, bytes);
        await Run("insert into import_files values ($1, $2, 0, false, clock_timestamp(), clock_timestamp())", [id, name], cancel);
        try
        {
            await KeepPieces(id, content, limits.FileBytesMax, cancel);
            await Run("update import_files set complete = true, uploaded_at = clock_timestamp() where id = $1", [id], cancel);
            return await Find(id, cancel) ?? throw UploadLimits.Gone(name);
        }
        catch
        {
            await GiveBack(id);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<UploadedFile?> Find(string id, CancellationToken cancel) => UploadLimits.IsId(id) ? (await Read("complete and id = $1", [id], cancel)).SingleOrDefault() : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UploadedFile>> List(CancellationToken cancel) => await Read("complete", [], cancel);

    /// <inheritdoc/>
    public Stream Open(UploadedFile file) => new PiecedFile(_connection, file);

    /// <inheritdoc/>
    public async Task<bool> Delete(string id, CancellationToken cancel) => await Run("delete from import_files where complete and id = $1", [id], cancel) > 0;

    /// <summary>Earlier versions kept them in each node's own folder. They were taken in under the limit of then: today's is not asked.</summary>
    public async Task TakeLeft(CancellationToken cancel)
    {
        var left = new FolderUploads(folder, limits);
        foreach (var file in await left.List(cancel))
        {
            if (await Find(file.Id, cancel) is null)
            {
                // An attempt that was broken off.
                await Run("delete from import_files where id = $1", [file.Id], cancel);
                await Run("insert into import_files values ($1, $2, 0, false, $3, clock_timestamp())", [file.Id, file.Name, file.UploadedAt.ToUniversalTime()], cancel);
                await using (var content = left.Open(file)) await KeepPieces(file.Id, content, long.MaxValue, cancel);
                await Run("update import_files set complete = true where id = $1", [file.Id], cancel);
            }
            await left.Delete(file.Id, cancel);
        }
    }

    private async Task KeepPieces(string id, Stream content, long bytesMax, CancellationToken cancel)
    {
        var piece = new byte[PieceBytes];
        for (var (number, total) = (0, 0L); ; number++)
        {
            var read = await content.ReadAtLeastAsync(piece, PieceBytes, throwOnEndOfStream: false, cancel);
            if ((total += read) > bytesMax) throw new JobRefusedException(limits.TooLarge);
            if (read > 0)
            {
                await Run(
                    "with piece as (insert into import_pieces values ($1, $2, $3)) update import_files set bytes = $4, touched_at = clock_timestamp() where id = $1",
                    [id, number, piece[..read], total], cancel);
            }
            if (read < PieceBytes) return;
        }
    }

    private async Task GiveBack(string id)
    {
        try
        {
            await Run("delete from import_files where id = $1", [id], CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The database is away: a later upload clears what is left.
        }
    }

    private async Task<(int Files, long Bytes)> Waiting(CancellationToken cancel)
    {
        await using var connection = await Connect(cancel);
        await using var command = new NpgsqlCommand("select count(*)::int, coalesce(sum(bytes), 0)::bigint from import_files", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetInt32(0), reader.GetInt64(1));
    }

    private async Task<List<UploadedFile>> Read(string which, object[] values, CancellationToken cancel)
    {
        await using var connection = await Connect(cancel);
        await using var command = Command($"select id, name, bytes, uploaded_at from import_files where {which} order by uploaded_at desc, id", values, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var files = new List<UploadedFile>();
        while (await reader.ReadAsync(cancel)) files.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3)));
        return files;
    }

    private async Task<int> Run(string sql, object[] values, CancellationToken cancel)
    {
        await using var connection = await Connect(cancel);
        await using var command = Command(sql, values, connection);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlCommand Command(string sql, object[] values, NpgsqlConnection connection)
    {
        // A large file has thousands of pieces to delete.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private async Task<NpgsqlConnection> Connect(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(_connection);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
