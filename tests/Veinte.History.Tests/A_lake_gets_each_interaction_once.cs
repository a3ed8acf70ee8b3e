using System.Text.Json;
using DuckDB.NET.Data;
using Veinte.History.Lake;
using Xunit;
using static Veinte.History.Tests.Rows;

namespace Veinte.History.Tests;

/// <summary>Parquet for a lake or a warehouse, read here as anybody would: by its files.</summary>
public sealed class A_lake_gets_each_interaction_once : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-lake's-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interactions_lie_by_the_day_they_happened_and_files_are_only_added()
    {
        var source = new ListSource();
        source.Add([.. Enumerable.Range(1, 60).Select(i => Row(i, grade: i % 20, hour: i))]);
        Assert.Equal(60, (await Write(source)).Interactions);
        var before = Files();
        // Of the first day again, but said later; and a posting taken back, and a visitor who became known.
        source.Add([Row(61, grade: 3, hour: 1), Row(62, "a:dev", hour: 2)], [new(new(5), new(63))], [new("a:dev", "u:ana", new(64))]);
        var second = await Write(source);
        Assert.Equal((2L, 64L, 3), (second.Interactions, second.Position, second.Files));
        Assert.Subset(Files().ToHashSet(), before.ToHashSet());
        Assert.Equal(before.Count + 3, Files().Count);
        Assert.Equal([62L, 62L, 3L], Numbers($"SELECT count(*), count(DISTINCT position), count(DISTINCT day) FROM {Of("interactions")}"));
        Assert.Equal([0L], Numbers($"SELECT count(*) FROM {Of("interactions")} WHERE day <> (occurred_at AT TIME ZONE 'UTC')::DATE"));
        Assert.Equal([5L, 63L], Numbers($"SELECT posting, position FROM {Of("reversals")}"));
        Assert.Equal([64L, 1L], Numbers($"SELECT position, count(*) FROM {Of("merges")} WHERE from_kind = 'anonymous' AND from_identifier = 'dev' AND into_identifier = 'ana' GROUP BY ALL"));
        // Nothing new: nothing is written.
        Assert.Equal(0, (await Write(source)).Steps);
    }

    [Fact]
    public async Task An_interaction_has_in_the_lake_what_it_has_in_the_books()
    {
        var source = new ListSource();
        source.Add([Row(7, "u:ana", "web", 12.5, 1, "eva", "north")]);
        await Write(source);
        using var lake = Read($"SELECT identifier_kind, identifier, touchpoint, staff, area, grade, amount, strftime(occurred_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S'), message_id FROM {Of("interactions")}");
        Assert.True(lake.Row.Read());
        Assert.Equal(
            ["user", "ana", "web", "eva", "north", 12.5, 2500L, "2026-03-02T09:00:00", "m7"],
            Enumerable.Range(0, 9).Select(lake.Row.GetValue));
    }

    [Theory]
    [InlineData("written")]
    [InlineData("decided")]
    [InlineData("moved")]
    public async Task Whoever_dies_at_any_step_leaves_a_lake_that_the_next_one_completes(string step)
    {
        var source = new ListSource();
        for (var batch = 0; batch < 5; batch++) source.Add([.. Enumerable.Range(batch * 40 + 1, 40).Select(i => Row(i, grade: i % 20, hour: i))], [new(new(batch * 40 + 1), new(batch * 40 + 40))]);
        for (var deadly = 1; deadly <= 7; deadly++)
        {
            Directory.Delete(_folder, recursive: true);
            var left = deadly;
            await Assert.ThrowsAsync<Died>(() => Write(source, taken =>
            {
                if (taken == step && --left == 0) throw new Died();
            }, rows: 40));
            // What readers see meanwhile is a beginning, and nothing twice.
            if (Directory.GetFiles(_folder, "*.parquet", SearchOption.AllDirectories).Any(file => file.Contains("interactions", StringComparison.Ordinal) && !file.Contains("_aside", StringComparison.Ordinal)))
                Assert.Equal([0L], Numbers($"SELECT count(*) - count(DISTINCT position) FROM {Of("interactions")}"));
            await Write(source, rows: 40);
            Assert.Equal([200L, 200L, 200L], Numbers($"SELECT count(*), count(DISTINCT position), max(position) FROM {Of("interactions")}"));
            Assert.Equal([5L], Numbers($"SELECT count(*) FROM {Of("reversals")}"));
            Assert.Equal(Files().Order(StringComparer.Ordinal), Listed().Order(StringComparer.Ordinal));
            if (step != "moved" && deadly == 5) break;
        }
    }

    [Fact]
    public async Task Restated_books_make_a_new_generation_and_readers_have_the_old_one_until_it_is_whole()
    {
        var source = new ListSource();
        source.Add([.. Enumerable.Range(1, 40).Select(i => Row(i, grade: 10, hour: i))]);
        source.Add([.. Enumerable.Range(41, 40).Select(i => Row(i, grade: 10, hour: i))]);
        await Write(source);
        source.Restate(row => row with { Grade = new(12_000), PolicyVersion = 1 });
        source.Add([Row(81, grade: 12, hour: 81)]);
        var left = 2;
        await Assert.ThrowsAsync<Died>(() => Write(source, taken =>
        {
            if (taken == "decided" && --left == 0) throw new Died();
        }, rows: 40));
        Assert.Equal([80L, 10L], Numbers($"SELECT count(*), avg(grade)::BIGINT FROM {Of("interactions")}"));
        Assert.Equal(2, (await Write(source, rows: 40)).Generation);
        Assert.Equal([81L, 81L, 12L], Numbers($"SELECT count(*), count(DISTINCT position), avg(grade)::BIGINT FROM {Of("interactions")}"));
        Assert.Single(Directory.GetDirectories(_folder));
    }

    [Fact]
    public async Task Two_exporters_at_once_are_one_too_many()
    {
        using var first = LakeExport.Open(_folder);
        Assert.Contains("Another exporter", Assert.Throws<IOException>(() => LakeExport.Open(_folder)).Message);
        first.Dispose();
        await Write(new());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<LakeWritten> Write(ListSource source, Action<string>? stepTaken = null, int rows = 500_000)
    {
        using var lake = LakeExport.Open(_folder, new() { RowsPerStep = rows, MemoryMiB = 256 }, stepTaken);
        return await lake.CatchUp(source, await source.Head(Cancel), null, Cancel);
    }

    private string Generation()
    {
        var current = Path.Combine(_folder, "current.json");
        if (!File.Exists(current)) return Path.Combine(_folder, "generation-1");
        using var said = JsonDocument.Parse(File.ReadAllBytes(current));
        return Path.Combine(_folder, $"generation-{said.RootElement.GetProperty("generation").GetInt32()}");
    }

    private string Of(string table) => $"read_parquet('{Path.Combine(Generation(), table).Replace("'", "''")}/**/*.parquet', hive_partitioning = true)";

    private IReadOnlyList<string> Files() => [.. Directory.GetFiles(Generation(), "*.parquet", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Generation(), file))];

    private IReadOnlyList<string> Listed() =>
    [
        .. Directory.GetFiles(Path.Combine(Generation(), "_commits"), "*.json").SelectMany(file =>
        {
            using var said = JsonDocument.Parse(File.ReadAllBytes(file));
            return said.RootElement.GetProperty("files").EnumerateArray().Select(listed => listed.GetProperty("path").GetString()!).ToList();
        }),
    ];

    private long[] Numbers(string sql)
    {
        using var lake = Read(sql);
        Assert.True(lake.Row.Read());
        return [.. Enumerable.Range(0, lake.Row.FieldCount).Select(i => Convert.ToInt64(lake.Row.GetValue(i), null))];
    }

    private static Reading Read(string sql)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return new(connection, command, command.ExecuteReader());
    }

    private sealed record Reading(DuckDBConnection Connection, DuckDBCommand Command, DuckDBDataReader Row) : IDisposable
    {
        public void Dispose()
        {
            Row.Dispose();
            Command.Dispose();
            Connection.Dispose();
        }
    }

    private sealed class Died : Exception;
}
