using Veinte.Model;
using Xunit;
using static Veinte.History.Tests.Rows;

namespace Veinte.History.Tests;

public sealed class HistoryQueriesTests
{
    [Theory]
    [InlineData("DELETE FROM kept", "Only one SELECT")]
    [InlineData("INSERT INTO kept SELECT * FROM kept", "Only one SELECT")]
    [InlineData("DROP VIEW interactions", "Only one SELECT")]
    [InlineData("SET memory_limit = '99GB'", "Only one SELECT")]
    [InlineData("COPY kept TO '/tmp/x.csv'", "Only one SELECT")]
    [InlineData("ATTACH '/tmp/x.duckdb'", "Only one SELECT")]
    [InlineData("INSTALL httpfs", "Only one SELECT")]
    [InlineData("SELECT 1; SELECT 2", "one SELECT statement at a time, not 2")]
    [InlineData("SELECT 1; DELETE FROM kept", "Only one SELECT")]
    [InlineData("", "one SELECT")]
    [InlineData("SELEC 1", "cannot be read")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "disabled by configuration")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')", "disabled by configuration")]
    [InlineData("SELECT * FROM '/etc/passwd.csv'", "disabled by configuration")]
    [InlineData("SELECT * FROM glob('/*')", "disabled by configuration")]
    [InlineData("SELECT * FROM query('DELETE FROM kept')", "")]
    [InlineData("SELECT nonsense FROM interactions", "nonsense")]
    public async Task A_question_can_only_read_the_history(string sql, string reason)
    {
        var source = new ListSource();
        source.Add([Row(1)]);
        await using var history = await new TestHistory(source).CaughtUp();

        var refused = await Assert.ThrowsAsync<HistoryQuestionException>(() => history.Queries.Query(sql));

        Assert.Contains(reason, refused.Message);
        Assert.Equal(1, (await history.Queries.Totals(HistoryFilter.All)).Interactions);
    }

    [Theory]
    [InlineData("WITH a AS (SELECT 1 AS one) SELECT one FROM a")]
    [InlineData("FROM interactions SELECT count(*)")]
    [InlineData("SELECT 1; -- done")]
    [InlineData("SELECT [1, 2], {'a': 1}, 1::HUGEINT, 'NaN'::DOUBLE, DATE '2026-01-01', INTERVAL 1 DAY, uuid(), 'x'::BLOB, 1.5::DECIMAL(9,2)")]
    [InlineData("DESCRIBE interactions")]
    [InlineData("SUMMARIZE interactions")]
    public async Task Whatever_can_be_selected_is_answered(string sql)
    {
        var source = new ListSource();
        source.Add([Row(1)]);
        await using var history = await new TestHistory(source).CaughtUp();
        Assert.NotEmpty((await history.Queries.Query(sql)).Rows);
    }

    [Fact]
    public async Task An_answer_is_bounded_and_says_that_more_was_left_off()
    {
        await using var history = await new TestHistory(new()).CaughtUp();
        var answer = await history.Queries.Query("SELECT range FROM range(100)", rowsMax: 10);
        Assert.Equal(10, answer.Rows.Count);
        Assert.True(answer.LeftOff);
        Assert.False((await history.Queries.Query("SELECT range FROM range(10)", rowsMax: 10)).LeftOff);
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_stopped()
    {
        await using var history = await new TestHistory(new(), new() { MemoryMiB = 256, Threads = 1, Timeout = TimeSpan.FromMilliseconds(300) }).CaughtUp();
        await Assert.ThrowsAsync<HistoryTimeoutException>(() => history.Queries.Query("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b"));
        Assert.Single((await history.Queries.Query("SELECT 1")).Rows);
    }

    [Fact]
    public async Task A_question_can_be_called_off()
    {
        await using var history = await new TestHistory(new()).CaughtUp();
        using var off = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => history.Queries.Query("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", cancel: off.Token));
    }

    [Fact]
    public async Task More_questions_than_may_wait_are_refused()
    {
        await using var history = await new TestHistory(new(), new() { MemoryMiB = 256, Threads = 1, QuestionsMax = 1, WaitingMax = 1 }).CaughtUp();
        using var off = new CancellationTokenSource();
        var slow = "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b";
        Task[] taken = [history.Queries.Query(slow, cancel: off.Token), history.Queries.Query(slow, cancel: off.Token)];
        await Assert.ThrowsAsync<HistoryBusyException>(() => history.Queries.Query("SELECT 1"));
        await off.CancelAsync();
        foreach (var one in taken) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.Single((await history.Queries.Query("SELECT 1")).Rows);
    }

