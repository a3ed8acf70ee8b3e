using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Veinte.Server.Tests.Promises;

/// <summary>Whoever asks for promises, for one of them or for the capture plan is told of those that run and get nothing any more.</summary>
public sealed class A_silent_promise_is_told
{
    [Fact]
    public async Task Where_promises_are_asked_for_and_in_words_on_their_pages()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await ServerFixture.Start(time: time);
        var key = await server.CreateKey("admin");
        await server.Interact("ben", "Gate", rating: 5);
        await server.Interact("ben", "Lounge", rating: 5);
        foreach (var (question, touchpoint) in ((string, string)[])[("Rated?", "Gate"), ("Nobody?", "Lounge")])
            (await server.Post("/api/v1/promises", $$$"""{"promise":{"question":"{{{question}}}","state":"running","where":{"touchpoints":["{{{touchpoint}}}"]},"measure":{"kind":"number","signal":"rating"},"target":0.6,"smallestDifference":0.05}}""", key)).Expect(201);
        await server.Interact("ana", "Gate", rating: 4);
        foreach (var line in (await Items(server, key, "")).Concat(await Items(server, key, "/capture-plan"))) Assert.Equal(JsonValueKind.Null, line.Value.ValueKind);

        time.Advance(TimeSpan.FromDays(4.5));
        await server.Interact("ana", "Desk", rating: 4);
        foreach (var asked in (string[])["", "/capture-plan"])
        {
            var told = await Items(server, key, asked);
            Assert.Equal((false, 4), (told["rated"].GetProperty("never").GetBoolean(), told["rated"].GetProperty("days").GetInt32()));
            Assert.Equal((true, 4), (told["nobody"].GetProperty("never").GetBoolean(), told["nobody"].GetProperty("days").GetInt32()));
        }
        Assert.Equal(4, (await server.Get("/api/v1/promises/nobody", key)).Expect(200).GetProperty("row").GetProperty("silence").GetProperty("days").GetInt32());
        foreach (var page in (string[])["/promises", "/promises/nobody", "/promises/capture"])
            Assert.Contains("Nothing has come that it could be judged by since it began", await Page(server, key, page), StringComparison.Ordinal);
        Assert.Contains("Running promises that get nothing any more", await Page(server, key, "/promises/capture"), StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, JsonElement>> Items(ServerFixture server, string key, string path) => (await server.Get($"/api/v1/promises{path}", key)).Expect(200)
        .GetProperty("items").EnumerateArray().ToDictionary(line => line.GetProperty("id").GetString()!, line => line.GetProperty("silence"));

    private static async Task<string> Page(ServerFixture server, string key, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Accept-Language", "en");
        using var answer = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
