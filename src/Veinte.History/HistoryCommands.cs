using DuckDB.NET.Data;

namespace Veinte.History;

/// <summary>Runs one statement so that it can be stopped, reading its rows as they come.</summary>
internal static class HistoryCommands
{
    /// <summary>Reads rows until there are no more or the reader has enough.</summary>
    /// <param name="connection">A connection nobody else uses meanwhile.</param>
    /// <param name="sql">One SELECT.</param>
    /// <param name="arguments">Values for <c>$1</c>, <c>$2</c>, ….</param>
    /// <param name="read">Reads from the reader, which stands before the first row.</param>
    /// <param name="cancel">Stops the statement.</param>
    public static T Read<T>(
        DuckDBConnection connection, string sql, IReadOnlyList<object?> arguments, Func<DuckDBDataReader, T> read, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        HistoryDatabase.Execute(connection, "BEGIN TRANSACTION READ ONLY");
        try
        {
            using var command = Command(connection, sql, arguments);
            command.UseStreamingMode = true;
            using var stop = new Interruption(command, cancel);
            using var reader = command.ExecuteReader();
            var answer = read(reader);
            // Rows that end because the statement was stopped look like the last ones.
            cancel.ThrowIfCancellationRequested();
            return answer;
        }
        catch (DuckDBException failure) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(failure.Message, failure, cancel);
        }
        finally
        {
            HistoryDatabase.Execute(connection, "ROLLBACK");
        }
    }

    /// <summary>A command with values for <c>$1</c>, <c>$2</c>, ….</summary>
    public static DuckDBCommand Command(DuckDBConnection connection, string sql, IReadOnlyList<object?> arguments)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var argument in arguments) command.Parameters.Add(new DuckDBParameter(argument ?? DBNull.Value));
        return command;
    }

    /// <summary>
    /// Interrupts a command once it is cancelled, and again until it has ended: DuckDB forgets an interruption that comes
    /// a moment before the statement begins.
    /// </summary>
    private sealed class Interruption : IDisposable
    {
        private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);
        private readonly Lock _gate = new();
        private readonly DuckDBCommand _command;
        private readonly Timer _timer;
        private readonly CancellationTokenRegistration _registration;
        private bool _ended;

        public Interruption(DuckDBCommand command, CancellationToken cancel)
        {
            _command = command;
            _timer = new(static state => ((Interruption)state!).Interrupt(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _registration = cancel.Register(static state => ((Interruption)state!)._timer.Change(TimeSpan.Zero, Again), this);
        }

        public void Dispose()
        {
            _registration.Dispose();
            _timer.Dispose();
            lock (_gate) _ended = true;
        }

        // Under the gate, so that the statement that follows on this connection is never the one that is stopped.
        private void Interrupt()
        {
            lock (_gate)
                if (!_ended)
                    _command.Cancel();
        }
    }
}
