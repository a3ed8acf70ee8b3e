using System.Text.Json;

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

    private static async Task Draft(ServerFixture server, string key, string question, string measure) => (await server.Post("/api/v1/promises",
        $$$"""{"promise":{"question":"{{{question}}}","state":"draft","where":{"touchpoints":["Gate"]},"measure":{{{measure}}},"target":0.6,"smallestDifference":0.05}}""", key)).Expect(201);
}
