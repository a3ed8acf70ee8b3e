using System.Net.Http.Headers;
using System.Text.Json;
using static Veinte.Server.Tests.Alerts.Verdicts_are_told_to_other_programs;

namespace Veinte.Server.Tests.Promises;

/// <summary>Whoever watches the live feed hears of a verdict when it is reached.</summary>
public sealed class A_verdict_is_told_live
{
    [Fact]
    public async Task It_arrives_on_the_feed_with_its_promise_and_what_it_was_reached_on()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/live");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await server.Anybody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await Reach(server, key, "is-it-live", "Is it live", rating: 4);

        string? line, data = null;
        do line = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && line != "event: verdict");
        while (data is null && (line = await lines.ReadLineAsync(TestContext.Current.CancellationToken)) is not null)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line["data: ".Length..];
        var told = JsonDocument.Parse(data!).RootElement;
        Assert.Equal(("is-it-live", "kept"), (Text(told, "promise"), Text(told, "verdict")));
        Assert.InRange(told.GetProperty("n").GetInt32(), 20, 120);
    }
}
