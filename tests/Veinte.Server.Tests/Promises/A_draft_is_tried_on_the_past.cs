using System.Globalization;
using System.Net.Http.Headers;

namespace Veinte.Server.Tests.Promises;

/// <summary>What the verdict of a draft would have been when, read from the whole past by a job and shown on the draft's page; nothing of it is kept.</summary>
public sealed class A_draft_is_tried_on_the_past
{
    private const string Waits = """{"question":"Do we keep the wait?","where":{"touchpoints":["Desk"]},"measure":{"kind":"share","condition":{"signal":"waitKept"}},"target":0.8,"smallestDifference":0.05}""";

    [Fact]
    public async Task It_is_kept_and_then_broken_as_it_would_have_been_and_its_course_ends_at_its_mean()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        await Wait(server, key);
        var tried = await server.Job("/api/v1/promises/backtest", $$"""{"promise":{{Waits}}}""", key);
        Assert.Equal(["kept", "broken"], tried.GetProperty("verdicts").EnumerateArray().Select(verdict => verdict.GetProperty("verdict").GetString()));
        Assert.Equal((240, 240), (tried.GetProperty("seen").GetInt32(), tried.GetProperty("carried").GetInt32()));
        var course = tried.GetProperty("course").EnumerateArray().ToList();
        Assert.True(course.Count > 10);
        Assert.All(course, point => Assert.InRange(point.GetProperty("mean").GetDouble(), point.GetProperty("low").GetDouble(), point.GetProperty("high").GetDouble()));
        Assert.Equal(0, (await server.Get("/api/v1/promises", key)).Expect(200).GetProperty("items").GetArrayLength());
        (await server.Post("/api/v1/promises/backtest", """{"promise":{"question":"Bad?","measure":{"kind":"grade"},"target":25,"smallestDifference":1}}""", key)).ExpectProblem(400);
    }

    [Fact]
    public async Task A_saved_draft_is_shown_on_its_page_with_its_course_and_its_arms()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        await Wait(server, key);
        var arms = Waits[..^1] + ""","arms":{"by":"property","property":"shift","items":[{"name":"Morning","share":0.5,"values":["am"]},{"name":"Evening","share":0.5,"values":["pm"]}]}}""";
        (await server.Post("/api/v1/promises", $$"""{"promise":{{arms}}}""", key)).Expect(201);
        var tried = await server.Job("/api/v1/promises/do-we-keep-the-wait/backtest", "{}", key);
        Assert.Equal(["Morning", "Evening"], tried.GetProperty("arms").EnumerateArray().Select(arm => arm.GetProperty("name").GetString()));

        var job = (await server.Get("/api/v1/jobs", key)).Expect(200).GetProperty("items")[0].GetProperty("id").GetInt64();
        using var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/promises/do-we-keep-the-wait?job={job}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.AcceptLanguage.ParseAdd("en");
        using var answer = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("promise-trial", page, StringComparison.Ordinal);
        Assert.Contains("of the 240 interactions", page, StringComparison.Ordinal);
        foreach (var arm in (string[])["Morning", "Evening"]) Assert.Contains($"<th scope=\"row\">{arm}</th>", page, StringComparison.Ordinal);
    }

    // Two hundred and forty customers, ten a day: for sixteen days nobody waits too long, then everybody does.
    private static async Task Wait(ServerFixture server, string key)
    {
        var begin = DateTimeOffset.UtcNow.AddDays(-30);
        var events = Enumerable.Range(0, 240).Select(i => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"type":"track","event":"Desk","userId":"c{{{i}}}","messageId":"m{{{i}}}","timestamp":"{{{begin.AddHours(2.4 * i):O}}}","properties":{"waitSeconds":{{{(i < 160 ? 60 : 900)}}},"promisedWaitSeconds":300,"shift":"{{{(i % 2 == 0 ? "am" : "pm")}}}"}}"""));
        foreach (var some in events.Chunk(20)) (await server.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', some)}}]}""", key)).Expect(200);
    }
}
