using CsCheck;
using DuckDB.NET.Data;
using Veinte.Model;
using Veinte.Sequences;
using Xunit;
using static Veinte.History.Tests.Rows;

namespace Veinte.History.Tests;

public sealed class HistorySequencesTests
{
    private static readonly Instant Later = new(Start.UnixMicros + 10_000 * Instant.MicrosPerHour);

    [Fact]
    public async Task A_funnel_counts_a_person_over_all_identifiers()
    {
        var source = new ListSource();
        source.Add([Row(1, "a:dev", "search"), Row(2, "u:ana", "book"), Row(3, "u:luis", "search"), Row(4, "u:eva", "search"), Row(5, "u:eva", "book")]);
        source.Add([], pointers: [new("a:dev", "u:ana", new(6))]);
        await using var history = await new TestHistory(source).CaughtUp();

        var funnel = await history.Sequences.Funnel([["search"], ["book"]], TimeSpan.FromDays(1), HistoryFilter.All, Later);

        Assert.Equal([3L, 2L], funnel.Steps.Select(step => step.Reached));
        Assert.Equal(2 / 3.0, funnel.Steps[1].FromPrevious.Value);
        Assert.Equal(new(6, 5, 3, 0), funnel.Basis);
    }

    [Fact]
    public async Task Answers_take_in_what_is_new_and_what_was_corrected()
    {
        var source = new ListSource();
        source.Add([Row(1, "u:ana", "search"), Row(2, "u:ana", "book"), Row(3, "a:dev", "search")]);
        await using var history = await new TestHistory(source).CaughtUp();
        async Task<string> Reached()
        {
            await history.CaughtUp();
            var funnel = await history.Sequences.Funnel([["search"], ["book"]], TimeSpan.FromDays(9), HistoryFilter.All, Later);
            return string.Join(' ', funnel.Steps.Select(step => step.Reached));
        }
        Assert.Equal("2 1", await Reached());
        source.Add([Row(4, "u:luis", "book"), Row(5, "a:dev", "book", hour: 0)]);
        Assert.Equal("2 1", await Reached());
        source.Add([Row(6, "a:dev", "book")]);
        Assert.Equal("2 2", await Reached());
        source.Add([], [new(new(2), new(7))]);
        Assert.Equal("2 1", await Reached());
        source.Add([], pointers: [new("a:dev", "u:ana", new(8))]);
        Assert.Equal("1 1", await Reached());
    }

