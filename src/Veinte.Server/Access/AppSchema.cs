using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Veinte.Server.Access;

/// <summary>
/// Brings <c>app.db</c> to the newest schema: runs the numbered scripts it has not seen, each in one transaction with its
/// number (<c>PRAGMA user_version</c>). Safe when two processes start at once. See docs/adr/0006-application-data.md.
/// </summary>
internal static class AppSchema
{
    private const string ScriptPrefix = "Veinte.Server.Access.Schema.";

    /// <summary>Number of the newest script.</summary>
    public static int Newest => Scripts.Count;

    private static IReadOnlyList<string> Scripts { get; } =
    [
        .. typeof(AppSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Makes or upgrades the database.</summary>
    /// <exception cref="InvalidOperationException">A newer Veinte has written it.</exception>
    public static void Upgrade(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Run(connection, "PRAGMA journal_mode = WAL");
        if (Version(connection) == Newest) return;
        for (var number = 1; number <= Newest; number++)
        {
            // The version is read again under the write lock: another process may have run the script meanwhile.
            using var transaction = connection.BeginTransaction(deferred: false);
            var version = Version(connection);
            if (version > Newest)
                throw new InvalidOperationException(
                    $"app.db has schema {version}, this Veinte knows {Newest}. Start the newer Veinte that wrote it.");
            if (number > version)
            {
                Run(connection, Read(Scripts[number - 1]));
                Run(connection, $"PRAGMA user_version = {number.ToString(CultureInfo.InvariantCulture)}");
            }
            transaction.Commit();
        }
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(AppSchema).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
