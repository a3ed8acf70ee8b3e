using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql;
using Veinte.Cluster;

namespace Veinte.Server.Access;

/// <summary>
/// Brings the application data of a cluster's database to what <see cref="AppDb"/> says: makes the tables, columns and
/// indexes that are not there yet, in a schema of their own. It takes nothing away and changes nothing that is there, so
/// that nodes of two versions can share it during an upgrade. Safe when nodes start at once.
/// </summary>
internal static class PostgresAppSchema
{
    private const string Schema = "veinte_app";
    private const int ConnectionsMax = 10;

    // Beside the lock of the books' own tables, in its order.
    private const long SchemaLock = 0x7665696e7466;

    /// <summary>The connection string as application data use it.</summary>
    public static string Settings(string postgres)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres) { ApplicationName = "veinte app", SearchPath = Schema };
        var said = ConnectionWords.Of(postgres);
        if (!said.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = ConnectionsMax;
        if (!said.ContainsKey("Keepalive")) settings.KeepAlive = 5;
        return settings.ToString();
    }

    /// <summary>
    /// A database that is away is said as it is said without Entity Framework, whose own way wraps it into an
    /// <see cref="InvalidOperationException"/>: whoever waits for better times would take it for a mistake in the program.
    /// </summary>
    public static void SayPlainly(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder options) =>
        options.ExecutionStrategy(dependencies => new Microsoft.EntityFrameworkCore.Storage.NonRetryingExecutionStrategy(dependencies));

    /// <summary>Makes what is missing.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static void Upgrade(string connectionString)
    {
        // The accounts' tables depend on the version that the server configures.
        using var services = new ServiceCollection().Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3).BuildServiceProvider();
        using var db = new AppDb(new DbContextOptionsBuilder<AppDb>().UseNpgsql(connectionString, SayPlainly).UseApplicationServiceProvider(services).Options);
        db.Database.OpenConnection();
        using var transaction = db.Database.BeginTransaction();
        // A node that falls asleep in the middle of it keeps no other from starting.
        Run(db, $"set local idle_in_transaction_session_timeout = '30s'; select pg_advisory_xact_lock({SchemaLock}); create schema if not exists {Schema};"
            + $"create table if not exists {Schema}.cookie_keys (name text primary key, xml text not null);" + Importing.PostgresUploads.Tables(Schema));
        var model = db.GetService<IDesignTimeModel>().Model;
        var wanted = db.GetService<IMigrationsModelDiffer>().GetDifferences(null, model.GetRelationalModel());
        var missing = Missing(wanted, Columns(db));
        foreach (var command in db.GetService<IMigrationsSqlGenerator>().Generate(missing, model)) Run(db, command.CommandText);
        transaction.Commit();
    }

    private static List<MigrationOperation> Missing(IReadOnlyList<MigrationOperation> wanted, ILookup<string, string> known)
    {
        var missing = new List<MigrationOperation>();
        foreach (var operation in wanted)
        {
            if (operation is CreateTableOperation table && known.Contains(table.Name))
                missing.AddRange(table.Columns.Where(column => !known[table.Name].Contains(column.Name)).Select(WithValueForOldRows));
            else if (operation is not CreateIndexOperation index || !known.Contains(index.Table))
                missing.Add(operation);
        }
        return missing;
    }

    private static AddColumnOperation WithValueForOldRows(AddColumnOperation column)
    {
        if (column.IsNullable || column.DefaultValue is not null || column.DefaultValueSql is not null) return column;
        column.DefaultValue = column.ClrType == typeof(string) ? "" : column.ClrType == typeof(byte[]) ? Array.Empty<byte>() : Activator.CreateInstance(column.ClrType);
        return column;
    }

    private static ILookup<string, string> Columns(AppDb db) => db.Database
        .SqlQuery<string>($"select table_name || chr(9) || column_name as \"Value\" from information_schema.columns where table_schema = {Schema}")
        .AsEnumerable().Select(pair => pair.Split('\t')).ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static void Run(AppDb db, string sql)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(db.Database.CurrentTransaction!);
        command.ExecuteNonQuery();
    }
}
