using DuckDB.NET.Data;
using Veinte.Model;
using Veinte.Sequences;

namespace Veinte.History;

public sealed partial class HistoryIndex
{
    /// <summary>Takes a batch in, in one transaction with the mark. A batch it has already is left out.</summary>
    private void Append(HistoryBatch batch)
    {
        if (batch.Mark.Position > Position)
        {
            Using((connection, _) =>
            {
                using var transaction = connection.BeginTransaction();
                var named = AppendRows(connection, batch.Rows, Position);
                Reverse(connection, batch.Reversals);
                Point(connection, batch.Pointers);
                SetMark(connection, batch);
                transaction.Commit();
                foreach (var (name, code) in named) _touchpointCodes.Add(name, code);
                return true;
            });
        }
        Reached(batch.Mark);
    }

    /// <summary>Returns the touchpoints that got a code: they count once the transaction is committed.</summary>
    private Dictionary<string, ushort> AppendRows(DuckDBConnection connection, IReadOnlyList<HistoryRow> rows, Position after)
    {
        var named = new Dictionary<string, ushort>(StringComparer.Ordinal);
        if (rows.Count == 0) return named;
        using (var appender = connection.CreateAppender("kept"))
            foreach (var row in rows)
                if (row.Position > after)
                    Write(appender.CreateRow(), row, CodeOf(row.Touchpoint, named));
        using (var appender = connection.CreateAppender("touchpoints"))
            foreach (var (name, code) in named)
                appender.CreateRow().AppendValue(code).AppendValue(name).EndRow();
        return named;
    }

    private ushort CodeOf(string touchpoint, Dictionary<string, ushort> named)
    {
        if (_touchpointCodes.TryGetValue(touchpoint, out var code) || named.TryGetValue(touchpoint, out code)) return code;
        if (_touchpointCodes.Count + named.Count == ushort.MaxValue) return TouchpointCodes.Other;
        code = (ushort)(_touchpointCodes.Count + named.Count + 1);
        named.Add(touchpoint, code);
        return code;
    }

    private static void Write(IDuckDBAppenderRow target, HistoryRow row, ushort code) => target
        .AppendValue(row.Position.Value)
        .AppendValue(HistoryValues.Time(row.OccurredAt))
        .AppendValue(HistoryValues.Time(row.ReceivedAt))
        .AppendValue(row.Identifier)
        .AppendValue(HistoryKeys.Of(row.Identifier))
        .AppendValue(row.Touchpoint)
        .AppendValue(code)
        .AppendValue(HistoryValues.Channel(row))
        .AppendValue(HistoryValues.Intent(row))
        .AppendValue(row.Staff)
        .AppendValue(row.Area)
        .AppendValue(row.Stage)
        .AppendValue(row.Journey)
        .AppendValue(row.Source)
        .AppendValue(row.MessageId)
        .AppendValue(row.Grade?.Milli)
        .AppendValue(row.Weight.Milli)
        .AppendValue(row.Par.Milli)
        .AppendValue(row.Amount.Milli)
        .AppendValue(row.PolicyVersion)
        .AppendValue(false)
        .EndRow();

    /// <summary>Takes away rows of what happened before a time, or only counts them. Built again from the books, the history has them again.</summary>
    public long Forget(Instant before, bool apply) => Using((connection, _) =>
    {
        var older = $"FROM kept WHERE occurred_at < '{before.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture)}'";
        using var count = HistoryCommands.Command(connection, "SELECT count(*) " + older, []);
        var rows = (long)count.ExecuteScalar()!;
        if (apply && rows > 0) HistoryDatabase.Execute(connection, $"BEGIN; DELETE {older}; UPDATE mark SET corrections = corrections + 1; COMMIT; CHECKPOINT;");
        return rows;
    });

    private static void Reverse(DuckDBConnection connection, IReadOnlyList<HistoryReversal> reversals)
    {
        if (reversals.Count == 0) return;
        HistoryDatabase.Execute(connection, "CREATE OR REPLACE TEMP TABLE reversals (posting BIGINT)");
        using (var appender = connection.CreateAppender("temp", "main", "reversals"))
            foreach (var reversal in reversals)
                appender.CreateRow().AppendValue(reversal.Posting.Value).EndRow();
        var first = reversals.Min(reversal => reversal.Posting.Value);
        HistoryDatabase.Execute(connection, $"""
            UPDATE kept SET reversed = true FROM temp.reversals r WHERE kept.position = r.posting AND kept.position >= {first};
            UPDATE mark SET corrections = corrections + 1;
            """);
    }

    private static void Point(DuckDBConnection connection, IReadOnlyList<HistoryPointer> pointers)
    {
        if (pointers.Count == 0) return;
        HistoryDatabase.Execute(connection, "CREATE OR REPLACE TEMP TABLE told AS FROM pointers LIMIT 0");
        using (var appender = connection.CreateAppender("temp", "main", "told"))
            foreach (var pointer in pointers)
                appender.CreateRow().AppendValue(pointer.From).AppendValue(HistoryKeys.Of(pointer.From)).AppendValue(pointer.Into)
                    .AppendValue(pointer.Into is null ? null : HistoryKeys.Of(pointer.Into)).AppendValue(pointer.Since.Value).EndRow();
        HistoryDatabase.Execute(connection, """
            CREATE OR REPLACE TEMP TABLE latest AS
                SELECT * FROM (FROM temp.told UNION ALL SELECT p.* FROM pointers p SEMI JOIN temp.told t ON p.identifier = t.identifier)
                QUALIFY row_number() OVER (PARTITION BY identifier ORDER BY since DESC) = 1;
            DELETE FROM pointers WHERE identifier IN (SELECT identifier FROM temp.told);
            INSERT INTO pointers SELECT * FROM temp.latest;
            """);
        HistoryDatabase.Execute(connection, HistorySchema.Resolve);
        HistoryDatabase.Execute(connection, "UPDATE mark SET corrections = corrections + 1");
    }

    private static void SetMark(DuckDBConnection connection, HistoryBatch batch)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE mark SET position = $1, fingerprint = $2";
        command.Parameters.Add(new DuckDBParameter(batch.Mark.Position.Value));
        command.Parameters.Add(new DuckDBParameter(batch.Mark.Fingerprint));
        command.ExecuteNonQuery();
    }
}
