using System.Globalization;
using DuckDB.NET.Data;

namespace Veinte.History.Lake;

/// <summary>Rows that wait for the lake's next step, in a database in memory that writes them as Parquet. Used by one task.</summary>
internal sealed class LakeTables : IDisposable
{
    private const string Clear = "DELETE FROM interactions; DELETE FROM reversals; DELETE FROM merges;";
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    /// <summary>Makes the tables.</summary>
    public LakeTables(int memoryMiB)
    {
        _connection.Open();
        HistoryDatabase.Execute(_connection, string.Create(CultureInfo.InvariantCulture, $"""
            SET memory_limit = '{memoryMiB}MiB'; SET threads = 1; SET preserve_insertion_order = true;
            CREATE TABLE interactions (
                day DATE, position BIGINT, occurred_at TIMESTAMP, received_at TIMESTAMP, identifier_kind VARCHAR, identifier VARCHAR, touchpoint VARCHAR,
                channel VARCHAR, intent VARCHAR, staff VARCHAR, area VARCHAR, stage VARCHAR, journey VARCHAR, source VARCHAR, message_id VARCHAR,
                grade DOUBLE, weight DOUBLE, par DOUBLE, amount BIGINT, policy_version INTEGER);
            CREATE TABLE reversals (posting BIGINT, position BIGINT);
            CREATE TABLE merges (position BIGINT, from_kind VARCHAR, from_identifier VARCHAR, into_kind VARCHAR, into_identifier VARCHAR);
            """));
    }

    /// <summary>Interactions that wait.</summary>
    public long Interactions { get; private set; }

    /// <summary>Reversals that wait.</summary>
    public long Reversals { get; private set; }

    /// <summary>Merges that wait.</summary>
    public long Merges { get; private set; }

    /// <summary>Takes a batch in.</summary>
    public void Add(HistoryBatch batch)
    {
        using (var appender = _connection.CreateAppender("interactions"))
            foreach (var row in batch.Rows) Add(appender.CreateRow(), row);
        using (var appender = _connection.CreateAppender("reversals"))
            foreach (var reversal in batch.Reversals) appender.CreateRow().AppendValue(reversal.Posting.Value).AppendValue(reversal.At.Value).EndRow();
        using (var appender = _connection.CreateAppender("merges"))
            foreach (var pointer in batch.Pointers)
                appender.CreateRow().AppendValue(pointer.Since.Value).AppendValue(KindOf(pointer.From)).AppendValue(pointer.From[2..])
                    .AppendValue(pointer.Into is { } into ? KindOf(into) : null).AppendValue(pointer.Into?[2..]).EndRow();
        Interactions += batch.Rows.Count;
        Reversals += batch.Reversals.Count;
        Merges += batch.Pointers.Count;
    }

    /// <summary>Writes what waits as files of a step, and forgets it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="number">Which step; names begin with it.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(string folder, long number)
    {
        var name = number.ToString("d12", CultureInfo.InvariantCulture);
        try
        {
            if (Interactions > 0)
            {
                const string columns = "* REPLACE (occurred_at AT TIME ZONE 'UTC' AS occurred_at, received_at AT TIME ZONE 'UTC' AS received_at)";
                HistoryDatabase.Execute(_connection, $"COPY (SELECT {columns} FROM interactions) TO '{In(folder, "interactions")}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (day), FILENAME_PATTERN '{name}-{{i}}')");
            }
            foreach (var (table, rows) in (ReadOnlySpan<(string, long)>)[("reversals", Reversals), ("merges", Merges)])
            {
                if (rows == 0) continue;
                Directory.CreateDirectory(Path.Combine(folder, table));
                HistoryDatabase.Execute(_connection, $"COPY {table} TO '{In(folder, $"{table}/{name}.parquet")}' (FORMAT parquet, COMPRESSION zstd)");
            }
        }
        catch (DuckDBException failure)
        {
            throw new IOException($"The lake cannot be written to: {HistoryDatabase.FirstLine(failure)}", failure);
        }
        HistoryDatabase.Execute(_connection, Clear);
        (Interactions, Reversals, Merges) = (0, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static string In(string folder, string name) => HistoryDatabase.Quoted(Path.Combine(folder, name));

    private static string KindOf(string identifier) => identifier[0] == 'u' ? "user" : "anonymous";

    private static void Add(IDuckDBAppenderRow target, HistoryRow row) => target
        .AppendValue(DateOnly.FromDateTime(row.OccurredAt.ToDateTimeOffset().UtcDateTime))
        .AppendValue(row.Position.Value)
        .AppendValue(HistoryValues.Time(row.OccurredAt))
        .AppendValue(HistoryValues.Time(row.ReceivedAt))
        .AppendValue(KindOf(row.Identifier))
        .AppendValue(row.Identifier[2..])
        .AppendValue(row.Touchpoint)
        .AppendValue(HistoryValues.Channel(row))
        .AppendValue(HistoryValues.Intent(row))
        .AppendValue(row.Staff)
        .AppendValue(row.Area)
        .AppendValue(row.Stage)
        .AppendValue(row.Journey)
        .AppendValue(row.Source)
        .AppendValue(row.MessageId)
        .AppendValue(row.Grade is { } grade ? grade.Milli / 1000.0 : null)
        .AppendValue(row.Weight.Milli / 1000.0)
        .AppendValue(row.Par.Milli / 1000.0)
        .AppendValue(row.Amount.Milli)
        .AppendValue(row.PolicyVersion)
        .EndRow();
}
