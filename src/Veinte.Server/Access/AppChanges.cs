using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Veinte.Server.Access;

/// <summary>Tells whether keys were made or revoked by somebody else: another process on the folder, another node.</summary>
internal interface IAppChanges
{
    /// <summary>A number that is another one after a change. One caller at a time.</summary>
    /// <param name="certainly">Whether the caller knows of a change: nothing is answered from memory.</param>
    long Version(bool certainly = false);
}

/// <summary>SQLite counts the commits of others itself.</summary>
internal sealed class SqliteChanges : IAppChanges, IDisposable
{
    private readonly SqliteConnection _watch;
    private readonly SqliteCommand _dataVersion;

    public SqliteChanges(AppFolder folder)
    {
        _watch = new SqliteConnection(folder.ConnectionString);
        _watch.Open();
        _dataVersion = _watch.CreateCommand();
        _dataVersion.CommandText = "PRAGMA data_version";
    }

    /// <inheritdoc/>
    public long Version(bool certainly) => (long)_dataVersion.ExecuteScalar()!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _dataVersion.Dispose();
        _watch.Dispose();
    }
}

/// <summary>
/// On PostgreSQL the keys are counted: numbers are never used again and revoked is for good. Asked fifty times a second at
/// most, so that whoever tries wrong keys troubles the database no more than that, and a key made on another node is found at once.
/// </summary>
internal sealed class PostgresChanges(IDbContextFactory<AppDb> database, TimeProvider time) : IAppChanges
{
    private const int AsksMax = 50;
    private static readonly TimeSpan AsksPer = TimeSpan.FromSeconds(1);
    private long _version = -2;
    private long _begun;
    private int _asked;

    /// <inheritdoc/>
    public long Version(bool certainly)
    {
        if (time.GetElapsedTime(_begun) >= AsksPer) (_begun, _asked) = (time.GetTimestamp(), 0);
        if (_version != -2 && !certainly && _asked >= AsksMax) return _version;
        _asked++;
        using var db = database.CreateDbContext();
        var count = db.ApiKeys.LongCount();
        var newest = db.ApiKeys.Max(key => (long?)key.Id) ?? 0;
        var revoked = db.ApiKeys.LongCount(key => key.RevokedAt != null);
        return _version = unchecked((newest * 1_000_003 + revoked) * 1_000_003 + count) & long.MaxValue;
    }
}
