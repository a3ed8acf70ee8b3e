using Npgsql;
using NpgsqlTypes;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Cluster.Journaling;

/// <summary>The statements on the journal's table. Thread-safe.</summary>
internal sealed class JournalTable(NpgsqlDataSource source)
{
    /// <summary>The channel on which nodes tell each other of an append.</summary>
    public const string Channel = "veinte_journal";

    // One statement, so one trip and one transaction: the head's row is locked from here to the commit, which gives
    // positions one order; a record is visible only together with its position, and no later one before it.
    private const string AppendSql = """
        with head as (update veinte.head set position = position + $1 returning position),
        record as (
            insert into veinte.journal (first, count, checksum, token, packing, unpacked, payload)
            select position - $1 + 1, $1, $2, $3, $4, $5, $6 from head returning first)
        select first, pg_notify('veinte_journal', '')::text from record
        """;

    // The lease's row is locked against whoever would take the partition over, until the record is durable.
    private const string FencedAppendSql = """
        with owner as (select 1 from veinte.partitions where partition = $7 and epoch = $8 for share),
        head as (update veinte.head set position = position + $1 where exists (select from owner) returning position),
        record as (
            insert into veinte.journal (first, count, checksum, token, packing, unpacked, payload)
            select position - $1 + 1, $1, $2, $3, $4, $5, $6 from head returning first)
        select first, pg_notify('veinte_journal', '')::text from record
        """;

    // An append takes milliseconds. Over a line that swallows everything, nothing else would tell that it never ends.
    private const int AppendSecondsMax = 4;

    private const string DurableSql =
        "select set_config('synchronous_commit', case when current_setting('synchronous_commit') in ('off', 'local') then 'on' else current_setting('synchronous_commit') end, false)";

