using System.Globalization;
using System.Text.Json;

namespace Veinte.Server.Tests.Promises;

/// <summary>NPS, CSAT and CES by whatever is sent with an answer or known of a customer, read from history.</summary>
public sealed class Measures_by_any_name
{
    [Fact]
    public async Task A_property_that_says_what_the_touchpoint_says_gives_the_figures_of_the_touchpoint_and_traits_count_as_known_at_the_time()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        var (now, before) = (DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(-40));
        var events = new List<string>();
        for (var i = 0; i < 30; i++) if (i % 3 == 0) events.Add($$$"""{"type":"identify","userId":"c{{{i}}}","messageId":"i{{{i}}}","traits":{"tier":"gold"}}""");
        for (var i = 0; i < 120; i++)
        {
            var (place, at) = (i % 2 == 0 ? "Shop" : "Call", i < 60 ? before : now);
            events.Add(string.Create(CultureInfo.InvariantCulture,
                $$$"""{"type":"track","event":"{{{place}}}","userId":"c{{{i % 30}}}","messageId":"m{{{i}}}","timestamp":"{{{at:O}}}","properties":{"nps":{{{i % 11}}},"place":"{{{place}}}"}}"""));
        }
        (await server.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', events)}}]}""", key)).Expect(200);
        await server.Interact("c1", "Shop", rating: 4);

        var stream = (await server.Get("/api/v1/measures/nps?by=touchpoint&days=30", key)).Expect(200).GetProperty("items");
        var place1 = await Split(server, key, "property", "place");
        Assert.Equal(Lines(stream), Lines(place1.GetProperty("values")));
        var all = (await server.Get("/api/v1/measures/nps?days=30", key)).Expect(200).GetProperty("items");
        Assert.Equal(all[0].GetRawText(), place1.GetProperty("all").GetRawText());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (place1.GetProperty("others").ValueKind, place1.GetProperty("without").ValueKind));

        var tier = await Split(server, key, "trait", "tier");
        Assert.Equal(("gold", 20), (tier.GetProperty("values")[0].GetProperty("key").GetString(), tier.GetProperty("values")[0].GetProperty("n").GetInt32()));
        Assert.Equal((40, 60), (tier.GetProperty("without").GetProperty("n").GetInt32(), tier.GetProperty("all").GetProperty("n").GetInt32()));

        var none = await Split(server, key, "property", "colour");
        Assert.Equal((0, 60), (none.GetProperty("values").GetArrayLength(), none.GetProperty("without").GetProperty("n").GetInt32()));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_told_in_words()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        Assert.Contains("'property' or 'trait'", (await server.Post("/api/v1/measures/split", """{"by":"colour","name":"x"}""", key)).ExpectProblem(400));
        Assert.Contains("is no day", (await server.Post("/api/v1/measures/split", """{"by":"trait","name":"x","to":"yesterday"}""", key)).ExpectProblem(400));
        Assert.Contains("not 0", (await server.Post("/api/v1/measures/split", """{"by":"trait","name":"x","days":0}""", key)).ExpectProblem(400));
        (await server.Post("/api/v1/measures/split", """{"by":"trait","name":"x"}""", await server.CreateKey("read"))).ExpectProblem(403);
    }

    private static async Task<JsonElement> Split(ServerFixture server, string key, string by, string name)
    {
        var job = (await server.Post("/api/v1/measures/split", $$"""{"by":"{{by}}","name":"{{name}}","days":30}""", key)).Expect(202).GetProperty("id").GetInt64();
        while (true)
        {
            var view = (await server.Get($"/api/v1/jobs/{job}", key)).Expect(200);
            if (view.GetProperty("state").GetString() == "finished") return view.GetProperty("result").GetProperty("measures")[0];
            Assert.Equal("running", view.GetProperty("state").GetString());
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    // The same rows whatever order equal numbers of answers put them into.
    private static IEnumerable<string> Lines(JsonElement rows) => rows.EnumerateArray().Select(row => row.GetRawText()).Order(StringComparer.Ordinal);
}
