using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Model;
using Veinte.Server.Analysis;

namespace Veinte.Server.Tests.Analysis;

public sealed class Questions_over_all_time(ServerFixture server) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        _key = await server.CreateKey("read");
        if ((await server.Get("/api/v1/trial-balance", _key)).Expect(200).GetProperty("interactions").GetInt64() > 0) return;
        var last = 0L;
        foreach (var (customer, touchpoint, rating) in new (string, string, double?)[]
        {
            ("ana", "web", 5), ("ana", "counter", 4), ("ana", "support", 1),
            ("luis", "web", 3), ("luis", "counter", 2),
            ("eva", "web", null),
        })
        {
            last = await server.Interact(customer, touchpoint, rating, staff: touchpoint == "counter" ? "ivo" : null);
        }
        await CaughtUp(last);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_interactions_behind_a_figure_come_page_by_page_newest_first()
    {
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await server.Get($"/api/v1/history/interactions?limit=2{(next is null ? "" : $"&cursor={next}")}", _key)).Expect(200);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(Told));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        Assert.Equal("eva web –; luis counter 5; luis web 10; ana support 0; ana counter 15; ana web 20", string.Join("; ", seen));

        var counter = (await server.Get("/api/v1/history/interactions?staff=ivo&gradeMin=10", _key)).Expect(200);
        Assert.Equal(["ana counter 15"], counter.GetProperty("items").EnumerateArray().Select(Told));
    }

    [Fact]
    public async Task Grades_are_spread_by_touchpoint()
    {
        var web = (await server.Get("/api/v1/history/grades", _key)).Expect(200).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("touchpoint").GetString() == "web");
        Assert.Equal((3, 2, 15.0), (web.GetProperty("interactions").GetInt32(), web.GetProperty("graded").GetInt32(), web.GetProperty("mean").GetDouble()));
    }

    [Fact]
    public async Task A_free_question_is_answered_with_columns_and_rows()
    {
        var answer = (await server.Post(
            "/api/v1/history/query", """{"sql":"SELECT customer, count(*) AS n, avg(grade) AS mean FROM interactions GROUP BY customer ORDER BY n DESC, customer"}""", _key)).Expect(200);
        Assert.Equal("customer:text n:number mean:number", string.Join(' ', answer.GetProperty("columns").EnumerateArray()
            .Select(column => $"{column.GetProperty("name").GetString()}:{column.GetProperty("type").GetString()}")));
        Assert.Equal("""[["ana",3,11.666666666666666],["luis",2,7.5],["eva",1,null]]""", answer.GetProperty("rows").GetRawText().Replace(" ", ""));
    }

    [Theory]
    [InlineData("DELETE FROM kept", "Only one SELECT")]
    [InlineData("SELECT nothing FROM interactions", "nothing")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "")]
    [InlineData("COPY interactions TO '/tmp/x.csv'", "Only one SELECT")]
    public async Task A_question_that_would_write_or_reach_out_is_refused_with_the_reason(string sql, string reason) =>
        Assert.Contains(reason, (await server.Post("/api/v1/history/query", JsonSerializer.Serialize(new { sql }), _key)).ExpectProblem(400));

    [Fact]
    public async Task A_funnel_counts_who_went_on()
    {
        var funnel = (await server.Get("/api/v1/journeys/funnel?step=web&step=counter&step=support", _key)).Expect(200);
        Assert.Equal([3, 2, 1], funnel.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("reached").GetInt32()));
        Assert.Contains("2 to 16 steps", (await server.Get("/api/v1/journeys/funnel?step=web", _key)).ExpectProblem(400));
        Assert.Contains("no touchpoint 'moon'", (await server.Get("/api/v1/journeys/funnel?step=web&step=moon", _key)).ExpectProblem(400));
    }

    [Fact]
    public async Task What_follows_what_paths_and_retention_are_answered()
    {
        var edges = (await server.Get("/api/v1/journeys/follows", _key)).Expect(200).GetProperty("edges").EnumerateArray()
            .Select(edge => $"{edge.GetProperty("from").GetString()}>{edge.GetProperty("to").GetString()} {edge.GetProperty("count").GetInt32()}");
        Assert.Equal(["counter>support 1", "web>counter 2"], edges.Order(StringComparer.Ordinal));

        var paths = (await server.Get("/api/v1/journeys/paths?steps=2", _key)).Expect(200).GetProperty("paths").EnumerateArray()
            .Select(path => $"{string.Join('>', path.GetProperty("touchpoints").EnumerateArray().Select(name => name.GetString()))} {path.GetProperty("customers").GetProperty("count").GetInt32()}");
        Assert.Equal(["web 1", "web>counter 2"], paths.Order(StringComparer.Ordinal));

        var cohort = Assert.Single((await server.Get("/api/v1/journeys/retention", _key)).Expect(200).GetProperty("cohorts").EnumerateArray());
        Assert.Equal(3, cohort.GetProperty("customers").GetInt32());
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("jsonl", "application/jsonl")]
    [InlineData("parquet", "application/vnd.apache.parquet")]
    public async Task Everything_is_exported_as_a_file(string format, string mediaType)
    {
        var answer = await server.Get($"/api/v1/exports/interactions.{format}", _key);
        Assert.Equal((200, mediaType), (answer.Status, answer.MediaType));
        if (format != "parquet") Assert.Equal(format == "csv" ? 7 : 6, answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        else Assert.StartsWith("PAR1", answer.Text);
        Assert.True(long.Parse(answer.Headers["Veinte-Position"]) >= 6);
        await NothingLeftBehind();

        Assert.Contains("csv, jsonl or parquet", (await server.Get("/api/v1/exports/interactions.xls", _key)).ExpectProblem(400));
    }

    // The file goes when the server closes it, which is a moment after its last byte has arrived here.
    private async Task NothingLeftBehind()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (Directory.GetFiles(Path.Combine(server.Folder, HistoryService.FolderName), "download-*").Length == 0) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Folder, HistoryService.FolderName), "download-*"));
    }

    private async Task CaughtUp(long position)
    {
        var service = server.Host.Services.GetRequiredService<HistoryService>();
        var give = DateTime.UtcNow.AddSeconds(30);
        while (service.Status.State == "closed")
        {
            Assert.True(DateTime.UtcNow < give, service.Status.Problem);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        await service.History.Index.WaitFor(new Position(position), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static string Told(JsonElement interaction) =>
        $"{interaction.GetProperty("customer").GetString()} {interaction.GetProperty("touchpoint").GetString()} "
        + (interaction.GetProperty("grade") is { ValueKind: JsonValueKind.Number } grade ? grade.GetRawText() : "–");
}
