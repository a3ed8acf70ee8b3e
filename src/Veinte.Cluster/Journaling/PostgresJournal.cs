using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Cluster.Journaling;

/// <summary>
/// The journal as a table of PostgreSQL that all nodes append to: one order of positions without gaps, given by the row of
/// the head. Requests that wait together become one record. Whoever asks a partition names the position it must have
/// reached (<see cref="ReadHead"/>), so an append need not wait for followers: they read on by themselves. Thread-safe.
/// </summary>
internal sealed partial class PostgresJournal : IJournal
{
    private const int RecordsPerRead = 64;
    private const int FoundMax = 64;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(100);

    private readonly JournalTable _table;
    private readonly Npgsql.NpgsqlDataSource _source;
    private readonly PostgresJournalOptions _options;
    private readonly TimeProvider _time;
    private readonly RecentRecords _recent;
    private readonly FoundRecords _found = new(FoundMax);
    private readonly HeadReader _head;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;

    private PostgresJournal(Npgsql.NpgsqlDataSource source, Position head, PostgresJournalOptions options, TimeProvider time)
    {
        (_source, _table, _options, _time) = (source, new(source), options, time);
        _recent = new(head, options.RecentBytesMax);
        _head = new(_table);
        _running = Task.WhenAll(Guarded(CommitGroups), Guarded(ReadTail), Guarded(Listen));
    }

    /// <summary>Completes when the journal cannot be read on: rows are missing or damaged.</summary>
    public Task<Exception> Failure => _failure.Task;

    /// <summary>The last position this node has seen; the database may be ahead by a moment, see <see cref="ReadHead"/>.</summary>
    public Position Head => _recent.Last;

    /// <summary>Opens the journal of a database whose tables are there. The source stays the caller's.</summary>
    public static async Task<PostgresJournal> Open(Npgsql.NpgsqlDataSource source, PostgresJournalOptions options, TimeProvider time, CancellationToken cancel) =>
        new(source, await new JournalTable(source).ReadHead(cancel), options, time);

    /// <summary>The last durable position anywhere: everything acknowledged before the call stands at or before it.</summary>
    public Task<Position> ReadHead(CancellationToken cancel) => _head.Read(cancel);

    /// <summary>Returns once this node has read the journal up to a position.</summary>
    public async Task SeenUpTo(Position position, CancellationToken cancel)
    {
        while (true)
        {
            var changed = _recent.Changed;
            if (_recent.Last >= position) return;
            WakeTail(look: true);
            await changed.WaitAsync(cancel);
        }
    }

    /// <summary>Somebody waits for this position: the tail is read on without waiting for a notice.</summary>
    public void LookFor(Position position)
    {
        if (_recent.Last < position) WakeTail(look: true);
    }

    /// <inheritdoc/>
    public async Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
        var following = followers.Select(async follower =>
        {
            try
            {
                await FollowOne(follower, all.Token);
            }
            catch
            {
                await all.CancelAsync();
                throw;
            }
        });
        await Task.WhenAll(following);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> Read(Position after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        var end = await Answered(ReadHead(cancel)) + 1;
        while (true)
        {
            var records = await Answered(_table.Read(after, end, RecordsPerRead, cancel));
            if (records.Count == 0) yield break;
            foreach (var record in records)
            {
                CheckOrder(after, record);
                after = record.Last;
                yield return record;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default)
    {
        if (_recent.Find(position) is { } recent) return recent;
        if (_found.Find(position) is { } known) return known;
        if (await Answered(_table.Find(position, cancel)) is not { } record) return null;
        _found.Keep(record);
        return record;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> FindAll(IReadOnlyCollection<Position> positions, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        // Not all at once: a record may have a quarter of a megabyte, and a page five hundred of them.
        var last = Position.None;
        foreach (var some in positions.Order().Chunk(RecordsPerRead))
        {
            foreach (var record in await Holding(some, cancel))
            {
                if (record.First <= last) continue;
                last = record.Last;
                yield return record;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        _queue.Writer.TryComplete();
        await WaitForCommits();
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task<IEnumerable<JournalRecord>> Holding(IReadOnlyList<Position> positions, CancellationToken cancel)
    {
        var (records, missing) = (new List<JournalRecord>(), new List<long>());
        foreach (var position in positions)
        {
            if (records.Count > 0 && records[^1].First <= position && position <= records[^1].Last) continue;
            if ((_recent.Find(position) ?? _found.Find(position)) is { } known) records.Add(known);
            else missing.Add(position.Value);
        }
        if (missing.Count == 0) return records;
        var read = await Answered(_table.FindAll([.. missing], cancel));
        foreach (var record in read) _found.Keep(record);
        return records.Concat(read).OrderBy(record => record.First);
    }

    private async Task FollowOne(Follower follower, CancellationToken cancel)
    {
        var after = follower.After;
        if (await ReadHead(cancel) < after)
            throw new JournalDamagedException(
                $"The journal ends before position {after}, which partition {follower.Partition} has already seen: the database was replaced by an older one. "
                + "Restore the newest backup, or delete the rows of veinte.checkpoints to replay what is left.");
        var records = new List<JournalRecord>();
        while (true)
        {
            var changed = _recent.Changed;
            if (!_recent.TryRead(after, RecordsPerRead, records)) records = await _table.Read(after, new(long.MaxValue), RecordsPerRead, cancel);
            if (records.Count == 0) await changed.WaitAsync(cancel);
            foreach (var record in records)
            {
                CheckOrder(after, record);
                await follower.Deliver(record, cancel);
                after = record.Last;
            }
        }
    }

    // Nobody above the seam knows that there is a database: that it is away is said in the journal's own words.
    private static async Task<T> Answered<T>(Task<T> asked)
    {
        try
        {
            return await asked;
        }
        catch (Exception failure) when (DatabaseFailures.MayPass(failure))
        {
            throw new JournalUnavailableException($"The database does not answer ({failure.Message.ReplaceLineEndings(" ")}). Nothing acknowledged is lost.", TimeSpan.FromSeconds(2), failure);
        }
    }

    private static void CheckOrder(Position after, JournalRecord record)
    {
        if (record.First > after + 1)
            throw new JournalDamagedException($"The journal is incomplete: position {after + 1} should come next, but {record.First} does. Rows were removed; restore the database from a backup.");
    }

    private async Task Guarded(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The way a loop ends.
        }
        catch (Exception broken)
        {
            _failure.TrySetResult(broken);
        }
    }
}

/// <summary>How a <see cref="PostgresJournal"/> works.</summary>
internal sealed record PostgresJournalOptions
{
    /// <summary>How many bytes of waiting requests become one record (one batch more, at worst). A statement's line is looked up by reading its record, so a record is not large. Default: 256 KiB.</summary>
    public int GroupBytesMax { get; init; } = 256 * 1024;

    /// <summary>When this many bytes wait, appends are refused. Default: 64 MiB.</summary>
    public long QueueBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>How many bytes of the last records a node keeps for its followers. Default: 128 MiB.</summary>
    public long RecentBytesMax { get; init; } = 128L * 1024 * 1024;

    /// <summary>How long appends are tried again while the database is away. Default: 10 s.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(10);
}
