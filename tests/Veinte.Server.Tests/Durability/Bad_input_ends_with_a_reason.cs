using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Veinte.Server.Tests.Durability;

/// <summary>What clients in error or bad faith send, through the running server: a reason in quarantine or a clear refusal.</summary>
public sealed class Bad_input_ends_with_a_reason(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("NaN as text", """{"rating":"NaN"}""", "signal-not-a-number")]
    [InlineData("infinity as text", """{"nps":"Infinity"}""", "signal-not-a-number")]
    [InlineData("a number beyond any double", """{"rating":1e999}""", "signal-not-a-number")]
    [InlineData("a rating of the wrong type", """{"rating":{"stars":4}}""", "signal-not-a-number")]
    [InlineData("a rating above its scale", """{"rating":6}""", "rating-off-scale")]
    [InlineData("a huge rating", """{"rating":1e300}""", "rating-off-scale")]
    [InlineData("a rating below its scale", """{"rating":-1,"ratingMin":0,"ratingMax":10}""", "rating-off-scale")]
    [InlineData("a scale without extent", """{"rating":3,"ratingMin":3,"ratingMax":3}""", "rating-scale-empty")]
    [InlineData("nps eleven", """{"nps":11}""", "signal-off-scale")]
    [InlineData("an outcome nobody knows", """{"outcome":"meh"}""", "unknown-outcome")]
    public async Task A_bad_signal(string what, string properties, string reason) =>
        await Ends(what, $$"""{"type":"track","userId":"u","event":"E","properties":{{properties}}}""", reason);

    [Theory]
    [InlineData("not an object", "7", "not-an-object")]
    [InlineData("no customer", """{"type":"track","event":"E"}""", "missing-customer")]
    [InlineData("a placeholder", """{"type":"track","event":"E","userId":"null"}""", "blocked-identifier")]
    [InlineData("an identifier of the wrong type", """{"type":"track","event":"E","userId":[1]}""", "wrong-type")]
    [InlineData("the far future", """{"type":"track","userId":"u","event":"E","timestamp":"2999-01-01T00:00:00Z"}""", "time-out-of-range")]
    [InlineData("the far past", """{"type":"track","userId":"u","event":"E","timestamp":"1815-06-18T00:00:00Z"}""", "time-out-of-range")]
    [InlineData("no time at all", """{"type":"track","userId":"u","event":"E","timestamp":"soon"}""", "time-invalid")]
    public async Task A_bad_event(string what, string sent, string reason) => await Ends(what, sent, reason);

    [Fact]
    public async Task An_event_of_more_than_32_KB() =>
        await Ends("32 KB", $$$"""{"type":"track","userId":"u","event":"E","properties":{"note":"{{{new string('x', 33 * 1024)}}}"}}""", "event-too-large");

    [Fact]
    public async Task Bytes_that_are_not_UTF8()
    {
        byte[] bytes = [.. """{"batch":[{"type":"track","userId":"u","event":"E """u8, 0xC3, 0x28, .. """ "},{"type":"track","userId":"good-utf8","event":"Good"}]}"""u8];
        var (before, key) = (await Quarantined("invalid-utf8"), await server.CreateKey("write"));
        (await Post(key, new ByteArrayContent(bytes))).Expect(200);
        Assert.Equal(before + 1, await Quarantined("invalid-utf8"));
        (await server.Get("/api/v1/customers/good-utf8", await server.CreateKey("read"))).Expect(200);
    }

    [Fact]
    public async Task More_touchpoint_names_than_one_source_may_bring()
    {
        var key = await server.CreateKey("write", "noisy");
        var before = await Quarantined("too-many-touchpoints");
        for (var from = 0; from < 1_000_000; from += 2_500)
        {
            var events = Enumerable.Range(from, 2_500).Select(i => $$"""{"type":"track","userId":"noise","event":"Order {{i}}"}""");
            (await Post(key, Json($$"""{"batch":[{{string.Join(',', events)}}]}"""))).Expect(200);
        }
        var listed = await Quarantined("too-many-touchpoints") - before;
        Assert.Equal(990_000, listed);
        var accounts = (await server.Get("/api/v1/trial-balance", await server.CreateKey("read"))).Expect(200);
        Assert.True(accounts.GetProperty("interactions").GetInt64() >= 10_000);
    }

    [Theory]
    [InlineData("""{"batch":[{"type":"track","userId":"u","event":"E"}""")]
    [InlineData("""{"batch":[NaN]}""")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_body_that_is_no_JSON_is_refused_whole(string body)
    {
        var answer = await Post(await server.CreateKey("write"), Json(body));
        Assert.True(answer.Status == 400, $"{answer.Status}: {answer.Text}");
        Assert.False(answer.Json.GetProperty("success").GetBoolean());
        Assert.NotEmpty(answer.Json.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task A_bomb_of_compressed_zeros_is_refused_without_being_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 200; i++) await gzip.WriteAsync(zeros, TestContext.Current.CancellationToken);
        }
        var key = await server.CreateKey("write");
        var bomb = new ByteArrayContent(packed.ToArray());
        bomb.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(413, (await Post(key, bomb)).Status);
        var torn = new ByteArrayContent(packed.ToArray()[..200]);
        torn.Headers.ContentEncoding.Add("gzip");
        Assert.InRange((await Post(key, torn)).Status, 400, 415);
    }

    private async Task Ends(string what, string sent, string reason)
    {
        var before = await Quarantined(reason);
        (await Post(await server.CreateKey("write"), Json($$"""{"batch":[{{sent}},{"type":"track","userId":"good","event":"Good"}]}"""))).Expect(200);
        Assert.True(await Quarantined(reason) == before + 1, $"{what} should be quarantined as {reason}.");
        var listed = (await server.Get($"/api/v1/quarantine?reason={reason}&limit=1", await server.CreateKey("read"))).Expect(200).GetProperty("items")[0];
        Assert.EndsWith(".", listed.GetProperty("detail").GetString());
    }

    private async Task<long> Quarantined(string reason)
    {
        var drops = await server.Host.Node.Books.Drops(TestContext.Current.CancellationToken);
        return drops.Where(drop => drop.Step == "quarantine" && drop.Reason == reason).Sum(drop => drop.Count);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private async Task<Answer> Post(string key, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batch") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        using var response = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.Read(response);
    }
}
