using Microsoft.Data.Sqlite;
using SQLitePCL;
using Veinte.Engine.Seams;

namespace Veinte.Embedded;

/// <summary>
/// A prepared statement asked over and over: the same library as everywhere, one layer lower, because commands and
/// parameters as objects cost more than what is asked. Parameters and columns are numbered as in SQLite: the former from
/// 1, the latter from 0. Not thread-safe.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares a statement.</summary>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    /// <summary>Sets a parameter to bytes.</summary>
    public void Bind(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_statement, parameter, value));

    /// <summary>Sets a parameter to a text, or to null.</summary>
    public void Bind(int parameter, string? value) =>
        Check(value is null ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_text(_statement, parameter, value));

    /// <summary>Sets a parameter to a number.</summary>
    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    /// <summary>Runs a statement that answers nothing, and says how many rows it changed.</summary>
    public int Run()
    {
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs a question for one value, decoded where SQLite has it; null when there is no row.</summary>
    public T? FirstBlob<T>(StateDecoder<T> decode) where T : class
    {
        try
        {
            var result = raw.sqlite3_step(_statement);
            if (result == raw.SQLITE_ROW) return decode(raw.sqlite3_column_blob(_statement, 0));
            if (result != raw.SQLITE_DONE) Check(result);
            return null;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Gives back the memory of the parameters: those of a large state are megabytes.</summary>
    public void Forget() => raw.sqlite3_clear_bindings(_statement);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
