using System.Globalization;
using Npgsql;

namespace Veinte.Cluster;

/// <summary>
/// Transactions that the database itself ends when whoever began them falls silent in the middle. A process that was paused there keeps its rows locked
/// for as long as it sleeps, and its connection stays open: whoever takes its partitions over would wait for it for ever.
/// </summary>
internal static class BoundedTransaction
{
    /// <summary>Begins one.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="silentMax">For how long nothing may be said in it: then it is rolled back and the connection closed.</param>
    /// <param name="statementMax">For how long one statement may take; zero for as long as it likes. It does not end a copy whose rows do not come.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<NpgsqlTransaction> Begin(NpgsqlConnection connection, TimeSpan silentMax, TimeSpan statementMax, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel);
        try
        {
            await using var limits = new NpgsqlCommand("select set_config('idle_in_transaction_session_timeout', $1, true), set_config('statement_timeout', $2, true)", connection)
            {
                Parameters = { Milliseconds(silentMax), Milliseconds(statementMax) },
            };
            await limits.ExecuteNonQueryAsync(cancel);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlParameter<string> Milliseconds(TimeSpan time) => new() { TypedValue = ((int)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) };
}