    [Fact]
    public async Task Every_filter_finds_its_interactions()
    {
        var source = new ListSource();
        source.Add(
        [
            Row(1, "u:ana", "counter", 15, 1, staff: "eva", area: "north"),
            Row(2, "u:ana", "web", 8, 2, channel: Channel.App),
            Row(3, "a:dev", "web", null, 3),
            Row(4, "u:luis", "counter", 12, 4, staff: "ivo", area: "north"),
        ]);
        source.Add([], pointers: [new("a:dev", "u:ana", new(5))]);
        await using var history = await new TestHistory(source).CaughtUp();
        async Task<string> Ids(HistoryFilter filter) =>
            string.Join(' ', (await history.Queries.Interactions(filter, null, 100)).Select(i => i.Id));

        Assert.Equal("4 3 2 1", await Ids(HistoryFilter.All));
        Assert.Equal("4 1", await Ids(new(Touchpoint: "counter")));
        Assert.Equal("1", await Ids(new(Staff: "eva")));
        Assert.Equal("4 1", await Ids(new(Area: "north")));
        Assert.Equal("3 2 1", await Ids(new(Customer: "ana")));
        Assert.Equal("", await Ids(new(Customer: "dev")));
        Assert.Equal("2", await Ids(new(Channel: "app")));
        Assert.Equal("4 1", await Ids(new(GradeMin: 12)));
        Assert.Equal("4 2", await Ids(new(GradeMax: 12)));
        Assert.Equal("3 2", await Ids(new(From: new(Start.UnixMicros + 2 * Instant.MicrosPerHour), To: new(Start.UnixMicros + 4 * Instant.MicrosPerHour))));
        Assert.Equal("2", await Ids(new(Customer: "ana", Touchpoint: "web", GradeMax: 10)));
        Assert.Equal("", await Ids(new(Touchpoint: "'; DROP TABLE kept; --")));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat_even_within_one_moment()
    {
        var source = new ListSource();
        source.Add([.. Enumerable.Range(1, 25).Select(i => Row(i, hour: i / 10))]);
        await using var history = await new TestHistory(source).CaughtUp();

        var (seen, cursor) = (new List<long>(), (HistoryCursor?)null);
        while (true)
        {
            var page = await history.Queries.Interactions(HistoryFilter.All, cursor, 4);
            if (page.Count == 0) break;
            seen.AddRange(page.Select(i => i.Id));
            cursor = new(Instant.From(page[^1].OccurredAt), new(page[^1].Id));
        }
        Assert.Equal(Enumerable.Range(1, 25).Select(i => (long)i).Reverse(), seen);
    }

    [Fact]
    public async Task Grades_are_spread_by_touchpoint()
    {
        var source = new ListSource();
        source.Add([.. Enumerable.Range(0, 21).Select(i => Row(i + 1, grade: i)), Row(30, touchpoint: "web", grade: null)]);
        await using var history = await new TestHistory(source).CaughtUp();

        Assert.Equal(
            [new("counter", 21, 21, 10, 2, 5, 10, 15, 18, 0), new("web", 1, 0, null, null, null, null, null, null, 0)],
            await history.Queries.Grades(HistoryFilter.All));
    }

    [Fact]
    public async Task What_happened_before_somebody_was_asked_is_told_by_whatever_name_he_was_asked()
    {
        var source = new ListSource();
        source.Add([Row(1, "u:old", grade: 4, hour: 1), Row(2, "a:dev", grade: 8, hour: 2), Row(3, "u:ana", grade: 12, hour: 3), Row(4, "u:ana", grade: 20, hour: 9), Row(5, "u:bea", grade: null, hour: 1)]);
        source.Add([], pointers: [new("u:old", "u:ana", new(6)), new("a:dev", "u:ana", new(7))]);
        await using var history = await new TestHistory(source).CaughtUp();
        Instant At(double hour) => new(Start.UnixMicros + (long)(hour * Instant.MicrosPerHour));

        // Merged since, "old" and "ana" are one person, whose device is part of him; what came after he was asked is left out.
        Assert.Equal([8, 8, 6, null, null, null], await history.Queries.GradesBefore(
            [("ana", At(5)), ("old", At(5)), ("old", At(2.5)), ("ana", At(0.5)), ("bea", At(5)), ("nobody", At(5))], TestContext.Current.CancellationToken));
        Assert.Empty(await history.Queries.GradesBefore([], TestContext.Current.CancellationToken));
    }
}
