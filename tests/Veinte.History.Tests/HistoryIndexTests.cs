using Veinte.Model;
using Xunit;
using static Veinte.History.Tests.Rows;

namespace Veinte.History.Tests;

public sealed class HistoryIndexTests
{
    [Fact]
    public async Task What_is_in_the_books_can_be_asked_in_sql()
    {
        var source = new ListSource();
        source.Add([Row(1, grade: 15), Row(2, "u:luis", "web", grade: 8.5), Row(3, grade: null)]);
        await using var history = await new TestHistory(source).CaughtUp();

        var answer = await history.Queries.Query("SELECT customer, touchpoint, grade, amount, occurred_at, reversed FROM interactions ORDER BY position");

        Assert.Equal(["customer", "touchpoint", "grade", "amount", "occurred_at", "reversed"], answer.Columns.Select(c => c.Name));
        Assert.Equal(["text", "text", "number", "number", "time", "boolean"], answer.Columns.Select(c => c.Type));
        Assert.Equal(["ana", "counter", 15.0, 5000L, "2026-03-02T09:00:00.000Z", false], answer.Rows[0]);
        Assert.Equal(["luis", "web", 8.5, -1500L, "2026-03-02T10:00:00.000Z", false], answer.Rows[1]);
        Assert.Equal(["ana", "counter", null, 0L, "2026-03-02T11:00:00.000Z", false], answer.Rows[2]);
        Assert.Equal(new Position(3), answer.Position);
        Assert.False(answer.LeftOff);
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_stopped_and_doubles_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("veinte-history-").FullName;
        var source = new ListSource();
        source.Add([Row(1), Row(2)]);
        await using (await new TestHistory(source, folder: folder).CaughtUp()) { }
        source.Add([Row(3)]);
        await using (var history = await new TestHistory(source, folder: folder).CaughtUp())
        {
            Assert.Equal([0L, 2L], source.Begun.Select(mark => mark.Position.Value));
            Assert.Equal(new HistoryTotals(3, 3, new(15_000)), await history.Queries.Totals(HistoryFilter.All));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("garbage")]
    [InlineData("empty layout")]
    public async Task A_damaged_or_strange_file_is_built_again(string damage)
    {
        var folder = Directory.CreateTempSubdirectory("veinte-history-").FullName;
        var source = new ListSource();
        source.Add([Row(1), Row(2)]);
        await using (await new TestHistory(source, folder: folder).CaughtUp()) { }
        var file = Path.Combine(folder, "history.duckdb");
        if (damage == "cut")
        {
            await using var stream = File.OpenWrite(file);
            stream.SetLength(stream.Length / 2);
        }
        else
        {
            File.Delete(file);
            if (damage == "garbage") await File.WriteAllBytesAsync(file, [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * 31 % 256))]);
            else
            {
                await using var other = new DuckDB.NET.Data.DuckDBConnection($"DataSource={file}");
                other.Open();
                await using var command = other.CreateCommand();
                command.CommandText = "CREATE TABLE something (a INTEGER)";
                command.ExecuteNonQuery();
            }
        }
        await using (var history = await new TestHistory(source, folder: folder).CaughtUp())
        {
            Assert.Equal(2, (await history.Queries.Totals(HistoryFilter.All)).Interactions);
            Assert.Equal(0, source.Begun[^1].Position.Value);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Restated_books_make_the_history_anew()
    {
        var source = new ListSource();
        source.Add([Row(1, grade: 15), Row(2, "a:x", grade: 12)], pointers: [new("a:x", "u:ana", new(2))]);
        await using var history = await new TestHistory(source).CaughtUp();
        Assert.Equal(new(7_000), (await history.Queries.Totals(HistoryFilter.All)).Amount);

        source.Restate(row => row with { Amount = new(row.Amount.Milli * 2), PolicyVersion = 2 });
        source.Add([Row(3, grade: 10)]);
        await history.CaughtUp();

        Assert.Equal(new HistoryTotals(3, 3, new(14_000)), await history.Queries.Totals(HistoryFilter.All));
        Assert.Equal(3, (await history.Queries.Totals(new(Customer: "ana"))).Interactions);
    }

    [Fact]
    public async Task A_reversed_posting_is_kept_but_no_longer_counted()
    {
        var source = new ListSource();
        source.Add([Row(1, grade: 15), Row(2, grade: 5)], [new(new(2), new(3))]);
        source.Add([Row(4, grade: 11)], [new(new(1), new(5))]);
        await using var history = await new TestHistory(source).CaughtUp();

        Assert.Equal(new HistoryTotals(1, 1, new(1_000)), await history.Queries.Totals(HistoryFilter.All));
        Assert.Equal(3, (await history.Queries.Totals(new(Reversed: true))).Interactions);
        Assert.Equal([1L, 2L], (await history.Queries.Query("SELECT position FROM interactions WHERE reversed ORDER BY 1")).Rows.Select(row => row[0]));
    }

    [Fact]
    public async Task Merged_identifiers_belong_to_the_last_customer_of_the_chain()
    {
        var source = new ListSource();
        source.Add([Row(1, "a:phone"), Row(2, "a:laptop"), Row(3, "u:ana"), Row(4, "u:luis")]);
        source.Add([], pointers: [new("a:phone", "a:laptop", new(5))]);
        source.Add([], pointers: [new("a:laptop", "u:ana", new(6))]);
        await using var history = await new TestHistory(source).CaughtUp();

        Assert.Equal(3, (await history.Queries.Totals(new(Customer: "ana"))).Interactions);
        Assert.Equal(0, (await history.Queries.Totals(new(Customer: "phone"))).Interactions);
        Assert.Equal(["ana", "ana", "ana", "luis"], (await history.Queries.Query("SELECT customer FROM interactions ORDER BY position")).Rows.Select(row => row[0]));
    }

    [Fact]
    public async Task Undoing_a_merge_gives_the_interactions_back_in_whatever_order_it_is_told()
    {
        var source = new ListSource();
        source.Add([Row(1, "a:phone"), Row(2, "u:ana")], pointers: [new("a:phone", "u:ana", new(3))]);
        source.Add([Row(10, "u:ana")], pointers: [new("a:phone", null, new(10))]);
        source.Add([Row(12, "u:ana")], pointers: [new("a:phone", "u:ana", new(3))]);
        await using var history = await new TestHistory(source).CaughtUp();

        Assert.Equal(1, (await history.Queries.Totals(new(Customer: "phone"))).Interactions);
        Assert.Equal(3, (await history.Queries.Totals(new(Customer: "ana"))).Interactions);
    }
}
