namespace Veinte.Server.Tests.Api;

public sealed class Decisions_go_into_the_books(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_reversal_takes_the_posting_back_with_its_author()
    {
        var admin = await server.CreateKey("admin", "auditor");
        var posting = await server.Interact("reversed", "Desk", rating: 5);
        var taken = (await server.Post("/api/v1/reversals", $$"""{"posting":{{posting}},"reason":"counted twice"}""", admin)).Expect(200);
        Assert.Equal("done", taken.GetProperty("status").GetString());
        Assert.True(taken.GetProperty("position").GetInt64() > posting);

        var customer = (await server.Get("/api/v1/customers/reversed", admin)).Expect(200);
        Assert.Equal(0, customer.GetProperty("account").GetProperty("balance").GetInt64());
        Assert.Contains("counted twice", (await server.Get("/api/v1/customers/reversed/statement", admin)).Text);
        Assert.Equal(0, (await server.Get("/api/v1/trial-balance", admin)).Expect(200).GetProperty("difference").GetInt64());

        (await server.Post("/api/v1/reversals", $$"""{"posting":{{posting}},"reason":"again"}""", admin)).Json.TryGetProperty("status", out var again);
        Assert.NotEqual("done", again.ToString());
    }

    [Fact]
    public async Task A_dispute_that_is_upheld_reverses_the_posting()
    {
        var admin = await server.CreateKey("admin", "lead");
        var posting = await server.Interact("disputed", "Counter", rating: 1, staff: "marta");
        (await server.Post("/api/v1/disputes", $$"""{"posting":{{posting}},"reason":"I was not on duty"}""", admin)).Expect(200);
        var open = (await server.Get("/api/v1/disputes", admin)).Expect(200).GetProperty("items")[0];
        Assert.Equal("open", open.GetProperty("state").GetString());
        Assert.Equal("key lead", open.GetProperty("author").GetString());
        (await server.Post($"/api/v1/disputes/{posting}/resolve", """{"upheld":true,"reason":"the roster agrees"}""", admin)).Expect(200);
        Assert.Equal(0, (await server.Get("/api/v1/accounts/staff/marta", admin)).Expect(200).GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task A_merge_moves_the_balance_and_its_undoing_moves_it_back()
    {
        var admin = await server.CreateKey("admin");
        await server.Interact("old-account", "Web", rating: 5);
        await server.Interact("new-account", "Web", rating: 4);
        (await server.Post("/api/v1/merges", """{"from":"old-account","into":"new-account"}""", admin)).Expect(200);
        Assert.Equal(15_000, await Balance("new-account"));
        Assert.Equal(15_000, await Balance("old-account"));
        (await server.Post("/api/v1/merges/undo", """{"from":"old-account","into":"new-account","reason":"two people"}""", admin)).Expect(200);
        Assert.Equal(5_000, await Balance("new-account"));
        Assert.Equal(10_000, await Balance("old-account"));

        async Task<long> Balance(string customer) =>
            (await server.Get($"/api/v1/customers/{customer}", admin)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64();
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_decided_about()
    {
        var admin = await server.CreateKey("admin");
        (await server.Post("/api/v1/reversals", """{"posting":987654321,"reason":"why not"}""", admin)).ExpectProblem(404);
        (await server.Post("/api/v1/merges", """{"from":"nobody-1","into":"nobody-2"}""", admin)).ExpectProblem(404);
    }

    [Fact]
    public async Task Verifying_runs_as_a_job_and_finds_that_the_books_agree()
    {
        var admin = await server.CreateKey("admin");
        await server.Interact("verified", "Lounge", rating: 4);
        var result = await server.Job("/api/v1/verifications", "", admin);
        Assert.True(result.GetProperty("agrees").GetBoolean(), result.ToString());
    }
}
