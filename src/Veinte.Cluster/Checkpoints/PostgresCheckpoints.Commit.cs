using Npgsql;
using NpgsqlTypes;
using Veinte.Engine.Seams;

namespace Veinte.Cluster.Checkpoints;

// A commit is one transaction: first the position, under the owner's epoch (it locks the row against a new owner), then
// the customers that changed, in batches of arrays, and the lines that are new.
internal sealed partial class PostgresCheckpoints
{
    private const int RowsPerStatement = 2_000;

    // Between its statements an owner only fills arrays: one that takes longer sleeps. The next owner does not wait even for that (Fence).
    private static readonly TimeSpan SilentMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StatementMax = TimeSpan.FromSeconds(30);

    // A whole partition is taken away in one statement.
    private static readonly TimeSpan ForgettingMax = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await BoundedTransaction.Begin(connection, SilentMax, StatementMax, cancel);
        if (!await SaveHead(connection, change, cancel)) return false;
        foreach (var customers in change.Customers.Chunk(RowsPerStatement)) await SaveCustomers(connection, customers, cancel);
        var begun = await BegunPage(connection, change, cancel);
        await SavePages(connection, change, begun, cancel);
        // Told before it is so: a key too many costs a trip, a key too few would lose a customer.
        lock (_filterLock)
            foreach (var (row, _) in change.Customers)
                if (!_stored.MayHold(row.Key)) _stored.Add(row.Key);
        try
        {
            await transaction.CommitAsync(cancel);
        }
        finally
        {
            Interlocked.Increment(ref _commits);
        }
        return true;
    }

    /// <summary>Empties the partition, so that it is made again from the journal; nothing when a newer epoch owns it.</summary>
    public async Task Forget(long epoch, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await BoundedTransaction.Begin(connection, SilentMax, ForgettingMax, cancel);
        if (!await SaveHead(connection, new(epoch, 0, default, [], 0, []), cancel)) return;
        foreach (var sql in (string[])[
            "update veinte.checkpoints set aggregates = null where generation = $1 and partition = $2",
            "delete from veinte.customers where generation = $1 and partition = $2", "delete from veinte.daybook where generation = $1 and partition = $2"])
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { Of(generation), Of(partition) }, CommandTimeout = (int)ForgettingMax.TotalSeconds };
            await command.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private async Task<bool> SaveHead(NpgsqlConnection connection, CheckpointChange change, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            update veinte.checkpoints set position = $4, daybook = $5, aggregates = $6
            where generation = $1 and partition = $2 and epoch = $3
            """, connection)
        {
            Parameters =
            {
                Of(generation), Of(partition), Of(change.Epoch), Of(change.Position),
                Of(change.DaybookOffset + change.Daybook.Sum(chunk => (long)chunk.Length)), Of(change.Aggregates),
            },
        };
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    private async Task SaveCustomers(NpgsqlConnection connection, ChangedCustomer[] customers, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            insert into veinte.customers
            select $1, $2, * from unnest($3::bytea[], $4::text[], $5::text[], $6::bool[], $7::bigint[], $8::int[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bytea[])
            on conflict (generation, partition, key) do update set
                text = excluded.text, name = excluded.name, listed = excluded.listed, balance = excluded.balance, grade = excluded.grade,
                interactions = excluded.interactions, graded = excluded.graded, last_at = excluded.last_at, state = excluded.state
            """, connection)
        {
            Parameters =
            {
                Of(generation), Of(partition), Column(customers, customer => BytesOf(customer.Row.Key), NpgsqlDbType.Bytea), Column(customers, customer => Storable(customer.Row.Text), NpgsqlDbType.Text),
                Column(customers, customer => Storable(customer.Row.Name), NpgsqlDbType.Text), Column(customers, customer => customer.Row.Listed, NpgsqlDbType.Boolean),
                Column(customers, customer => customer.Row.BalanceMilli, NpgsqlDbType.Bigint), Column(customers, customer => customer.Row.GradeMilli, NpgsqlDbType.Integer),
                Column(customers, customer => customer.Row.Interactions, NpgsqlDbType.Bigint), Column(customers, customer => customer.Row.Graded, NpgsqlDbType.Bigint),
                Column(customers, customer => customer.Row.LastAt, NpgsqlDbType.Bigint), Column(customers, customer => customer.State.ToArray(), NpgsqlDbType.Bytea),
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    // Copied in: a line of the log for each of PostgreSQL's pages instead of one for each of ours, and nobody looks for a
    // page that is there already, because none is: the one that was begun is taken away before.
    private async Task SavePages(NpgsqlConnection connection, CheckpointChange change, byte[] begun, CancellationToken cancel)
    {
        if (change.Daybook.Count == 0) return;
        await using (var take = new NpgsqlCommand("delete from veinte.daybook where generation = $1 and partition = $2 and page >= $3", connection)
        {
            Parameters = { Of(generation), Of(partition), Of(change.DaybookOffset / DaybookPages.Bytes) },
        })
        {
            await take.ExecuteNonQueryAsync(cancel);
        }
        await using var copy = await connection.BeginBinaryImportAsync("copy veinte.daybook (generation, partition, page, lines) from stdin (format binary)", cancel);
        foreach (var (page, lines) in DaybookPages.Of(change, begun))
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(generation, NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(partition, NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(page, NpgsqlDbType.Bigint, cancel);
            await copy.WriteAsync(lines, NpgsqlDbType.Bytea, cancel);
        }
        await copy.CompleteAsync(cancel);
    }

    /// <summary>What the page in which the change begins holds before it; longer bytes are leftovers that no commit counts.</summary>
    private async Task<byte[]> BegunPage(NpgsqlConnection connection, CheckpointChange change, CancellationToken cancel)
    {
        var begun = (int)(change.DaybookOffset % DaybookPages.Bytes);
        if (begun == 0 || change.Daybook.Count == 0) return [];
        await using var command = new NpgsqlCommand("select lines from veinte.daybook where generation = $1 and partition = $2 and page = $3", connection)
        {
            Parameters = { Of(generation), Of(partition), Of(change.DaybookOffset / DaybookPages.Bytes) },
        };
        return await command.ExecuteScalarAsync(cancel) is byte[] lines && lines.Length >= begun ? lines[..begun] : throw Incomplete(change.DaybookOffset);
    }

    // PostgreSQL's text takes every character but NUL; the columns are for lists and searching, the state has the bytes.
    private static string? Storable(string? text) => text?.Replace('\0', '\uFFFD');

    private static NpgsqlParameter Column<TRow, T>(TRow[] rows, Func<TRow, T> value, NpgsqlDbType type) =>
        new() { Value = Array.ConvertAll(rows, row => value(row)), NpgsqlDbType = NpgsqlDbType.Array | type };
}
