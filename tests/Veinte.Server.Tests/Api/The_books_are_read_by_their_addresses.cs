using System.Text.Json;

namespace Veinte.Server.Tests.Api;

public sealed class The_books_are_read_by_their_addresses(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_rating_of_four_is_fifteen_and_posts_five_points_to_its_customer()
    {
        var key = await server.CreateKey("read");
        var position = await server.Interact("ana@example.com", "Check-in", rating: 4, staff: "luis", area: "Madrid");

        var line = (await server.Get("/api/v1/customers/ana@example.com/statement", key)).Expect(200).GetProperty("items")[0];
        Assert.Equal(position.ToString(), line.GetProperty("id").GetString());
        Assert.Equal(15.0, line.GetProperty("grade").GetDouble());
        Assert.Equal(1.0, line.GetProperty("weight").GetDouble());
        Assert.Equal(5_000, line.GetProperty("amount").GetInt64());
        Assert.Equal("web", line.GetProperty("channel").GetString());
        Assert.Equal("luis", line.GetProperty("staff").GetString());
        Assert.Equal("Madrid", line.GetProperty("area").GetString());
        Assert.StartsWith("message-", line.GetProperty("messageId").GetString());
        Assert.EndsWith("Z", line.GetProperty("occurredAt").GetString());
        Assert.Equal(15.0, line.GetProperty("reasons").EnumerateArray().Sum(reason => reason.GetProperty("contribution").GetDouble()), 9);

        var account = (await server.Get("/api/v1/accounts/staff/luis", key)).Expect(200);
        Assert.Equal(5_000, account.GetProperty("balance").GetInt64());
        Assert.Equal("staff", account.GetProperty("kind").GetString());
        Assert.True(account.GetProperty("standing").GetProperty("low").GetDouble() <= account.GetProperty("standing").GetProperty("value").GetDouble());

        var profile = (await server.Get("/api/v1/customers/ana@example.com", key)).Expect(200);
        Assert.Equal(5_000, profile.GetProperty("account").GetProperty("balance").GetInt64());

        var detail = (await server.Get($"/api/v1/interactions/{position}", key)).Expect(200);
        Assert.Equal("test", detail.GetProperty("source").GetString());
    }

    [Fact]
    public async Task Reasons_come_in_the_language_asked_for()
    {
        var key = await server.CreateKey("read");
        await server.Interact("reader", "Reader gate", rating: 2);
        var spanish = await Reason("?language=es");
        var english = await Reason("?language=en");
        Assert.NotEqual(spanish, english);
        Assert.Equal(english, await Reason(""));

        async Task<string?> Reason(string query) =>
            (await server.Get("/api/v1/accounts/touchpoint/Reader%20gate/statement" + query, key)).Expect(200)
            .GetProperty("items")[0].GetProperty("reasons")[0].GetProperty("text").GetString();
    }

    [Fact]
    public async Task Lists_are_read_part_by_part_without_a_gap_or_a_repeat()
    {
        var key = await server.CreateKey("read");
        for (var n = 0; n < 7; n++) await server.Interact("pages", $"Paged {n}", rating: 3);
        var seen = new List<string>();
        var next = "";
        do
        {
            var part = (await server.Get($"/api/v1/customers/pages/statement?limit=3{next}", key)).Expect(200);
            Assert.InRange(part.GetProperty("items").GetArrayLength(), 1, 3);
            seen.AddRange(part.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("touchpoint").GetString()!));
            var cursor = part.GetProperty("next");
            next = cursor.ValueKind == JsonValueKind.Null ? "" : $"&cursor={Uri.EscapeDataString(cursor.GetString()!)}";
        }
        while (next != "");
        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(n => $"Paged {n}"), seen);
    }

    [Fact]
    public async Task The_trial_balance_has_both_sides_and_no_difference()
    {
        var key = await server.CreateKey("read");
        await server.Interact("balance", "Cabin", rating: 1);
        var balance = (await server.Get("/api/v1/trial-balance", key)).Expect(200);
        Assert.Equal(0, balance.GetProperty("difference").GetInt64());
        Assert.Equal(balance.GetProperty("customers").GetInt64(), balance.GetProperty("producers").GetInt64());
        Assert.True(balance.GetProperty("graded").GetInt64() <= balance.GetProperty("interactions").GetInt64());
        Assert.True(balance.GetProperty("position").GetInt64() > 0);
    }

    [Fact]
    public async Task A_key_with_a_slash_is_found()
    {
        var key = await server.CreateKey("read");
        await server.Interact("slash", "Web/Search", rating: 5);
        Assert.Equal("Web/Search", (await server.Get("/api/v1/accounts/touchpoint/Web%2FSearch", key)).Expect(200).GetProperty("key").GetString());
    }

    [Theory]
    [InlineData("/api/v1/customers/nobody", 404, "nobody")]
    [InlineData("/api/v1/accounts/touchpoint/Nowhere", 404, "Nowhere")]
    [InlineData("/api/v1/accounts?kind=planet", 400, "planet")]
    [InlineData("/api/v1/accounts", 400, "customer, touchpoint, staff or area")]
    [InlineData("/api/v1/accounts?kind=staff&sort=luck", 400, "luck")]
    [InlineData("/api/v1/accounts?kind=staff&cursor=rubbish", 400, "cursor")]
    [InlineData("/api/v1/interactions/999999999", 404, "999999999")]
    [InlineData("/api/v1/names/customer", 400, "customer")]
    [InlineData("/api/v1/quarantine/999999999", 404, "999999999")]
    [InlineData("/api/v1/nothing-here", 404, "")]
    public async Task What_cannot_be_answered_is_a_problem_that_says_why(string path, int status, string says)
    {
        var key = await server.CreateKey("read");
        Assert.Contains(says, (await server.Get(path, key)).ExpectProblem(status));
    }

    [Fact]
    public async Task A_limit_out_of_range_names_the_parameter()
    {
        var answer = await server.Get("/api/v1/accounts?kind=staff&limit=501", await server.CreateKey("read"));
        answer.ExpectProblem(400);
        Assert.Contains("limit", answer.Json.GetProperty("errors").ToString());
    }

    [Fact]
    public async Task The_description_names_every_address_and_how_to_sign_in()
    {
        var description = (await server.Get("/openapi/v1.json", await server.CreateKey("read"))).Expect(200);
        Assert.StartsWith("3.1", description.GetProperty("openapi").GetString());
        var paths = description.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.Contains("/api/v1/accounts", paths);
        Assert.Contains("/api/v1/customers/{id}/statement", paths);
        Assert.Contains("/api/v1/live", paths);
        Assert.True(description.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("key", out _));
    }
}
