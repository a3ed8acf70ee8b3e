using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Promises;

namespace Veinte.Server.Tests.Promises;

// What a test must look into the server for, or stop it.
public sealed partial class A_question_becomes_a_verdict
{
    [Fact]
    public async Task A_promise_is_written_started_judged_and_still_known_after_a_restart()
    {
        await using var server = await ServerFixture.Start();
        var key = await server.CreateKey("admin");
        await server.Interact("first", "Promised gate", rating: 5);
        var written = (await server.Post("/api/v1/promises", Promise("¿Embarcan contentos?", "draft"), key)).Expect(201);
        Assert.Equal(("embarcan-contentos", 1), (written.GetProperty("id").GetString(), written.GetProperty("version").GetInt32()));
        const string Address = "/api/v1/promises/embarcan-contentos";
        Assert.Equal("draft", (await server.Get(Address, key)).Expect(200).GetProperty("definition").GetProperty("state").GetString());
        (await server.Post(Address + "/start", "{}", key)).Expect(200);
        Assert.Equal("already-done", (await server.Post(Address + "/start", "{}", key)).Expect(200).GetProperty("status").GetString());

        for (var i = 0; i < 120; i++) await server.Interact($"customer-{i}", "Promised gate", rating: 4 + i % 2);
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
        Assert.Equal("Promised gate", evidence.GetProperty("items")[0].GetProperty("touchpoint").GetString());
        Assert.Equal("50", evidence.GetProperty("next").GetString());

        await server.Restart();
        var after = (await server.Get(Address, key)).Expect(200);
        Assert.Equal("kept", after.GetProperty("row").GetProperty("verdict").GetString());
        Assert.Equal(1, after.GetProperty("verdicts").GetArrayLength());
        Assert.Equal(2, (await server.Get(Address + "/versions", key)).Expect(200).GetProperty("items").GetArrayLength());
        (await server.Post(Address + "/end", "{}", key)).Expect(200);
        Assert.Equal("ended", (await server.Get("/api/v1/promises", key)).Expect(200).GetProperty("items")[0].GetProperty("state").GetString());
    }
}
