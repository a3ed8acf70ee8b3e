using System.Globalization;
using DuckDB.NET.Data;
using Veinte.Sequences;

namespace Veinte.Benchmarks.Sequences;

/// <summary>The same questions in SQL, on the same interactions, in the same process, on one thread.</summary>
internal static class DuckDbPeer
{
    public static void Run(
        EventColumns columns, ushort[][] steps, TimeSpan window, int pathSteps, FunnelCounts funnel, FollowsGraph graph, PathCounts paths)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, "SET threads = 1; SET memory_limit = '8GB';");
        Execute(connection, "CREATE TABLE e (customer INTEGER, t BIGINT, position BIGINT, touchpoint USMALLINT)");
        using (var appender = connection.CreateAppender("e"))
        {
            var buffer = new TraceBuffer();
            // Only the order (time, position) matters, and each trace comes in it: its index is as good a position.
            for (var customer = 0; customer < columns.Customers; customer++)
            {
                var trace = columns.TraceOf(customer, buffer);
                for (var i = 0; i < trace.Length; i++)
                    appender.CreateRow().AppendValue(customer).AppendValue(trace.Times[i]).AppendValue((long)i)
                        .AppendValue(trace.Touchpoints[i]).EndRow();
            }
        }

        Console.WriteLine();
        var funnelRow = Ask(connection, "DuckDB funnel", FunnelSql(steps, window));
        Check("funnel", funnelRow.SequenceEqual(funnel.Reached));
        var pairs = Ask(connection, "DuckDB directly-follows",
            """
            SELECT p * 65536 + touchpoint, count(*), sum(gap)::BIGINT FROM (
              SELECT lag(touchpoint) OVER w AS p, touchpoint, (t - lag(t) OVER w) // 1000 AS gap FROM e
              WINDOW w AS (PARTITION BY customer ORDER BY t, position))
            WHERE p IS NOT NULL GROUP BY ALL
            """);
        Check("directly-follows", pairs.Count == 3 * graph.EdgeCount && pairs.Chunk(3).All(row =>
            graph.CountOf((ushort)(row[0] >> 16), (ushort)(row[0] & 65535)) == row[1]));
        var top = Ask(connection, "DuckDB paths",
            $"""
            SELECT n, count(*) FROM (
              SELECT string_agg(touchpoint, '>' ORDER BY t, position) AS path, count(*) AS n FROM (
                SELECT * FROM e QUALIFY row_number() OVER (PARTITION BY customer ORDER BY t, position) <= {pathSteps})
              GROUP BY customer) GROUP BY path, n
            """);
        Check("paths", top.Count == 2 * paths.Distinct);
    }

    /// <summary>max(begun) over the rows before is the latest beginning: beginnings at a step never go back in time.</summary>
    private static string FunnelSql(ushort[][] steps, TimeSpan window)
    {
        var micros = (window.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
        const string before = "OVER (PARTITION BY customer ORDER BY t, position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)";
        var sql = $"SELECT customer, t, position, touchpoint, CASE WHEN touchpoint IN ({Codes(steps[0])}) THEN t END AS b0 FROM e";
        for (var step = 1; step < steps.Length; step++)
            sql = $"""
                SELECT *, CASE WHEN touchpoint IN ({Codes(steps[step])}) AND m{step} >= t - {micros} THEN m{step} END AS b{step}
                FROM (SELECT *, max(b{step - 1}) {before} AS m{step} FROM ({sql}))
                """;
        var counts = string.Join(", ", steps.Select((_, step) => $"count(DISTINCT CASE WHEN b{step} IS NOT NULL THEN customer END)"));
        return $"SELECT {counts} FROM ({sql})";
    }

    private static string Codes(ushort[] step) => string.Join(',', step);

    private static List<long> Ask(DuckDBConnection connection, string question, string sql)
    {
        var (values, measure) = Measure.Many(() =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var all = new List<long>();
            while (reader.Read())
                for (var column = 0; column < reader.FieldCount; column++)
                    all.Add(Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture));
            return all;
        }, 1);
        Console.WriteLine($"{question,-43}  {measure}");
        return values;
    }

    private static void Check(string question, bool same)
    {
        if (!same) throw new InvalidOperationException($"DuckDB and the kernel do not agree on {question}.");
        Console.WriteLine("  agrees with the kernel");
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
