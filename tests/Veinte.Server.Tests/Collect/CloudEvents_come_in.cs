using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Veinte.Server.Tests.Collect;

public sealed class CloudEvents_come_in(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Structured = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";
    private const string Sound = """{"specversion":"1.0","id":"ID","source":"/shop","type":"Order","subject":"ana","data":{"rating":5}}""";

    [Fact]
    public async Task In_all_three_modes_and_a_repeat_is_posted_once()
    {
        var key = await server.CreateKey("write", "modes");
        var sound = Sound.Replace("\"ana\"", "\"modes\"", StringComparison.Ordinal);
        Assert.Equal("""{"accepted":1,"quarantined":0}""", (await Send(key, Structured, sound)).Expect(202).GetRawText());
        // In structured mode headers are not looked at, whatever they say.
        (await Send(key, Structured + "; charset=utf-8", sound, [("ce-id", "other"), ("ce-specversion", "0.3")])).Expect(202);
        (await Send(key, Batch, $"[{sound},{sound.Replace("ID", "second", StringComparison.Ordinal)}]")).Expect(202);
        (await Send(key, "application/json", """{"rating":5}""", Headers("ID", "modes"))).Expect(202);
        (await Send(key, "application/json", """{"rating":1}""", Headers("third", "modes"))).Expect(202);
        Assert.Equal(204, (await Send(key, Batch, "[]")).Status);
        var customer = (await server.Get("/api/v1/customers/modes", await server.CreateKey("read"))).Expect(200);
        Assert.Equal((3, 10_000), (customer.GetProperty("account").GetProperty("interactions").GetInt32(), customer.GetProperty("account").GetProperty("balance").GetInt32()));
    }

    [Theory]
    [InlineData(Structured, "{", 400, "not JSON")]
    [InlineData(Structured, "", 400, "empty")]
    [InlineData(Structured, """{"specversion":"1.0","source":"/shop","type":"Order","subject":"ana"}""", 400, "needs id")]
    [InlineData(Structured, """{"specversion":"1.0","id":"x","source":"/shop","type":"Order"}""", 400, "subject")]
    [InlineData(Structured, """{"specversion":"1.0","id":"x","source":"/shop","type":"Order","subject":"ana","data":{"rating":7}}""", 400, "off the scale")]
    [InlineData(Batch, "{}", 400, "list of events")]
    [InlineData("application/json", "{}", 400, "no CloudEvent")]
    [InlineData(null, "{}", 400, "no CloudEvent")]
    [InlineData("application/cloudevents+avro", "{}", 415, "not understood")]
    [InlineData("application/cloudevents+protobuf", "{}", 415, "not understood")]
    public async Task What_is_wrong_with_a_request_is_said_in_a_problem_document(string? type, string body, int status, string said) =>
        Assert.Contains(said, (await Send(await server.CreateKey("write"), type, body)).ExpectProblem(status));

    [Fact]
    public async Task A_bad_event_of_a_batch_waits_in_quarantine_and_is_booked_once_corrected()
    {
        var (key, admin) = (await server.CreateKey("write", "batches"), await server.CreateKey("admin"));
        string Event(string id, int rating) => Sound.Replace("ID", id, StringComparison.Ordinal).Replace(":5", $":{rating}", StringComparison.Ordinal).Replace("\"ana\"", "\"batched\"", StringComparison.Ordinal);
        Assert.Equal("""{"accepted":2,"quarantined":1}""", (await Send(key, Batch, $"[{Event("a", 5)},{Event("b", 50)},{Event("c", 1)}]")).Expect(202).GetRawText());
        var waiting = (await server.Get("/api/v1/quarantine?reason=rating-off-scale&limit=50", admin)).Expect(200).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("source").GetString() == "batches");
        Assert.Equal("cloudevents", waiting.GetProperty("door").GetString());
        var address = $"/api/v1/quarantine/{waiting.GetProperty("id").GetInt64()}/replay";
        Assert.Contains("refused again", (await server.Post(address, "{}", admin)).ExpectProblem(409));
        (await server.Post(address, System.Text.Json.JsonSerializer.Serialize(new { raw = Event("b", 4) }), admin)).Expect(200);
        var account = (await server.Get("/api/v1/customers/batched", admin)).Expect(200).GetProperty("account");
        Assert.Equal((3, 5_000), (account.GetProperty("interactions").GetInt32(), account.GetProperty("balance").GetInt32()));
        var verified = await server.Host.Node.Verify(cancel: TestContext.Current.CancellationToken);
        Assert.True(verified.Agrees, string.Join('\n', verified.Differences));
    }

    [Fact]
    public async Task Keys_are_asked_for_as_at_the_other_doors()
    {
        Assert.Contains("no write key", (await Send(null, Structured, Sound)).ExpectProblem(401));
        Assert.Contains("never issued", (await Send("vk_write_" + new string('x', 43), Structured, Sound)).ExpectProblem(401));
        Assert.Contains("only read", (await Send(await server.CreateKey("read"), Structured, Sound)).ExpectProblem(403));
        var key = await server.CreateKey("write");
        Assert.Equal(202, (await Send(null, Structured, Sound, at: $"/cloudevents?key={key}")).Status);
        using var basic = new HttpRequestMessage(HttpMethod.Post, "/cloudevents") { Content = new StringContent(Sound, Encoding.UTF8, Structured) };
        basic.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));
        using var answer = await server.Anybody.SendAsync(basic, TestContext.Current.CancellationToken);
        Assert.Equal(202, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Packed_bodies_are_unpacked_and_bombs_are_not()
    {
        var key = await server.CreateKey("write");
        (await Send(key, Batch, Packed(Encoding.UTF8.GetBytes($"[{Sound}]")), "gzip")).Expect(202);
        (await Send(key, Structured, Packed(new byte[50 * 1024 * 1024]), "gzip")).ExpectProblem(413);
        (await Send(key, Structured, [0x1F, 0x8B, 1, 2, 3], "gzip")).ExpectProblem(400);
        (await Send(key, Structured, [1, 2, 3], "zstd")).ExpectProblem(415);
    }

    [Fact]
    public async Task Whoever_asks_whether_it_may_send_is_told()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/cloudevents");
        request.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");
        request.Headers.Add("WebHook-Request-Rate", "120");
        using var response = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.Read(response);
        Assert.Equal((200, "eventgrid.azure.net", "600000"), (answer.Status, answer.Headers["WebHook-Allowed-Origin"], answer.Headers["WebHook-Allowed-Rate"]));
        // A browser asks by the same method.
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/cloudevents");
        preflight.Headers.Add("Origin", "https://shop.example");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,ce-id");
        using var allowed = await server.Anybody.SendAsync(preflight, TestContext.Current.CancellationToken);
        answer = await Answer.Read(allowed);
        Assert.Equal(("https://shop.example", "authorization,ce-id"), (answer.Headers["Access-Control-Allow-Origin"], answer.Headers["Access-Control-Allow-Headers"]));
    }

    private static (string, string)[] Headers(string id, string subject) =>
        [("ce-specversion", "1.0"), ("ce-id", id), ("ce-source", "/shop"), ("ce-type", "Order"), ("ce-subject", subject)];

    private static byte[] Packed(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(plain);
        return packed.ToArray();
    }

    private Task<Answer> Send(string? key, string? type, string body, (string Name, string Value)[]? headers = null, string at = "/cloudevents") =>
        Send(key, type, Encoding.UTF8.GetBytes(body), null, headers, at);

    private async Task<Answer> Send(
        string? key, string? type, byte[] body, string? encoding, (string Name, string Value)[]? headers = null, string at = "/cloudevents")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, at) { Content = new ByteArrayContent(body) };
        if (type is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null) request.Content.Headers.ContentEncoding.Add(encoding);
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        foreach (var (name, value) in headers ?? []) request.Headers.Add(name, value);
        using var response = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.Read(response);
    }
}
