using System.Text.Json;
using Veinte.Model;
using Xunit;
using static Veinte.History.Tests.Rows;

namespace Veinte.History.Tests;

public sealed class HistoryExportTests
{
    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Jsonl)]
    [InlineData(ExportFormat.Parquet)]
    public async Task An_export_holds_exactly_the_interactions_of_the_period(ExportFormat format)
    {
        var source = new ListSource();
        source.Add([.. Enumerable.Range(1, 100).Select(i => Row(i, grade: i % 20, touchpoint: "a \"b\", c\né", hour: i))]);
        await using var history = await new TestHistory(source).CaughtUp();
        var file = Path.Combine(history.Folder, "out file's." + format);
        var told = new List<(long, long)>();

        var exported = await HistoryExport.Run(
            history.Index, format, file, new(Start.UnixMicros + 11 * Instant.MicrosPerHour), new(Start.UnixMicros + 21 * Instant.MicrosPerHour),
            new Told(told), CancellationToken.None);

        Assert.Equal(10, exported.Rows);
        Assert.Equal((10, 10), told[^1]);
        Assert.Equal(new FileInfo(file).Length, exported.Bytes);
        await using var reader = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        reader.Open();
        await using var command = reader.CreateCommand();
        command.CommandText = $"SELECT min(position), max(position), count(*), any_value(touchpoint), min(occurred_at::TIMESTAMPTZ)::VARCHAR, sum(amount)::BIGINT FROM '{file.Replace("'", "''")}'"
            .Replace("FROM '", format switch { ExportFormat.Csv => "FROM read_csv('", ExportFormat.Jsonl => "FROM read_json('", _ => "FROM read_parquet('" }) + ")";
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        Assert.Equal([11L, 20L, 10L], new[] { row.GetInt64(0), row.GetInt64(1), row.GetInt64(2) });
        Assert.Equal("a \"b\", c\né", row.GetString(3));
        Assert.StartsWith("2026-03-02 19:00:00", row.GetString(4));
        Assert.Equal(Enumerable.Range(11, 10).Sum(i => (i % 20 - 10) * 1000L), row.GetInt64(5));
        Assert.Empty(Directory.GetFiles(Path.Combine(history.Folder, "exports")));
    }

    [Fact]
    public async Task A_line_of_jsonl_says_everything_of_an_interaction()
    {
        var source = new ListSource();
        source.Add([Row(7, "a:dev", "web", 12.5, 1, "eva", "north")], pointers: [new("a:dev", "u:ana", new(8))]);
        await using var history = await new TestHistory(source).CaughtUp();
        var file = Path.Combine(history.Folder, "out.jsonl");
        await HistoryExport.Run(history.Index, ExportFormat.Jsonl, file, null, null, null, CancellationToken.None);

        using var line = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(file)));
        Assert.Equal("ana", line.RootElement.GetProperty("customer").GetString());
        Assert.Equal("a:dev", line.RootElement.GetProperty("identifier").GetString());
        Assert.Equal("2026-03-02T09:00:00.000Z", line.RootElement.GetProperty("occurred_at").GetString());
        Assert.Equal(12.5, line.RootElement.GetProperty("grade").GetDouble());
        Assert.Equal(2500, line.RootElement.GetProperty("amount").GetInt64());
        Assert.Equal("m7", line.RootElement.GetProperty("message_id").GetString());
    }

    [Fact]
    public async Task An_export_to_nowhere_says_so()
    {
        await using var history = await new TestHistory(new()).CaughtUp();
        var missing = Path.Combine(history.Folder, "missing", "x.csv");
        var failure = await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            HistoryExport.Run(history.Index, ExportFormat.Csv, missing, null, null, null, CancellationToken.None));
        Assert.Contains("missing", failure.Message);
    }

    private sealed class Told(List<(long, long)> told) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value)
        {
            lock (told) told.Add(value);
        }
    }
}
