using Npgsql;

namespace Veinte.Cluster;

/// <summary>Which failures of the database pass by themselves: it restarts, it fails over, the line is cut.</summary>
public static class DatabaseFailures
{
    // Npgsql's list does not name it.
    private const string IdleInTransactionSessionTimeout = "25P03";

    /// <summary>Whether the same may succeed in a moment.</summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        PostgresException answered => answered.IsTransient || answered.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.QueryCanceled
            // Whoever fell silent in a transaction has been cut off, and says it again.
            or IdleInTransactionSessionTimeout
            // Its disk is full, and that is all a connection that has just begun says when it cannot keep what it has read of the catalogue: "could not write init file".
            || answered is { SqlState: PostgresErrorCodes.InternalError, Routine: "write_item" },
        NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or IOException => true,
        // What a connection says that was closed under the one who used it.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => true,
        _ => false,
    };
}