    [Fact]
    public async Task A_period_and_a_filter_narrow_the_question()
    {
        var source = new ListSource();
        source.Add([Row(1, "u:ana", "search", area: "north"), Row(2, "u:ana", "book", area: "north"), Row(3, "u:luis", "search", area: "south"), Row(4, "u:luis", "call", area: "south")]);
        await using var history = await new TestHistory(source).CaughtUp();

        var north = await history.Sequences.Follows(new(Area: "north"), 10);
        Assert.Equal(("search", "book", 1L, 3600.0), north.Edges.Select(e => (e.From, e.To, e.Count, e.MeanSeconds)).Single());
        var late = await history.Sequences.Follows(new(From: new(Start.UnixMicros + 2 * Instant.MicrosPerHour)), 10);
        Assert.Equal(("search", "call"), late.Edges.Select(e => (e.From, e.To)).Single());
        Assert.Equal(["book", "search"], late.Starts.Select(s => s.Touchpoint).Order());
        var paths = await history.Sequences.Paths(HistoryFilter.All, 2, 10);
        Assert.Equal(["search>book", "search>call"], paths.Paths.Select(p => string.Join('>', p.Touchpoints)).Order());
        var retention = await history.Sequences.Retention(HistoryFilter.All, TimeSpan.Zero);
        Assert.Equal((new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), 2L), retention.Cohorts.Select(c => (c.Week, c.Customers)).Single());
    }

    [Fact]
    public async Task More_interactions_than_memory_allows_leave_the_oldest_off_and_say_so()
    {
        var source = new ListSource();
        source.Add([.. Enumerable.Range(1, 2000).Select(i => Row(i, $"u:{i % 7}", "t" + (i % 3)))]);
        await using var history = await new TestHistory(source, new() { MemoryMiB = 256, Threads = 1, SequenceEventsMax = 1000 }).CaughtUp();

        Assert.Equal((800, 1200), Of(await history.Sequences.Follows(HistoryFilter.All, 10)));
        source.Add([.. Enumerable.Range(2001, 150).Select(i => Row(i, $"u:{i % 7}", "t" + (i % 3)))]);
        await history.CaughtUp();
        Assert.Equal((950, 1200), Of(await history.Sequences.Follows(HistoryFilter.All, 10)));
        source.Add([.. Enumerable.Range(2151, 100).Select(i => Row(i, $"u:{i % 7}", "t" + (i % 3)))]);
        await history.CaughtUp();
        Assert.Equal((800, 1450), Of(await history.Sequences.Follows(HistoryFilter.All, 10)));

        static (long, long) Of(FollowsAnswer answer) => (answer.Basis.Interactions, answer.Basis.LeftOff);
    }

    [Fact]
    public async Task An_unknown_touchpoint_is_named()
    {
        await using var history = await new TestHistory(new()).CaughtUp();
        var refused = await Assert.ThrowsAsync<HistoryQuestionException>(() =>
            history.Sequences.Funnel([["nowhere"]], TimeSpan.FromDays(1), HistoryFilter.All, Later));
        Assert.Contains("'nowhere'", refused.Message);
    }

    /// <summary>The kernels beside the same questions in SQL, on random traces with many equal times.</summary>
    [Fact]
    public void Kernels_and_sql_windows_agree() =>
        Gen.Select(Gen.Int[0, 8], Gen.Long[0, 60], Gen.UShort[1, 5]).Array[1, 120].Sample(rows =>
        {
            var columns = new EventColumns();
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE e (customer INTEGER, t BIGINT, position BIGINT, touchpoint INTEGER); INSERT INTO e VALUES "
                + string.Join(", ", rows.Select((r, i) => $"({r.Item1}, {r.Item2 * Instant.MicrosPerHour}, {i}, {r.Item3})"));
            command.ExecuteNonQuery();
            for (var i = 0; i < rows.Length; i++)
                columns.Append(rows[i].Item1, new(rows[i].Item2 * Instant.MicrosPerHour), new(i), rows[i].Item3);
            var sorted = SortedColumns.From(columns);

            List<string> Ask(string sql)
            {
                command.CommandText = sql;
                using var reader = command.ExecuteReader();
                var lines = new List<string>();
                while (reader.Read()) lines.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
                return lines;
            }

            Assert.Equal(
                Ask("""
                    SELECT p, touchpoint, count(*) FROM (SELECT lag(touchpoint) OVER (PARTITION BY customer ORDER BY t, position) AS p, touchpoint FROM e)
                    WHERE p IS NOT NULL GROUP BY ALL ORDER BY 3 DESC, 1, 2
                    """),
                FollowsGraph.Of(sorted).Edges().Select(e => $"{e.From} {e.To} {e.Count}"));
            Assert.Equal(
                Ask("""
                    SELECT path, count(*) FROM (SELECT string_agg(touchpoint, '>' ORDER BY t, position) AS path FROM
                      (SELECT * FROM e QUALIFY row_number() OVER (PARTITION BY customer ORDER BY t, position) <= 3) GROUP BY customer) GROUP BY path
                    """).Order(),
                Paths.Count(sorted, 3).Top(int.MaxValue).Select(p => $"{string.Join('>', p.Touchpoints)} {p.Count}").Order());
            var window = 24 * Instant.MicrosPerHour;
            Assert.Equal(
                Ask($"""
                    SELECT count(DISTINCT a.customer), count(DISTINCT b.customer), count(DISTINCT c.customer) FROM e a
                    LEFT JOIN e b ON b.customer = a.customer AND b.touchpoint = 2 AND (b.t, b.position) > (a.t, a.position) AND b.t <= a.t + {window}
                    LEFT JOIN e c ON c.customer = b.customer AND c.touchpoint = 3 AND (c.t, c.position) > (b.t, b.position) AND c.t <= a.t + {window}
                    WHERE a.touchpoint = 1
                    """).Single(),
                string.Join(' ', Funnel.Count(new([[1], [2], [3]], TimeSpan.FromHours(24)), sorted, Later).Reached));
        }, iter: 60);
}
