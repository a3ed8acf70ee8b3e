using System.Text.Json;
using Veinte.Simulation;

namespace Veinte.Server.Tests.Listening;

/// <summary>Themes, texts and topics by HTTP: what holds however many processes hear.</summary>
public sealed class What_is_heard_is_answered(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int EachProcess = 3;

    [Fact]
    public async Task What_a_customer_writes_is_graded_with_its_words_and_heard_with_its_themes()
    {
        var (write, read) = (await server.CreateKey("write"), await server.CreateKey("read"));
        for (var i = 0; i < 3; i++)
        {
            var rating = i == 0 ? "" : ",\"rating\":1";
            var properties = "{\"text\":\"Pésimo servicio, nadie contesta el teléfono <script>alert(1)</script>\"" + rating + "}";
            (await server.Post("/v1/track", "{\"userId\":\"heard\",\"event\":\"Heard review\",\"messageId\":\"m" + i + "\",\"properties\":" + properties + "}", write)).Expect(200);
        }
        var line = (await server.Get("/api/v1/customers/heard/statement?language=es", read)).Expect(200).GetProperty("items")[2];
        Assert.InRange(line.GetProperty("grade").GetDouble(), 0, 6);
        var reason = line.GetProperty("reasons")[0];
        Assert.Equal("tone", reason.GetProperty("signal").GetString());
        Assert.Contains("«Pésimo»", reason.GetProperty("text").GetString());

        var themes = await Heard("themes?language=es&touchpoint=Heard%20review", read, themes => themes.GetProperty("texts").GetInt32() == 3);
        Assert.Contains(themes.GetProperty("items").EnumerateArray(), theme => theme.GetProperty("name").GetString() == "Contacto" && theme.GetProperty("texts").GetInt32() == 3);
        var text = await Heard("texts?theme=contact&limit=2&touchpoint=Heard%20review", read, texts => texts.GetProperty("next").ValueKind != JsonValueKind.Null);
        Assert.Equal(2, text.GetProperty("items").GetArrayLength());
        Assert.Contains("themes", (await server.Get("/api/v1/listening/texts?theme=weather", read)).ExpectProblem(400), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("before it begins", (await server.Get("/api/v1/listening/themes?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", read)).ExpectProblem(400));
        (await server.Get("/api/v1/listening/topics", read)).Expect(200);
        (await server.Get("/api/v1/listening/model", read)).Expect(200);
        (await server.Post("/api/v1/listening/model/rollback", """{"position":7}""", await server.CreateKey("admin"))).ExpectProblem(404);
    }

    [Fact]
    public async Task Topics_are_found_in_each_language_by_itself()
    {
        var (write, read) = (await server.CreateKey("write"), await server.CreateKey("read"));
        (string Language, string Text)[] said =
        [
            ("es", "El desayuno del hotel frío y el café aguado"), ("en", "The hotel breakfast was cold and the coffee weak"),
            ("es", "La piscina del hotel cerrada y el agua sucia"), ("en", "The hotel pool was closed and the water dirty"),
        ];
        (await server.Post("/v1/batch", JsonSerializer.Serialize(new
        {
            batch = Enumerable.Range(0, 80).Select(at => new { type = "track", @event = "Heard topics", userId = "topical", messageId = $"topical-{at}", properties = new { text = said[at % 4].Text, rating = at % 4 < 2 ? 5 - at / 8 % 2 : 1 + at / 8 % 2 } }),
        }), write)).Expect(200);
        await Heard("texts?limit=200&touchpoint=Heard%20topics", read, texts => texts.GetProperty("items").GetArrayLength() == 80);

        var topics = (await server.Get("/api/v1/listening/topics?topics=4&touchpoint=Heard%20topics", read)).Expect(200).GetProperty("items").EnumerateArray().ToList();
        // Who writes of the breakfast gives four or five, who writes of the pool one or two.
        Assert.All(topics, topic =>
        {
            var effect = topic.GetProperty("effect");
            Assert.Equal((20, 20), (effect.GetProperty("n").GetInt32(), effect.GetProperty("nOthers").GetInt32()));
            Assert.Equal(topic.GetProperty("grade").GetProperty("value").GetDouble() > 10, effect.GetProperty("low").GetDouble() > 0);
            Assert.Equal(topic.GetProperty("grade").GetProperty("value").GetDouble() < 10, effect.GetProperty("high").GetDouble() < 0);
        });
        Assert.Equal(["en", "es"], topics.Select(topic => topic.GetProperty("language").GetString()).Distinct().Order());
        Assert.All(topics, topic =>
        {
            var own = string.Join(' ', said.Where(one => one.Language == topic.GetProperty("language").GetString()).Select(one => one.Text.ToLowerInvariant()));
            Assert.All(topic.GetProperty("terms").EnumerateArray(), term => Assert.All(term.GetString()!.Split(' '), word => Assert.Contains(word, own)));
        });
    }

    // Each process hears by itself, a moment after the books.
    private async Task<JsonElement> Heard(string question, string key, Predicate<JsonElement> all)
    {
        var inARow = 0;
        return await Patience.Until(
            async () => (await server.Get($"/api/v1/listening/{question}", key)).Expect(200),
            answer => (inARow = all(answer) ? inARow + 1 : 0) == EachProcess, TestContext.Current.CancellationToken);
    }
}
