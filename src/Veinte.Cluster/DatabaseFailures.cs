using Npgsql;

namespace Veinte.Cluster;

/// <summary>Which failures of the database pass by themselves: it restarts, it fails over, the line is cut.</summary>
public static class DatabaseFailures
{
    /// <summary>Whether the same may succeed in a moment.</summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        PostgresException answered => answered.IsTransient || answered.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.QueryCanceled,
        NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or IOException => true,
        // What a connection says that was closed under the one who used it.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => true,
        _ => false,
    };
}
