using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Veinte.Engine.Folds.Promises;
using Veinte.Journal.Entries;
using Veinte.Server.Promises;

namespace Veinte.Server.Tests.Promises;

/// <summary>Whether anything records the answer to a question is known before the promise is started.</summary>
public sealed class Drafts_in_the_capture_plan
{
    [Fact]
    public async Task A_draft_tells_what_part_of_the_latest_interactions_carry_what_it_needs()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        for (var i = 0; i < 8; i++) await server.Interact($"c{i}", "Gate", rating: i % 4 == 0 ? null : 4);
        await server.Interact("c1", "Lounge", rating: 5);
        await Draft(server, key, "Rated?", """{"kind":"number","signal":"rating"}""");
        await Draft(server, key, "Quick?", """{"kind":"share","condition":{"signal":"waitKept"}}""");

        var lines = (await server.Get("/api/v1/promises/capture-plan", key)).Expect(200).GetProperty("items").EnumerateArray().ToDictionary(line => line.GetProperty("id").GetString()!);
        Assert.Equal((8, 0.75), (lines["rated"].GetProperty("seen").GetInt32(), lines["rated"].GetProperty("share").GetDouble()));
        Assert.Equal((8, 0.0, true), (lines["quick"].GetProperty("seen").GetInt32(), lines["quick"].GetProperty("share").GetDouble(), lines["quick"].GetProperty("unanswerable").GetBoolean()));
        Assert.True(lines["rated"].GetProperty("extraDays").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, lines["quick"].GetProperty("extraDays").ValueKind);
    }

    [Fact]
    public async Task A_long_past_is_read_at_most_every_half_minute_and_a_short_one_or_a_new_draft_at_once()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await ServerFixture.Start(time: time);
        var key = await server.CreateKey("admin");
        await server.Interact("ana", "Gate", rating: 4);
        await Draft(server, key, "Rated?", """{"kind":"number","signal":"rating"}""");
        Assert.Equal(1, await Seen(server, key));
        await server.Interact("ben", "Gate", rating: 4);
        Assert.Equal(2, await Seen(server, key));

        await Come(server, LatestCapture.ShortMax, rating: 4, 100_000);
        Assert.Equal(2 + LatestCapture.ShortMax, await Seen(server, key));
        await server.Interact("eva", "Gate", rating: 4);
        Assert.Equal(2 + LatestCapture.ShortMax, await Seen(server, key));
        await Draft(server, key, "Rated again?", """{"kind":"number","signal":"rating"}""");
        Assert.Equal(3 + LatestCapture.ShortMax, await Seen(server, key));
        await server.Interact("leo", "Gate", rating: 4);
        Assert.Equal(3 + LatestCapture.ShortMax, await Seen(server, key));
        time.Advance(LatestCapture.KeptFor);
        Assert.Equal(4 + LatestCapture.ShortMax, await Seen(server, key));
    }

    [Fact]
    public async Task Of_one_that_runs_what_is_recorded_now_is_told_beside_what_was_recorded_since_it_began()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        await server.Interact("first", "Gate", rating: 5);
        await Draft(server, key, "Rated?", """{"kind":"number","signal":"rating"}""", state: "running");
        await Come(server, 100, rating: 4, 100_000);
        var before = await Line(server, key);
        Assert.Equal((100, 1.0, 1.0, 0.0, false), (before.GetProperty("seen").GetInt32(), before.GetProperty("share").GetDouble(), before.GetProperty("lately").GetDouble(), before.GetProperty("extraDays").GetDouble(), before.GetProperty("unanswerable").GetBoolean()));

        // The device that rates is broken.
        for (var thousand = 0; thousand < CaptureSample.PositionsMax / 1_000; thousand++) await Come(server, 1_000, rating: null, 200_000 + 1_000 * thousand);
        var after = await Line(server, key);
        Assert.Equal((0.0, true), (after.GetProperty("lately").GetDouble(), after.GetProperty("unanswerable").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, after.GetProperty("extraDays").ValueKind);
        Assert.InRange(after.GetProperty("share").GetDouble(), 0.001, 0.1);
    }

    private static async Task Come(ServerFixture server, int many, double? rating, int number)
    {
        using var batch = new EntryBatchBuilder();
        for (var i = 0; i < many; i++) Said.Add(batch, $"c{number + i}", "Gate", rating, staff: null, area: null, number + i);
        await server.Host.Node.Journal.Append(batch.Build(), TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> Line(ServerFixture server, string key) =>
        (await server.Get("/api/v1/promises/capture-plan", key)).Expect(200).GetProperty("items").EnumerateArray().Single(line => line.GetProperty("id").GetString() == "rated");

    private static async Task<int> Seen(ServerFixture server, string key) =>
        (await Line(server, key)).GetProperty("seen").GetInt32();

    private static async Task Draft(ServerFixture server, string key, string question, string measure, string state = "draft") => (await server.Post("/api/v1/promises",
        $$$"""{"promise":{"question":"{{{question}}}","state":"{{{state}}}","where":{"touchpoints":["Gate"]},"measure":{{{measure}}},"target":0.6,"smallestDifference":0.05}}""", key)).Expect(201);
}
