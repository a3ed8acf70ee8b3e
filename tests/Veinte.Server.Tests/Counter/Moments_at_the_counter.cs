using System.Text.Json;

namespace Veinte.Server.Tests.Counter;

/// <summary>What a phone at the counter sends: once into the books, by a person or a device, and by nobody else; here what holds however many processes serve.</summary>
public sealed partial class Moments_at_the_counter(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_moment_sent_twice_and_by_two_devices_is_posted_once()
    {
        var (one, other, read) = (await server.CreateKey("write", "counter one"), await server.CreateKey("write", "counter two"), await server.CreateKey("read"));
        var (customer, id) = ($"bea-{Guid.NewGuid():n}", Guid.NewGuid().ToString());
        var body = Moments(new { id, use = "customer", touchpoint = "Caja", rating = 4, scale = 5, who = customer, staff = "Rubén", reason = "waiting", note = "Muy amable, gracias", at = DateTimeOffset.UtcNow.AddMinutes(-90) });
        foreach (var key in (string[])[one, one, other]) Assert.Equal(1, (await server.Post("/counter/moments", body, key)).Expect(200).GetProperty("recorded").GetInt32());
        var line = Assert.Single((await server.Get($"/api/v1/customers/{customer}/statement", read)).Expect(200).GetProperty("items").EnumerateArray());
        Assert.Equal((id, "Caja", "in-person", "Rubén"), (Text(line, "messageId"), Text(line, "touchpoint"), Text(line, "channel"), Text(line, "staff")));
        // The rating outweighs the tone of the note; both are among the reasons.
        Assert.InRange(line.GetProperty("grade").GetDouble(), 14, 18);
        Assert.Equal(["rating", "tone"], line.GetProperty("reasons").EnumerateArray().Select(reason => Text(reason, "signal")).Order());
        Assert.InRange((DateTimeOffset.UtcNow - line.GetProperty("occurredAt").GetDateTimeOffset()).TotalMinutes, 89, 92);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_set_right_by_the_time_of_sending()
    {
        var (write, read) = (await server.CreateKey("write"), await server.CreateKey("read"));
        var (customer, clock) = ($"wrong-{Guid.NewGuid():n}", DateTimeOffset.UtcNow.AddYears(-3));
        var body = JsonSerializer.Serialize(new { moments = new[] { new { id = Guid.NewGuid().ToString(), use = "customer", touchpoint = "Caja", rating = 20, scale = 20, who = customer, at = clock.AddHours(-2) } }, sentAt = clock });
        (await server.Post("/counter/moments", body, write)).Expect(200);
        var line = Assert.Single((await server.Get($"/api/v1/customers/{customer}/statement", read)).Expect(200).GetProperty("items").EnumerateArray());
        Assert.InRange((DateTimeOffset.UtcNow - line.GetProperty("occurredAt").GetDateTimeOffset()).TotalMinutes, 119, 122);
        Assert.Equal(20, line.GetProperty("grade").GetDouble());
    }

    [Fact]
    public async Task What_can_never_be_taken_is_told_and_holds_up_nothing()
    {
        var write = await server.CreateKey("write");
        string Id() => Guid.NewGuid().ToString();
        var taken = (await server.Post("/counter/moments", Moments(
            new { id = Id(), use = "customer", touchpoint = "Caja", rating = 5, scale = 5 },
            new { id = Id(), use = "customer", touchpoint = " ", rating = 5, scale = 5 },
            new { id = Id(), use = "customer", touchpoint = "Caja", rating = 6, scale = 5 },
            new { id = Id(), use = "staff", touchpoint = "Caja", rating = 5, scale = 5 },
            new { id = Id(), use = "self", touchpoint = "Jefe", rating = 5, scale = 5, staff = "Ana" },
            new { id = Id(), use = "self", touchpoint = "Jefe", rating = 0, scale = 20, staff = "Ana", with = "boss" },
            new { id = "short", use = "customer", touchpoint = "Caja", rating = 5, scale = 5 },
            new { id = Id(), use = "spy", touchpoint = "Caja", rating = 5, scale = 5 },
            new { id = Id(), use = "customer", touchpoint = "Caja", rating = 5, scale = 5, reason = "<b>" },
            new { id = Id(), use = "customer", touchpoint = "Caja", rating = 5, scale = 5, note = new string('x', 2_001) }), write)).Expect(200);
        Assert.Equal(2, taken.GetProperty("recorded").GetInt32());
        var problems = taken.GetProperty("refused").EnumerateArray().Select(refused => Text(refused, "problem")!).ToList();
        Assert.Equal(8, problems.Count);
        foreach (var word in (string[])["where", "scale 5", "staff is missing", "with whom", "id must", "'spy'", "small letters", "2000"])
            Assert.Contains(problems, problem => problem.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"moments\":[]}")]
    [InlineData("{\"moments\":[null]}")]
    [InlineData("{\"moments\":[{\"id\":\"0123456789abcdef\"}]}")]
    [InlineData("{\"moments\":[{\"id\":\"0123456789abcdef\",\"use\":\"customer\",\"touchpoint\":\"x\",\"rating\":5,\"scale\":5,\"grade\":20}]}")]
    public async Task What_is_no_post_of_moments_is_refused(string body) =>
        Assert.Contains("\"moments\"", (await server.Post("/counter/moments", body, await server.CreateKey("write"))).ExpectProblem(400));

    [Fact]
    public async Task A_write_key_notes_and_does_nothing_else_a_read_key_does_not_note()
    {
        var (write, read) = (await server.CreateKey("write"), await server.CreateKey("read"));
        var body = Moments(new { id = Guid.NewGuid().ToString(), use = "customer", touchpoint = "Caja", rating = 5, scale = 5 });
        (await server.Post("/counter/moments", body)).ExpectProblem(401);
        (await server.Post("/counter/moments", body, read)).ExpectProblem(403);
        (await server.Post("/counter/moments", body, write)).Expect(200);
        foreach (var closed in (string[])["/api/v1/accounts?kind=touchpoint", "/api/v1/customers/ana", "/api/v1/overview", "/api/v1/keys"]) (await server.Get(closed, write)).ExpectProblem(403);
        (await server.Post("/counter/devices", """{"name":"x"}""", write)).ExpectProblem(403);
        (await server.Post("/counter/devices", """{"name":"x"}""", read)).ExpectProblem(403);
        (await server.Post("/counter/devices", """{"name":""}""", await server.CreateKey("admin"))).ExpectProblem(400);
    }

    [Fact]
    public async Task The_page_is_open_holds_nothing_and_alone_may_ask_for_the_microphone()
    {
        var page = await server.Get("/counter");
        Assert.Equal(200, page.Status);
        Assert.Contains("microphone=(self)", page.Headers["Permissions-Policy"]);
        Assert.StartsWith("default-src 'self'", page.Headers["Content-Security-Policy"]);
        Assert.Contains("microphone=()", (await server.Get("/sign-in")).Headers["Permissions-Policy"]);
        Assert.Equal(JsonValueKind.Null, (await server.Get("/counter/me")).Expect(200).GetProperty("name").ValueKind);
        Assert.Equal("/counter", (await server.Get("/counter/sw.js")).Headers["Service-Worker-Allowed"]);
    }

    private static string Moments(params object[] moments) => JsonSerializer.Serialize(new { moments });

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
