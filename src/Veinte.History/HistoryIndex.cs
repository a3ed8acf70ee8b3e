using DuckDB.NET.Data;
using Veinte.Model;

namespace Veinte.History;

/// <summary>
/// The history: a columnar index over everything that is in the books, for questions over all time. Derived data: rows and
/// the position they reach are committed together, so a crash loses nothing and doubles nothing, and a damaged file, one
/// of an older layout, or books restated since only mean that it is built again. One writer (<see cref="Run"/>); questions
/// see a snapshot. Thread-safe.
/// </summary>
public sealed partial class HistoryIndex : IDisposable
{
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly HistoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ReaderWriterLockSlim _opened = new();
    private readonly Lock _gate = new();
    private readonly HistoryPace _pace;
    private readonly Dictionary<string, ushort> _touchpointCodes = new(StringComparer.Ordinal);
    private HistoryDatabase? _database;
    private CancellationTokenSource? _round;
    private DuckDBException? _damage;
    private HistoryMark _mark;
    private TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HistoryStatus _status;

    /// <summary>Opens the history of a data folder, or makes one.</summary>
    /// <param name="folder">Its own folder.</param>
    /// <param name="options">What it may use.</param>
    /// <param name="time">The clock by which it waits.</param>
    /// <exception cref="IOException">Another process has it open.</exception>
    public HistoryIndex(string folder, HistoryOptions options, TimeProvider time)
    {
        (_folder, _options, _time, _pace) = (folder, options, time, new(options.BatchRows, time));
        (_database, var madeAnew) = HistoryDatabase.Open(folder, options);
        ClearExports();
        try
        {
            _mark = ReadMark();
        }
        catch (DuckDBException damaged)
        {
            madeAnew = $"it is damaged ({HistoryDatabase.FirstLine(damaged)})";
            Rebuild();
        }
        _status = new("catching-up", _mark.Position, madeAnew is null ? null : $"The history is built again: {madeAnew}.");
    }

    /// <summary>Everything up to here is in it.</summary>
    public Position Position
    {
        get { lock (_gate) return _mark.Position; }
    }

    /// <summary>How it is.</summary>
    public HistoryStatus Status
    {
        get { lock (_gate) return _status with { Position = _mark.Position }; }
    }

    /// <summary>What it holds in memory now; asks the database, which takes a moment and waits for no question.</summary>
    /// <exception cref="ObjectDisposedException">It is closed, or being closed or made again.</exception>
    public HistoryMemory Memory()
    {
        // Whoever only wants figures does not wait until questions have ended for whoever closes it.
        if (!_opened.TryEnterReadLock(TimeSpan.Zero)) throw new ObjectDisposedException(nameof(HistoryIndex));
        _opened.ExitReadLock();
        return Using((connection, _) => HistoryCommands.Read(
            connection, "SELECT tag, memory_usage_bytes FROM duckdb_memory() ORDER BY tag", [],
            reader =>
            {
                var uses = new List<HistoryMemoryUse>();
                while (reader.Read()) uses.Add(new(reader.GetString(0).ToLowerInvariant(), reader.GetInt64(1)));
                return new HistoryMemory(_options.MemoryMiB * 1024L * 1024, uses);
            },
            CancellationToken.None));
    }

    /// <summary>Completes when everything up to a position is in it.</summary>
    public async Task WaitFor(Position position, CancellationToken cancel = default)
    {
        while (true)
        {
            Task advanced;
            lock (_gate)
            {
                if (_mark.Position >= position) return;
                advanced = _advanced.Task;
            }
            await advanced.WaitAsync(cancel);
        }
    }

