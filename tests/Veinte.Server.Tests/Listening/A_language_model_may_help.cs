using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Listening;

namespace Veinte.Server.Tests.Listening;

/// <summary>A language model of the firm's own names topics and sums up texts; without it, or when it fails, nothing else changes.</summary>
public sealed class A_language_model_may_help
{
    [Fact]
    public async Task It_names_topics_and_sums_up_and_is_never_told_who_wrote()
    {
        await using var chat = await ChatStandIn.Start((task, data) => task.Contains("name topics", StringComparison.Ordinal)
            ? JsonSerializer.Serialize(JsonSerializer.Deserialize<string[][]>(data)!.Select((_, at) => $"Asunto {at + 1}")) : "Elogian el desayuno y se quejan de la espera.");
        await using var server = await Start(chat.Endpoint, summaries: true);
        var read = await Write(server);
        var topics = (await server.Get("/api/v1/listening/topics?named=true&topics=3", read)).Expect(200).GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(topics);
        Assert.All(topics, topic => Assert.StartsWith("Asunto ", topic.GetProperty("name").GetString()));
        var summary = (await server.Get("/api/v1/listening/summary?language=es", read)).Expect(200);
        Assert.Equal("Elogian el desayuno y se quejan de la espera.", summary.GetProperty("summary").GetString());
        Assert.Equal(24, summary.GetProperty("texts").GetInt32());
        var (naming, summing) = (chat.Asked.First().Body.GetRawText(), chat.Asked.Last().Body.GetRawText());
        Assert.DoesNotContain("Una hora de espera", naming);
        Assert.Contains("Una hora de espera", summing);
        Assert.Contains("Answer in Spanish", summing);
        foreach (var who in (string[])["Nuria", "nuria@example.org", "612 345 678", "Valdés"]) Assert.DoesNotContain(who, summing);
        Assert.All(chat.Asked, asked => Assert.Equal(("some-model", "Bearer secret"), (asked.Body.GetProperty("model").GetString(), asked.Key)));
        var page = (await Page(server, "?summary=1")).Text;
        Assert.Contains("Asunto 1", page);
        Assert.Contains("Elogian el desayuno", page);
        var asked = chat.Asked.Count(one => one.Body.GetRawText().Contains("name topics", StringComparison.Ordinal));
        await Page(server, "");
        Assert.Equal(asked, chat.Asked.Count(one => one.Body.GetRawText().Contains("name topics", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_is_off_unless_configured_and_texts_are_not_sent_unless_allowed()
    {
        await using var off = await ServerFixture.Start(demo: true);
        Assert.Contains("Listening:Chat:Endpoint", (await off.Get("/api/v1/listening/summary", await off.CreateKey("read"))).ExpectProblem(404));
        Assert.DoesNotContain("data-summary", (await Page(off, "?summary=1")).Text);
        await using var chat = await ChatStandIn.Start((_, _) => "[]");
        await using var namesOnly = await Start(chat.Endpoint, summaries: false);
        (await namesOnly.Get("/api/v1/listening/summary", await Write(namesOnly))).ExpectProblem(404);
        Assert.DoesNotContain(chat.Asked, asked => asked.Body.GetRawText().Contains("Una hora de espera", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("500")]
    [InlineData("nobody")]
    [InlineData("empty")]
    public async Task When_it_fails_topics_keep_their_words_and_the_page_stays(string failure)
    {
        await using var chat = await ChatStandIn.Start((_, _) => failure == "empty" ? "" : null);
        await using var server = await Start(failure == "nobody" ? "http://127.0.0.1:1/v1" : chat.Endpoint, summaries: true);
        var read = await Write(server);
        var topics = (await server.Get("/api/v1/listening/topics?named=true", read)).Expect(200).GetProperty("items").EnumerateArray().ToList();
        Assert.NotEmpty(topics);
        Assert.All(topics, topic => Assert.False(topic.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String));
        Assert.Contains("works without it", (await server.Get("/api/v1/listening/summary", read)).ExpectProblem(503));
        var page = await Page(server, "?summary=1");
        Assert.Equal(200, page.Status);
        Assert.Contains("nadie contesta", page.Text);
        Assert.DoesNotContain("data-summary", page.Text);
    }

    [Theory]
    [InlineData("Soy Nuria Valdés, escríbame a nuria@example.org o al 612 345 678", "Soy ••• •••, escríbame a ••• o al •••")]
    [InlineData("Pedido AB123456 de @nuria_v en https://tienda.example/p?x=1", "Pedido ••• de ••• en •••")]
    [InlineData("Tardaron 40 minutos, y eran las 12:30", "Tardaron 40 minutos, y eran las 12:30")]
    [InlineData("Nuriana no es Nuria", "Nuriana no es •••")]
    public void What_says_who_wrote_is_taken_out(string text, string shared) => Assert.Equal(shared, Anonymous.Of(text, ["Nuria Valdés", null, "ab"]));

    private static Task<ServerFixture> Start(string endpoint, bool summaries) => ServerFixture.Start(demo: true, configuration: new Dictionary<string, string?>
    {
        ["Listening:Chat:Endpoint"] = endpoint, ["Listening:Chat:Model"] = "some-model", ["Listening:Chat:Key"] = "secret", ["Listening:Chat:Summaries"] = summaries ? "true" : null,
    });

    // The visitor of a demo without the demo's books: pages can be looked at without signing in.
    private static Task<Answer> Page(ServerFixture server, string query) => server.Get("/listening" + query);

    private static async Task<string> Write(ServerFixture server)
    {
        var write = await server.CreateKey("write");
        string[] texts = ["Una hora de espera en recepción y nadie contesta, soy Nuria Valdés, 612 345 678", "El desayuno del hotel delicioso, café recién hecho", "La piscina cerrada otra vez, el agua fría"];
        (await server.Post("/v1/batch", JsonSerializer.Serialize(new
        {
            batch = new object[] { new { type = "identify", userId = "nuria", messageId = "who", traits = new { name = "Nuria Valdés", email = "nuria@example.org" } } }.Concat(
                Enumerable.Range(0, 24).Select(at => (object)new { type = "track", @event = "Review", userId = "nuria", messageId = $"t-{at}", properties = new { text = texts[at % 3] } })),
        }), write)).Expect(200);
        await server.Host.Services.GetRequiredService<ListeningService>().WaitFor(server.Host.Node.Journal.Head, TestContext.Current.CancellationToken);
        return await server.CreateKey("read");
    }
}
