namespace Veinte.Server.Tests.Api;

/// <summary>A scoring policy from draft to books restated under it, through the API as the page Settings uses it.</summary>
public sealed class Policies_are_tried_published_and_put_in_force(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_draft_grades_an_example_with_reasons_that_add_up()
    {
        var key = await server.CreateKey("admin");
        var tried = (await server.Post("/api/v1/policies/try",
            """{"policy":{"par":12},"touchpoint":"Gate","signals":{"rating":4,"waitSeconds":900,"promisedWaitSeconds":600}}""", key)).Expect(200);
        Assert.Equal((12.2, 200), (tried.GetProperty("grade").GetDouble(), tried.GetProperty("amount").GetInt64()));
        Assert.Equal(12.2, tried.GetProperty("reasons").EnumerateArray().Sum(reason => reason.GetProperty("contribution").GetDouble()), 3);
    }

    [Fact]
    public async Task What_is_wrong_with_a_draft_is_said_at_its_field_in_the_language_asked_for()
    {
        var key = await server.CreateKey("admin");
        var tried = (await server.Post("/api/v1/policies/try", """{"policy":{"par":25},"language":"es"}""", key)).Expect(200);
        var error = Assert.Single(tried.GetProperty("errors").EnumerateArray());
        Assert.Equal("$.par", error.GetProperty("path").GetString());
        Assert.Equal("25 está fuera de rango.", error.GetProperty("problem").GetString());
    }

    [Fact]
    public async Task Publishing_keeps_the_note_and_restating_puts_all_of_history_under_the_policy()
    {
        await using var own = await ServerFixture.Start();
        var key = await own.CreateKey("admin");
        await own.Interact("ana", "Gate", 4);
        (await own.Post("/api/v1/policies", """{"policy":{"name":"Strict","par":14},"note":"we promise more"}""", key)).Expect(200);
        var published = (await own.Get("/api/v1/policies", key)).Expect(200).GetProperty("items")[0];
        Assert.Equal((1, "we promise more"), (published.GetProperty("version").GetInt32(), published.GetProperty("note").GetString()));
        Assert.Equal(5_000, await Balance(own, key));

        var job = (await own.Post("/api/v1/restatements/publish", """{"version":1}""", key)).Expect(202).GetProperty("id").GetInt64();
        while ((await own.Get($"/api/v1/jobs/{job}", key)).Expect(200).GetProperty("state").GetString() == "running") await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal("finished", (await own.Get($"/api/v1/jobs/{job}", key)).Expect(200).GetProperty("state").GetString());
        Assert.Equal(1_000, await Balance(own, key));
    }

    [Fact]
    public async Task Whoever_may_only_read_publishes_nothing()
    {
        var key = await server.CreateKey("read");
        (await server.Post("/api/v1/policies", """{"policy":{"par":12}}""", key)).ExpectProblem(403);
    }

    private static async Task<long> Balance(ServerFixture server, string key) =>
        (await server.Get("/api/v1/customers/ana", key)).Expect(200).GetProperty("account").GetProperty("balance").GetInt64();
}
