using Veinte.Simulation;

namespace Veinte.Server.Tests.Promises;

/// <summary>Promises over HTTP: written, started, judged while interactions come in, told on the live feed, survived by a restart.</summary>
public sealed partial class A_question_becomes_a_verdict(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Kind = """{"kind":"number","signal":"rating"}""";

    [Fact]
    public async Task However_many_processes_judge_a_verdict_is_reached_once_and_every_one_tells_it()
    {
        var key = await server.CreateKey("admin");
        await server.Interact("first", "Promised gate", rating: 5);
        (await server.Post("/api/v1/promises", Promise("¿Vuelven contentos?", "running"), key)).Expect(201);
        const string Address = "/api/v1/promises/vuelven-contentos";
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => server.Interact($"customer-{i}", "Promised gate", rating: 4 + i % 2)));
        // Nobody calls for it: each process looks every second.
        await Patience.Until(async () => (await server.Get(Address, key)).Expect(200).GetProperty("row"), row => row.GetProperty("verdict").GetString() != "open", TestContext.Current.CancellationToken);
        for (var i = 0; i < 6; i++)
        {
            var told = (await server.Get(Address, key)).Expect(200);
            Assert.Equal(("kept", 1), (told.GetProperty("row").GetProperty("verdict").GetString(), told.GetProperty("verdicts").GetArrayLength()));
        }
        Assert.Equal("Promised gate", (await server.Get(Address + "/evidence", key)).Expect(200).GetProperty("items")[0].GetProperty("touchpoint").GetString());
    }

    [Theory]
    [InlineData("target", "\"target\":1.5,\"smallestDifference\":0.05", "outside the scale")]
    [InlineData("errorLevel", "\"target\":0.7,\"smallestDifference\":0.05,\"errorLevel\":0", "never be a verdict")]
    [InlineData("where.touchpoints", "\"target\":0.7,\"smallestDifference\":0.05,\"where\":{\"touchpoints\":[\"Gatte\"]}", "not known")]
    [InlineData("smallestDifference", "\"target\":0.7", "must be above 0")]
    [InlineData("arms.items", "\"target\":0.7,\"smallestDifference\":0.05,\"arms\":{\"by\":\"customer\",\"items\":[{\"name\":\"a\",\"share\":0.5},{\"name\":\"b\",\"share\":0.4}]}", "add up to 100 %")]
    public async Task What_is_wrong_is_told_at_its_field_and_nothing_is_saved(string field, string members, string said)
    {
        var key = await server.CreateKey("admin");
        await server.Interact("first", "Promised gate", rating: 5);
        var before = (await server.Get("/api/v1/promises", key)).Expect(200).GetProperty("items").GetArrayLength();
        var answer = await server.Post("/api/v1/promises", $$$"""{"promise":{"question":"Is it good?","measure":{{{Kind}}},{{{members}}}}}""", key);
        answer.ExpectProblem(400);
        Assert.Contains(said, answer.Json.GetProperty("errors").GetProperty(field)[0].GetString());
        Assert.Equal(before, (await server.Get("/api/v1/promises", key)).Expect(200).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Somebody_elses_version_in_between_is_not_overwritten_and_an_edit_begins_with_new_evidence()
    {
        var key = await server.CreateKey("admin");
        await server.Interact("first", "Promised gate", rating: 5);
        (await server.Post("/api/v1/promises", Promise("Good?", "running"), key)).Expect(201);
        await server.Interact("second", "Promised gate", rating: 5);
        Assert.Equal(1, (await server.Get("/api/v1/promises/good", key)).Expect(200).GetProperty("seen").GetInt32());
        var edit = Promise("Good?", "running").Replace("{\"promise\"", "{\"version\":1,\"promise\"", StringComparison.Ordinal);
        (await server.Post("/api/v1/promises/good/versions", edit, key)).Expect(201);
        (await server.Post("/api/v1/promises/good/versions", edit, key)).ExpectProblem(409);
        Assert.Equal(0, (await server.Get("/api/v1/promises/good", key)).Expect(200).GetProperty("seen").GetInt32());
    }

    private static string Promise(string question, string state) =>
        $$$"""{"promise":{"question":"{{{question}}}","state":"{{{state}}}","where":{"touchpoints":["Promised gate"]},"measure":{{{Kind}}},"target":0.6,"smallestDifference":0.05}}""";
}
