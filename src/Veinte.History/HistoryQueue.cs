using DuckDB.NET.Data;

namespace Veinte.History;

/// <summary>
/// Lets few questions at the history at a time and a bounded number wait; stops each after its timeout. A question runs on
/// a thread of its own, in a transaction that cannot write. Thread-safe.
/// </summary>
internal sealed class HistoryQueue(HistoryIndex index) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(index.Options.QuestionsMax);
    private int _inside;

    /// <summary>Asks when it is this question's turn.</summary>
    /// <exception cref="HistoryBusyException">Too many wait already.</exception>
    /// <exception cref="HistoryTimeoutException">It took too long.</exception>
    public async Task<T> Ask<T>(Func<DuckDBConnection, CancellationToken, T> question, CancellationToken cancel, TimeSpan? timeout = null)
    {
        if (Interlocked.Increment(ref _inside) > index.Options.QuestionsMax + index.Options.WaitingMax)
        {
            Interlocked.Decrement(ref _inside);
            throw new HistoryBusyException();
        }
        var allowed = timeout ?? index.Options.Timeout;
        using var limit = new CancellationTokenSource(allowed, index.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _turns.WaitAsync(stop.Token);
            try
            {
                return await Task.Run(() => index.Using((connection, _) => question(connection, stop.Token)), CancellationToken.None);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new HistoryTimeoutException(allowed);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}

/// <summary>Too many questions wait for the history already; ask again in a few seconds.</summary>
public sealed class HistoryBusyException() : Exception("Too many questions wait for the history already. Ask again in a few seconds.");

/// <summary>A question took longer than allowed.</summary>
/// <param name="allowed">How long it may take.</param>
public sealed class HistoryTimeoutException(TimeSpan allowed)
    : Exception($"The question took longer than {allowed.TotalSeconds:0.#} seconds. Ask for a shorter period or fewer columns.");

/// <summary>The question cannot be asked as it is written; the message says why.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class HistoryQuestionException(string message) : Exception(message);
