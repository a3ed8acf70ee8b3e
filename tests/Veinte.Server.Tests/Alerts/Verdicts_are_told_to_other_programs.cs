using System.Globalization;
using System.Text.Json;

namespace Veinte.Server.Tests.Alerts;

/// <summary>Verdicts leave as signed messages to addresses of the firm, whether one process keeps the books or several.</summary>
public sealed partial class Verdicts_are_told_to_other_programs(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_verdict_arrives_as_a_signed_cloud_event_under_one_id_however_many_processes_there_are()
    {
        await using var receiver = await AlertReceiver.Start();
        var key = await server.CreateKey("admin");
        var (id, secret) = await Add(server, receiver, key);
        await Reach(server, key, "told-once", "Told once", rating: 4);
        var received = await receiver.Next("told-once");

        Assert.True(received.IsSignedWith(secret), received.Signature);
        Assert.False(received.IsSignedWith("whsec_" + Convert.ToBase64String(new byte[32])));
        Assert.True(Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(received.Timestamp, CultureInfo.InvariantCulture)) < 300);
        Assert.StartsWith("application/cloudevents+json", received.ContentType, StringComparison.Ordinal);
        Assert.Equal(("1.0", "veinte.promise.verdict", "application/json"), (Text(received.Event, "specversion"), Text(received.Event, "type"), Text(received.Event, "datacontenttype")));
        Assert.Equal(("kept", "open", "average", "Told once?"), (Text(received.Data, "verdict"), Text(received.Data, "before"), Text(received.Data, "cause"), Text(received.Data, "question")));
        // It is judged every second: how many of them it took depends on how fast they came.
        Assert.InRange(received.Data.GetProperty("n").GetInt32(), 20, 120);
        Assert.Equal((0.6, "/promises/told-once"), (received.Data.GetProperty("target").GetDouble(), Text(received.Data, "page")));
        Assert.True(received.Data.GetProperty("low").GetDouble() >= 0.6, received.Body);

        // It may come again, but under its own id.
        while (Only(await server.Get("/api/v1/alerts", key), id) is { } address && Text(address, "state") != "delivered") await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.All(receiver.Others().Where(other => Text(other.Event, "subject") == "told-once"), other => Assert.Equal(received.Id, other.Id));
        (await server.Delete($"/api/v1/alerts/{id}", key)).Expect(204);
        (await server.Delete($"/api/v1/alerts/{id}", key)).ExpectProblem(404);
    }

    [Fact]
    public async Task A_test_is_posted_at_once_and_told_in_words()
    {
        await using var receiver = await AlertReceiver.Start();
        var key = await server.CreateKey("admin");
        var (id, secret) = await Add(server, receiver, key);
        Assert.Equal("delivered", Text((await server.Post($"/api/v1/alerts/{id}/test", "{}", key)).Expect(200), "state"));
        var received = await receiver.Next("test");
        Assert.True(received.IsSignedWith(secret));
        Assert.Equal("veinte.alert.test", Text(received.Event, "type"));

        receiver.Status = 302;
        var refused = (await server.Post($"/api/v1/alerts/{id}/test", "{}", key)).Expect(200);
        Assert.Equal(("lost", "It answered 302: redirects are not followed"), (Text(refused, "state"), Text(refused, "error")));
        (await server.Delete($"/api/v1/alerts/{id}", key)).Expect(204);
    }

    [Theory]
    [InlineData("ftp://example.com/alerts", "http or https")]
    [InlineData("file:///etc/passwd", "http or https")]
    [InlineData("nonsense", "no address")]
    [InlineData("https://me:secret@example.com/", "name or password")]
    [InlineData("http://169.254.169.254/latest/meta-data", "link-local")]
    [InlineData("http://[fe80::1]/", "link-local")]
    [InlineData("http://168.63.129.16/machine", "the metadata of a cloud")]
    [InlineData("http://[fd00:ec2::254]/latest/meta-data", "the metadata of a cloud")]
    [InlineData("http://[::ffff:100.100.100.200]/latest/meta-data", "the metadata of a cloud")]
    [InlineData("http://0.0.0.0:2020/", "link-local")]
    public async Task An_address_that_alerts_must_not_go_to_is_refused_with_a_reason(string url, string said)
    {
        var key = await server.CreateKey("admin");
        Assert.Contains(said, (await server.Post("/api/v1/alerts", $$"""{"name":"bad","url":"{{url}}"}""", key)).ExpectProblem(400));
    }

    [Fact]
    public async Task Only_who_may_decide_sees_and_changes_addresses()
    {
        var key = await server.CreateKey("read");
        (await server.Get("/api/v1/alerts", key)).ExpectProblem(403);
        (await server.Post("/api/v1/alerts", """{"name":"a","url":"https://example.com/"}""", key)).ExpectProblem(403);
    }

    /// <summary>Adds an address; returns its id and secret.</summary>
    internal static async Task<(string Id, string Secret)> Add(ServerFixture server, AlertReceiver receiver, string key, bool onlyBroken = false)
    {
        var made = (await server.Post("/api/v1/alerts", $$"""{"name":"Night shift","url":"{{receiver.Url}}","onlyBroken":{{(onlyBroken ? "true" : "false")}}}""", key)).Expect(201);
        return (Text(made, "id"), Text(made, "secret"));
    }

    /// <summary>Brings a promise to its verdict: kept where ratings are good, broken where they are bad.</summary>
    internal static async Task Reach(ServerFixture server, string key, string id, string touchpoint, double rating)
    {
        await server.Interact("first", touchpoint, rating: 5);
        var question = JsonSerializer.Serialize(touchpoint + "?");
        var place = JsonSerializer.Serialize(touchpoint);
        var promise = $$$"""{"promise":{"question":{{{question}}},"state":"running","where":{"touchpoints":[{{{place}}}]},"measure":{"kind":"number","signal":"rating"},"target":0.6,"smallestDifference":0.05}}""";
        Assert.Equal(id, Text((await server.Post("/api/v1/promises", promise, key)).Expect(201), "id"));
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => server.Interact($"customer-{i}", touchpoint, rating: rating + i % 2)));
    }

    internal static JsonElement Only(Answer answer, string id) => answer.Expect(200).GetProperty("items").EnumerateArray().Single(address => Text(address, "id") == id);

    internal static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
