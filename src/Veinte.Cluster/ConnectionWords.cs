using System.Data.Common;
using Npgsql;

namespace Veinte.Cluster;

/// <summary>What a connection string says, so that a limit is set only where the user said nothing. Immutable; thread-safe.</summary>
public sealed class ConnectionWords
{
    private readonly HashSet<string> _said;

    private ConnectionWords(HashSet<string> said) => _said = said;

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or says what Npgsql does not know.</exception>
    public static ConnectionWords Of(string connectionString)
    {
        // Npgsql's own builder says of a keyword whether it is known, not whether it was written; and it writes each in one of its spellings.
        var written = new DbConnectionStringBuilder { ConnectionString = new NpgsqlConnectionStringBuilder(connectionString).ConnectionString };
        return new([.. written.Keys.Cast<string>().Select(Plain)]);
    }

    /// <summary>Whether it says something of a keyword.</summary>
    /// <param name="keyword">As Npgsql writes it, such as <c>Maximum Pool Size</c>.</param>
    public bool Contains(string keyword) => _said.Contains(Plain(keyword));

    private static string Plain(string keyword) => keyword.ToLowerInvariant();
}
