using System.Globalization;
using DuckDB.NET.Data;

namespace Veinte.History;

/// <summary>
/// The DuckDB file: opened so that no question can reach a file, an extension or a setting, but for exports in progress.
/// DuckDB allows one process at a time. Connections are made by <see cref="Connect"/>, each for one user at a time.
/// </summary>
internal sealed class HistoryDatabase : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "history.duckdb";

    private readonly string _connectionString;
    private readonly DuckDBConnection _root;

    private HistoryDatabase(string connectionString, DuckDBConnection root, string exports) =>
        (_connectionString, _root, Exports) = (connectionString, root, exports);

    /// <summary>The only folder DuckDB may write to besides its own.</summary>
    public string Exports { get; }

    /// <summary>Opens the file, or makes a new one; a damaged file and one of another layout are deleted first.</summary>
    /// <returns>The database, and why it was made anew, or null when it was not.</returns>
    /// <exception cref="IOException">Another process has it open, or the disk cannot be used.</exception>
    public static (HistoryDatabase Database, string? MadeAnew) Open(string folder, HistoryOptions options)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FileName);
        string? reason = null;
        if (File.Exists(file))
        {
            try
            {
                var found = OpenFile(folder, options);
                if (HistorySchema.IsCurrent(found._root)) return (found, null);
                found.Dispose();
                reason = "its layout is of another version";
            }
            catch (DuckDBException damaged) when (IsLocked(damaged))
            {
                throw new IOException($"Another process has the history {file} open. Stop it, or give another data folder with --data.", damaged);
            }
            catch (DuckDBException damaged)
            {
                reason = $"it is damaged ({FirstLine(damaged)})";
            }
            Delete(folder);
        }
        var made = OpenFile(folder, options);
        HistorySchema.Create(made._root);
        return (made, reason);
    }

    /// <summary>Deletes the history; it is derived data and is built again from the books.</summary>
    public static void Delete(string folder)
    {
        File.Delete(Path.Combine(folder, FileName));
        File.Delete(Path.Combine(folder, FileName + ".wal"));
    }

    /// <summary>A new connection; dispose it after use.</summary>
    public DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private static HistoryDatabase OpenFile(string folder, HistoryOptions options)
    {
        var file = Path.Combine(folder, FileName);
        var temporary = Directory.CreateDirectory(Path.Combine(folder, "spill")).FullName;
        var exports = Directory.CreateDirectory(Path.Combine(folder, "exports")).FullName;
        var connectionString = new DuckDBConnectionStringBuilder { DataSource = file }.ToString();
        var root = new DuckDBConnection(connectionString);
        try
        {
            root.Open();
            // The order matters: the last line locks all others.
            Execute(root, string.Create(CultureInfo.InvariantCulture, $"""
                SET memory_limit = '{options.MemoryMiB}MiB';
                SET threads = {options.Threads};
                SET temp_directory = '{Quoted(temporary)}';
                SET enable_progress_bar = true;
                SET enable_progress_bar_print = false;
                SET allowed_directories = ['{Quoted(exports + Path.DirectorySeparatorChar)}'];
                SET enable_external_access = false;
                SET lock_configuration = true;
                """));
            return new(connectionString, root, exports);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    internal static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    internal static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    internal static string FirstLine(Exception exception) => exception.Message.Split('\n', 2)[0].Trim();

    private static bool IsLocked(DuckDBException exception) =>
        exception.Message.Contains("Could not set lock", StringComparison.OrdinalIgnoreCase);
}