    /// <summary>Takes a connection whose commits are durable whatever the server's default is.</summary>
    public async Task<NpgsqlConnection> OpenForAppending(CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand(DurableSql, connection);
            await command.ExecuteNonQueryAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Appends a record under a token; returns its first position.</summary>
    /// <exception cref="FencedException">The fence does not hold.</exception>
    /// <exception cref="PostgresException">With <see cref="PostgresErrorCodes.UniqueViolation"/>: an attempt with this token has succeeded.</exception>
    public static async Task<Position> Append(NpgsqlConnection connection, Guid token, int count, StoredPayload payload, Fence? fence, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(fence is null ? AppendSql : FencedAppendSql, connection)
        {
            CommandTimeout = AppendSecondsMax,
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = count },
                new NpgsqlParameter<long> { TypedValue = payload.Checksum },
                new NpgsqlParameter<Guid> { TypedValue = token },
                new NpgsqlParameter<short> { TypedValue = (short)payload.Packing },
                new NpgsqlParameter<int> { TypedValue = payload.Unpacked },
                new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = payload.Bytes, NpgsqlDbType = NpgsqlDbType.Bytea },
            },
        };
        if (fence is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = fence.Partition });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = fence.Epoch });
        }
        return await command.ExecuteScalarAsync(cancel) is long first ? new(first) : throw new FencedException(fence!);
    }

    /// <summary>
    /// Whether every node that is known reads packed records; once that is so it stays so, for older ones cannot open these tables.
    /// A node takes its name away when it leaves. One that does not may only be paused, or cut off from the database: it is reckoned with for a day.
    /// </summary>
    public async Task<bool> AllUnpack(CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select not exists (select from veinte.nodes where not unpacks and seen > clock_timestamp() - interval '1 day')");
        command.CommandTimeout = AppendSecondsMax;
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Gives a record other bytes; its positions stay.</summary>
    public static async Task Replace(NpgsqlConnection connection, Position first, StoredPayload payload, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("update veinte.journal set payload = $2, checksum = $3, packing = $4, unpacked = $5 where first = $1", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = first.Value },
                new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = payload.Bytes, NpgsqlDbType = NpgsqlDbType.Bytea },
                new NpgsqlParameter<long> { TypedValue = payload.Checksum },
                new NpgsqlParameter<short> { TypedValue = (short)payload.Packing },
                new NpgsqlParameter<int> { TypedValue = payload.Unpacked },
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Where the attempt with a token stands, or null when none succeeded.</summary>
    public static async Task<Position?> FirstOf(NpgsqlConnection connection, Guid token, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select first from veinte.journal where token = $1", connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = token } } };
        return await command.ExecuteScalarAsync(cancel) is long first ? new Position(first) : null;
    }

    /// <summary>The last durable position, as of a moment after the call.</summary>
    public async Task<Position> ReadHead(CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select position from veinte.head");
        return new((long)(await command.ExecuteScalarAsync(cancel))!);
    }

    /// <summary>The records that hold positions after <paramref name="after"/> and before <paramref name="before"/>, in order, at most so many.</summary>
    /// <exception cref="JournalDamagedException">A checksum is wrong.</exception>
    public async Task<List<JournalRecord>> Read(Position after, Position before, int max, CancellationToken cancel)
    {
        // A record that straddles the position begins before it: the last one that begins at or before the next position.
        await using var command = source.CreateCommand("""
            select first, count, checksum, packing, unpacked, payload from veinte.journal
            where first >= (select coalesce(max(first), 0) from veinte.journal where first <= $1 + 1) and first < $2
            order by first limit $3
            """);
        var records = await Run(command, after, before, max, cancel);
        records.RemoveAll(record => record.Last <= after);
        return records;
    }

    /// <summary>The same when it is known that a record ends at <paramref name="last"/>: nothing is read twice.</summary>
    /// <exception cref="JournalDamagedException">A checksum is wrong.</exception>
    public async Task<List<JournalRecord>> ReadFollowing(Position last, Position before, int max, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(
            "select first, count, checksum, packing, unpacked, payload from veinte.journal where first > $1 and first < $2 order by first limit $3");
        return await Run(command, last, before, max, cancel);
    }

    /// <summary>The record that holds a position, or null.</summary>
    /// <exception cref="JournalDamagedException">Its checksum is wrong.</exception>
    public async Task<JournalRecord?> Find(Position position, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select first, count, checksum, packing, unpacked, payload from veinte.journal where first <= $1 order by first desc limit 1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position.Value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        var record = RecordOf(reader);
        return record.Last >= position ? record : null;
    }

    /// <summary>The records that hold any of these positions, in one trip; each once, in order.</summary>
    /// <exception cref="JournalDamagedException">A checksum is wrong.</exception>
    public async Task<List<JournalRecord>> FindAll(long[] positions, CancellationToken cancel)
    {
        // Which records, by the index alone; only then are their bytes fetched, once each.
        await using var command = source.CreateCommand("""
            select first, count, checksum, packing, unpacked, payload from veinte.journal where first in (
                select (select first from veinte.journal where first <= wanted order by first desc limit 1) from unnest($1) wanted)
            order by first
            """);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = positions });
        var records = new List<JournalRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) records.Add(RecordOf(reader));
        records.RemoveAll(record => !positions.Any(position => record.First.Value <= position && position <= record.Last.Value));
        return records;
    }

    private static async Task<List<JournalRecord>> Run(NpgsqlCommand command, Position after, Position before, int max, CancellationToken cancel)
    {
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        var records = new List<JournalRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) records.Add(RecordOf(reader));
        return records;
    }

    private static JournalRecord RecordOf(NpgsqlDataReader reader)
    {
        var (first, count) = (reader.GetInt64(0), reader.GetInt32(1));
        return StoredPayload.Read((Packing)reader.GetInt16(3), reader.GetInt32(4), reader.GetFieldValue<byte[]>(5), reader.GetInt64(2)) is { } payload
            ? new(new(first), count, payload)
            : throw new JournalDamagedException($"The journal is damaged: the checksum of the record at position {first} is wrong. Nothing after it was read. Restore the database from a backup.");
    }
}
