using System.Data.Common;
using Npgsql;

namespace Veinte.Cluster;

/// <summary>What a connection string says, so that a limit is set only where the user said nothing.</summary>
public static class ConnectionWords
{
    /// <summary>Reads a connection string: what it returns contains the keywords that were written, in whatever spelling, by Npgsql's name such as <c>Maximum Pool Size</c>.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or says what Npgsql does not know.</exception>
    // Npgsql's own builder says of a keyword whether it is known, not whether it was written; but it writes each that was, in one spelling.
    public static DbConnectionStringBuilder Of(string connectionString) => new() { ConnectionString = new NpgsqlConnectionStringBuilder(connectionString).ConnectionString };
}
