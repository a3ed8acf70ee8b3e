using System.Buffers.Binary;
using Npgsql;
using Veinte.Engine.Seams;

namespace Veinte.Cluster.Checkpoints;

/// <summary>
/// One partition's checkpoints in the tables of a cluster's database. Every commit names its owner's epoch in the statement
/// that writes the position, so a stale owner changes nothing. Reading while the database is away waits for it a while: the
/// partition's state is whole, and to give it up would only mean to compute it again.
/// </summary>
internal sealed partial class PostgresCheckpoints(NpgsqlDataSource source, int generation, int partition) : ICheckpoints
{
    private const int PagesKept = 2_048;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    // The loop reads and looks keys up, a commit adds keys: the filter is theirs together.
    private readonly Lock _filterLock = new();
    private readonly Dictionary<long, byte[]> _pages = [];

    // The last page grows with each commit: it is good until the next one has ended. The loop reads, commits count.
    private (long Page, int Commits) _growing = (-1, 0);
    private int _commits;
    private KeyFilter _stored = new(0);

    // So long the owner before may need for what he has begun.
    private static readonly TimeSpan CommitMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FenceMax = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await Fence(connection, epoch, cancel);
        var head = await ReadHead(connection, epoch, cancel);
        await FillFilter(connection, cancel);
        return head;
    }

    // An owner who sleeps in the middle of a commit holds the row, and its connection stays open: while rows are copied in, no limit of the database's own ends that. Whoever
    // takes over ends its session instead. Nothing is lost by it: what was not committed stands in the journal, and that owner may commit nothing any more.
    private async Task Fence(NpgsqlConnection connection, long epoch, CancellationToken cancel)
    {
        await using var mine = new NpgsqlCommand("select pg_backend_pid()", connection);
        var session = (int)(await mine.ExecuteScalarAsync(cancel))!;
        await using var fence = new NpgsqlCommand("""
            insert into veinte.checkpoints values ($1, $2, $3, 0, 0, null)
            on conflict (generation, partition) do update set epoch = $3 where checkpoints.epoch < $3
            """, connection) { Parameters = { Of(generation), Of(partition), Of(epoch) }, CommandTimeout = (int)FenceMax.TotalSeconds };
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var fencing = fence.ExecuteNonQueryAsync(giveUp.Token);
        try
        {
            // More than once: who slept may have waited in line behind another one who sleeps.
            while (await Task.WhenAny(fencing, Task.Delay(CommitMax, giveUp.Token)) != fencing && !cancel.IsCancellationRequested) await EndWhoeverHolds(session, cancel);
        }
        catch
        {
            await giveUp.CancelAsync();
            throw;
        }
        finally
        {
            // Whatever happens: a connection that is closed while its statement runs waits for an answer that the statement has taken, for ever.
            await ((Task)fencing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await fencing;
    }

    // Only sessions of nodes: a person who holds the row by hand is waited for, and then tried again.
    private async Task EndWhoeverHolds(int session, CancellationToken cancel)
    {
        await using var end = source.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid = any(pg_blocking_pids($1)) and usename = current_user");
        end.Parameters.Add(Of(session));
        await end.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Up to where the stored state goes, whoever owns it; 0 when there is none.</summary>
    public async Task<long> StoredPosition(CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select position from veinte.checkpoints where generation = $1 and partition = $2");
        Bind(command, Of(generation), Of(partition));
        return await command.ExecuteScalarAsync(cancel) as long? ?? 0;
    }

    /// <inheritdoc/>
    public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class
    {
        lock (_filterLock)
            if (!_stored.MayHold(key)) return null;
        var stored = Patiently(() =>
        {
            using var command = source.CreateCommand("select state from veinte.customers where generation = $1 and partition = $2 and key = $3");
            Bind(command, Of(generation), Of(partition), Of(BytesOf(key)));
            return command.ExecuteScalar() as byte[];
        });
        return stored is null ? null : decode(stored);
    }

    /// <inheritdoc/>
    public void ReadDaybook(long offset, Span<byte> target)
    {
        ForgetGrownPage();
        if (target.IsEmpty) return;
        // All that is missing in one trip, before anything is copied.
        var (first, last) = (offset / DaybookPages.Bytes, (offset + target.Length - 1) / DaybookPages.Bytes);
        var known = first;
        while (known <= last && _pages.ContainsKey(known)) known++;
        if (known <= last) LoadPages(first, last);
        while (!target.IsEmpty)
        {
            var (page, at) = (offset / DaybookPages.Bytes, (int)(offset % DaybookPages.Bytes));
            if (!_pages.TryGetValue(page, out var lines)) throw Incomplete(offset);
            var length = Math.Min(target.Length, lines.Length - at);
            if (length <= 0) throw Incomplete(offset);
            lines.AsSpan(at, length).CopyTo(target);
            target = target[length..];
            offset += length;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing) => Patiently(() =>
    {
        var order = listing.Sort switch
        {
            CustomerSort.Key => "text",
            CustomerSort.Balance => "balance",
            CustomerSort.Grade => "grade",
            CustomerSort.Interactions => "interactions",
            CustomerSort.LastAt => "last_at",
        };
        var search = listing.Search is null ? "" : "and (strpos(lower(text), $5) > 0 or strpos(lower(name), $5) > 0)";
        var ungradedLast = listing.Sort == CustomerSort.Grade ? "grade < 0," : "";
        using var command = source.CreateCommand($"""
            select key, text, name, listed, balance, grade, interactions, graded, last_at, state from veinte.customers
            where generation = $1 and partition = $2 and listed {search}
            order by {ungradedLast} {order} {(listing.Descending ? "desc" : "asc")}, text
            limit $3 offset $4
            """);
        Bind(command, Of(generation), Of(partition), Of(listing.Take), Of(listing.Skip));
        if (listing.Search is { } part) command.Parameters.Add(Of(part.ToLowerInvariant()));
        var rows = new List<CustomerRow>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new(
                BinaryPrimitives.ReadUInt128BigEndian(reader.GetFieldValue<byte[]>(0)), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetBoolean(3), reader.GetInt64(4), reader.GetInt32(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8),
                reader.GetFieldValue<byte[]>(9)));
        }
        return rows;
    });

    /// <summary>Nothing: connections are the database's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<CheckpointHead> ReadHead(NpgsqlConnection connection, long epoch, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select epoch, position, daybook, aggregates from veinte.checkpoints where generation = $1 and partition = $2", connection)
        {
            Parameters = { Of(generation), Of(partition) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        if (reader.GetInt64(0) != epoch)
            throw new PartitionUnavailableException(partition, new InvalidOperationException($"Epoch {reader.GetInt64(0)} has taken over before epoch {epoch} began."));
        return new(reader.GetInt64(1), reader.GetInt64(2), await reader.IsDBNullAsync(3, cancel) ? null : reader.GetFieldValue<byte[]>(3));
    }

    private async Task FillFilter(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select key, count(*) over () from veinte.customers where generation = $1 and partition = $2", connection)
        {
            Parameters = { Of(generation), Of(partition) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        KeyFilter? filter = null;
        while (await reader.ReadAsync(cancel))
        {
            filter ??= new(reader.GetInt64(1));
            filter.Add(BinaryPrimitives.ReadUInt128BigEndian(reader.GetFieldValue<byte[]>(0)));
        }
        lock (_filterLock) _stored = filter ?? new(0);
    }

    private void ForgetGrownPage()
    {
        if (_growing.Page < 0 || _growing.Commits == Volatile.Read(ref _commits)) return;
        _pages.Remove(_growing.Page);
        _growing.Page = -1;
    }

    private void LoadPages(long first, long last)
    {
        var commits = Volatile.Read(ref _commits);
        if (_pages.Count + (last - first) > PagesKept) _pages.Clear();
        Patiently(() =>
        {
            using var command = source.CreateCommand("select page, lines from veinte.daybook where generation = $1 and partition = $2 and page between $3 and $4");
            Bind(command, Of(generation), Of(partition), Of(first), Of(last));
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var (page, lines) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
                _pages[page] = lines;
                if (lines.Length < DaybookPages.Bytes) _growing = (page, commits);
            }
            return true;
        });
    }

    private T Patiently<T>(Func<T> read)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return read();
            }
            catch (Exception failure) when (DatabaseFailures.MayPass(failure) && TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                Thread.Sleep(RetryDelay);
            }
        }
    }

    private InvalidDataException Incomplete(long offset) =>
        new($"The daybook of partition {partition} ends before byte {offset}, which its checkpoint counts. Delete the partition's rows of veinte.checkpoints, veinte.customers and veinte.daybook to rebuild it from the journal.");

    private static byte[] BytesOf(UInt128 key)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return bytes;
    }

    private static void Bind(NpgsqlCommand command, params ReadOnlySpan<NpgsqlParameter> values)
    {
        foreach (var value in values) command.Parameters.Add(value);
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