    /// <summary>Follows the books until cancelled; what goes wrong is told by <see cref="Status"/> and tried again.</summary>
    public async Task Run(IHistorySource source, CancellationToken cancel)
    {
        var retry = TimeSpan.FromSeconds(1);
        while (!cancel.IsCancellationRequested)
        {
            var before = Position;
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            lock (_gate) _round = round;
            try
            {
                if (_damage is { } found) throw found;
                var began = _time.GetTimestamp();
                await foreach (var batch in source.Read(_mark, round.Token))
                {
                    Append(batch);
                    var head = await source.Head(round.Token);
                    Tell(batch.Mark.Position >= head ? "current" : "catching-up", null);
                    await Task.Delay(_pace.Rest(batch.Mark.Position, head, _time.GetElapsedTime(began)), _time, round.Token);
                    began = _time.GetTimestamp();
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                break;
            }
            catch (BooksRestatedException restated)
            {
                Tell("catching-up", restated.Message);
                Clear();
                continue;
            }
            catch (OperationCanceledException) when (_damage is not null)
            {
                // A question met it; the next round throws it.
                continue;
            }
            catch (DuckDBException failure) when (IsDamage(failure))
            {
                Tell("catching-up", $"The history is built again: it is damaged ({HistoryDatabase.FirstLine(failure)}).");
                Rebuild();
            }
            catch (Exception failure)
            {
                Tell("waiting", HistoryDatabase.FirstLine(failure));
            }
            finally
            {
                lock (_gate) _round = null;
            }
            retry = Position > before ? TimeSpan.FromSeconds(1) : retry < RetryMax ? retry * 2 : RetryMax;
            try
            {
                await Task.Delay(retry, _time, cancel);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    /// <summary>Deletes the history; <see cref="Run"/> builds it again.</summary>
    public void Rebuild()
    {
        _opened.EnterWriteLock();
        try
        {
            _database?.Dispose();
            HistoryDatabase.Delete(_folder);
            (_database, _) = HistoryDatabase.Open(_folder, _options);
        }
        finally
        {
            _opened.ExitWriteLock();
        }
        lock (_gate) (_mark, _damage) = (HistoryMark.None, null);
        _touchpointCodes.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _opened.EnterWriteLock();
        try
        {
            _database?.Dispose();
            _database = null;
        }
        finally
        {
            _opened.ExitWriteLock();
        }
    }

    /// <summary>Does something on a connection of its own. The file is not closed meanwhile.</summary>
    internal T Using<T>(Func<DuckDBConnection, HistoryDatabase, T> work)
    {
        _opened.EnterReadLock();
        try
        {
            var database = _database ?? throw new ObjectDisposedException(nameof(HistoryIndex));
            using var connection = database.Connect();
            return work(connection, database);
        }
        catch (DuckDBException failure) when (IsDamage(failure))
        {
            lock (_gate)
            {
                _damage = failure;
                // Not on this thread: what goes on there closes the file, and this question still holds it open.
                _ = _round?.CancelAsync();
            }
            throw;
        }
        finally
        {
            _opened.ExitReadLock();
        }
    }

    /// <summary>What it may use.</summary>
    internal HistoryOptions Options => _options;

    /// <summary>The clock by which it waits.</summary>
    internal TimeProvider Time => _time;

    private void Clear()
    {
        Using((connection, _) =>
        {
            using var transaction = connection.BeginTransaction();
            HistoryDatabase.Execute(connection, HistorySchema.Clear);
            transaction.Commit();
            return true;
        });
        lock (_gate) _mark = HistoryMark.None;
        _touchpointCodes.Clear();
    }

    private HistoryMark ReadMark() => Using((connection, _) =>
    {
        _touchpointCodes.Clear();
        using var codes = HistoryCommands.Command(connection, "SELECT name, code FROM touchpoints", []);
        using (var names = codes.ExecuteReader())
            while (names.Read())
                _touchpointCodes.Add(names.GetString(0), names.GetFieldValue<ushort>(1));
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT position, fingerprint FROM mark";
        using var reader = command.ExecuteReader();
        reader.Read();
        return new HistoryMark(new(reader.GetInt64(0)), reader.GetFieldValue<ulong>(1));
    });

    private void Reached(HistoryMark mark)
    {
        TaskCompletionSource advanced;
        lock (_gate)
        {
            _mark = mark;
            (advanced, _advanced) = (_advanced, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        advanced.SetResult();
    }

    private void Tell(string state, string? problem)
    {
        lock (_gate) _status = new(state, _mark.Position, problem ?? (state == "current" ? null : _status.Problem));
    }

    /// <summary>What an export that was cut short has left.</summary>
    private void ClearExports()
    {
        foreach (var left in Directory.GetFiles(_database!.Exports)) File.Delete(left);
    }

    /// <summary>
    /// Whether a failure means that the file cannot be used any more. Told by DuckDB's own prefix of the message, which no
    /// question can forge. A disk that is full or away is not damage: building again would not help.
    /// </summary>
    private static bool IsDamage(DuckDBException failure) =>
        DamagePrefixes.Any(prefix => failure.Message.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] DamagePrefixes =
        ["FATAL Error:", "INTERNAL Error:", "Serialization Error:", "IO Error: Corrupt", "IO Error: Could not read"];
}

/// <summary>How the history is.</summary>
/// <param name="State"><c>current</c>, <c>catching-up</c> (questions are answered up to the position), or <c>waiting</c> after a problem.</param>
/// <param name="Position">Everything up to here is in it.</param>
/// <param name="Problem">What went wrong last, or null.</param>
public sealed record HistoryStatus(string State, Position Position, string? Problem);
