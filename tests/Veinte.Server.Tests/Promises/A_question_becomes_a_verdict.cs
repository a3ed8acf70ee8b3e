using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Promises;

namespace Veinte.Server.Tests.Promises;

/// <summary>Promises over HTTP: written, started, judged while interactions come in, told on the live feed, survived by a restart.</summary>
public sealed class A_question_becomes_a_verdict
{
    private const string Kind = """{"kind":"number","signal":"rating"}""";

    [Fact]
    public async Task A_promise_is_written_started_judged_and_still_known_after_a_restart()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        await server.Interact("first", "Gate", rating: 5);
        var written = (await server.Post("/api/v1/promises", Promise("¿Embarcan contentos?", "draft"), key)).Expect(201);
        Assert.Equal(("embarcan-contentos", 1), (written.GetProperty("id").GetString(), written.GetProperty("version").GetInt32()));
        const string Address = "/api/v1/promises/embarcan-contentos";
        Assert.Equal("draft", (await server.Get(Address, key)).Expect(200).GetProperty("definition").GetProperty("state").GetString());
        (await server.Post(Address + "/start", "{}", key)).Expect(200);
        Assert.Equal("already-done", (await server.Post(Address + "/start", "{}", key)).Expect(200).GetProperty("status").GetString());

        for (var i = 0; i < 120; i++) await server.Interact($"customer-{i}", "Gate", rating: 4 + i % 2);
        var judging = server.Host.Services.GetRequiredService<PromiseJudging>();
        JsonElement row;
        do
        {
            await judging.JudgeNow(TestContext.Current.CancellationToken);
            row = (await server.Get(Address, key)).Expect(200).GetProperty("row");
        }
        while (row.GetProperty("verdict").GetString() == "open");
        Assert.Equal(("kept", 120), (row.GetProperty("verdict").GetString(), row.GetProperty("n").GetInt32()));
        Assert.True(row.GetProperty("low").GetDouble() < row.GetProperty("mean").GetDouble());

        var evidence = (await server.Get(Address + "/evidence", key)).Expect(200);
        Assert.Equal(50, evidence.GetProperty("items").GetArrayLength());
        Assert.Equal("Gate", evidence.GetProperty("items")[0].GetProperty("touchpoint").GetString());
        Assert.Equal("50", evidence.GetProperty("next").GetString());

        await server.Restart();
        var after = (await server.Get(Address, key)).Expect(200);
        Assert.Equal("kept", after.GetProperty("row").GetProperty("verdict").GetString());
        Assert.Equal(1, after.GetProperty("verdicts").GetArrayLength());
        Assert.Equal(2, (await server.Get(Address + "/versions", key)).Expect(200).GetProperty("items").GetArrayLength());
        (await server.Post(Address + "/end", "{}", key)).Expect(200);
        Assert.Equal("ended", (await server.Get("/api/v1/promises", key)).Expect(200).GetProperty("items")[0].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("target", "\"target\":1.5,\"smallestDifference\":0.05", "outside the scale")]
    [InlineData("errorLevel", "\"target\":0.7,\"smallestDifference\":0.05,\"errorLevel\":0", "never be a verdict")]
    [InlineData("where.touchpoints", "\"target\":0.7,\"smallestDifference\":0.05,\"where\":{\"touchpoints\":[\"Gatte\"]}", "not known")]
    [InlineData("smallestDifference", "\"target\":0.7", "must be above 0")]
    [InlineData("arms.items", "\"target\":0.7,\"smallestDifference\":0.05,\"arms\":{\"by\":\"customer\",\"items\":[{\"name\":\"a\",\"share\":0.5},{\"name\":\"b\",\"share\":0.4}]}", "add up to 100 %")]
    public async Task What_is_wrong_is_told_at_its_field_and_nothing_is_saved(string field, string members, string said)
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        await server.Interact("first", "Gate", rating: 5);
        var answer = await server.Post("/api/v1/promises", $$$"""{"promise":{"question":"Is it good?","measure":{{{Kind}}},{{{members}}}}}""", key);
        answer.ExpectProblem(400);
        Assert.Contains(said, answer.Json.GetProperty("errors").GetProperty(field)[0].GetString());
        Assert.Equal(0, (await server.Get("/api/v1/promises", key)).Expect(200).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Somebody_elses_version_in_between_is_not_overwritten_and_an_edit_begins_with_new_evidence()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        await server.Interact("first", "Gate", rating: 5);
        (await server.Post("/api/v1/promises", Promise("Good?", "running"), key)).Expect(201);
        await server.Interact("second", "Gate", rating: 5);
        Assert.Equal(1, (await server.Get("/api/v1/promises/good", key)).Expect(200).GetProperty("seen").GetInt32());
        var edit = Promise("Good?", "running").Replace("{\"promise\"", "{\"version\":1,\"promise\"", StringComparison.Ordinal);
        (await server.Post("/api/v1/promises/good/versions", edit, key)).Expect(201);
        (await server.Post("/api/v1/promises/good/versions", edit, key)).ExpectProblem(409);
        Assert.Equal(0, (await server.Get("/api/v1/promises/good", key)).Expect(200).GetProperty("seen").GetInt32());
    }

    private static string Promise(string question, string state) =>
        $$$"""{"promise":{"question":"{{{question}}}","state":"{{{state}}}","where":{"touchpoints":["Gate"]},"measure":{{{Kind}}},"target":0.6,"smallestDifference":0.05}}""";
}
