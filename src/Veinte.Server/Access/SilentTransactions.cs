using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Veinte.Server.Access;

/// <summary>
/// Has PostgreSQL end a transaction in which nobody says anything any more: a node that was paused in the middle of one keeps its rows from the others for
/// as long as it sleeps. Thread-safe.
/// </summary>
internal sealed class SilentTransactions : DbTransactionInterceptor
{
    /// <summary>The one there is.</summary>
    public static SilentTransactions Ended { get; } = new();

    /// <inheritdoc/>
    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        using var limit = Limit(connection, result);
        limit.ExecuteNonQuery();
        return result;
    }

    /// <inheritdoc/>
    public override async ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        await using var limit = Limit(connection, result);
        await limit.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }

    private static DbCommand Limit(DbConnection connection, DbTransaction transaction)
    {
        var limit = connection.CreateCommand();
        (limit.CommandText, limit.Transaction) = ("set local idle_in_transaction_session_timeout = '15s'", transaction);
        return limit;
    }
}
