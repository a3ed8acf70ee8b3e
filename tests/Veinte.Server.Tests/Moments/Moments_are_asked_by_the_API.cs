using System.Text.Json;

namespace Veinte.Server.Tests.Moments;

/// <summary>Outcomes are defined, asked for, compared, ended and computed again through the API; what cannot be is said with the reason.</summary>
public sealed class Moments_are_asked_by_the_API(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Few_data_are_said_to_be_few_and_claim_nothing()
    {
        var key = await server.CreateKey("read");
        var view = (await server.Get("/api/v1/moments", key)).Expect(200);
        Assert.Equal("recommendation", view.GetProperty("outcome").GetProperty("id").GetString());
        Assert.False(view.GetProperty("enough").GetBoolean());
        Assert.Equal(0, view.GetProperty("items").GetArrayLength());
        Assert.True(view.GetProperty("needed").GetInt64() >= 30);
    }

    [Fact]
    public async Task A_grade_is_defined_as_outcome_filled_back_computed_again_and_proposed_as_weights()
    {
        var key = await server.CreateKey("admin");
        var random = new Random(3);
        for (var i = 0; i < 150; i++)
        {
            var (desk, gate) = (1 + random.Next(5), 1 + random.Next(5));
            await server.Interact($"api-{i}", "Desk", desk);
            await server.Interact($"api-{i}", "Gate", gate);
            await server.Interact($"api-{i}", "Verdict", Math.Clamp(desk + random.Next(2), 1, 5));
        }
        (await server.Post("/api/v1/moments/outcomes", """{"id":"verdict","outcome":{"name":"Verdict","kind":"grade","touchpoint":"Verdict"}}""", key)).Expect(200);
        var view = (await server.Get("/api/v1/moments?outcome=verdict", key)).Expect(200);
        Assert.Equal((150, 150), (view.GetProperty("trips").GetInt64(), view.GetProperty("outcome").GetProperty("backFilled").GetInt64()));
        var first = view.GetProperty("items")[0];
        Assert.Equal(("Desk", 1), (first.GetProperty("touchpoint").GetString(), first.GetProperty("rank").GetInt32()));

        var job = (await server.Post("/api/v1/moments/recompute", """{"outcome":"verdict"}""", key)).Expect(202).GetProperty("id").GetInt64();
        var agreement = await Finished(job, key);
        Assert.True(agreement.GetProperty("agrees").GetBoolean(), agreement.ToString());

        var proposed = (await server.Get("/api/v1/moments/weights?outcome=verdict", key)).Expect(200);
        Assert.Contains(proposed.GetProperty("changes").EnumerateArray(), change => change.GetProperty("touchpoint").GetString() == "Desk" && change.GetProperty("after").GetDouble() > 1);
        // Nothing has been published.
        Assert.Equal(0, (await server.Get("/api/v1/policies", key)).Expect(200).GetProperty("items")[0].GetProperty("version").GetInt32());

        (await server.Delete("/api/v1/moments/outcomes/verdict", key)).Expect(200);
        Assert.Contains("recommendation", (await server.Get("/api/v1/moments?outcome=verdict", key)).ExpectProblem(404), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_of_signals_that_is_defined_late_answers_from_history_once_it_has_been_read()
    {
        var (key, write) = (await server.CreateKey("admin"), await server.CreateKey("write"));
        var events = Enumerable.Range(0, 40).SelectMany(i => (string[])
        [
            $$$"""{"type":"track","event":"Counter","userId":"late-{{{i}}}","messageId":"late-{{{i}}}-1","properties":{"rating":{{{1 + i % 5}}},"journey":"Trip"}}""",
            $$$"""{"type":"track","event":"Till","userId":"late-{{{i}}}","messageId":"late-{{{i}}}-2","properties":{"revenue":{{{10 + i % 5}}},"journey":"Trip"}}""",
        ]);
        (await server.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', events)}}]}""", write)).Expect(200);
        (await server.Post("/api/v1/moments/outcomes", """{"id":"spent","outcome":{"name":"Spent","kind":"revenue","touchpoint":"Till"}}""", key)).Expect(200);
        JsonElement view = default;
        for (var patience = 0; patience < 1_000; patience++)
        {
            view = (await server.Get("/api/v1/moments?outcome=spent&journey=Trip", key)).Expect(200);
            if (view.GetProperty("outcome").GetProperty("wasRead").GetBoolean()) break;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Equal((40, 40, 0), (view.GetProperty("trips").GetInt64(), view.GetProperty("outcome").GetProperty("backFilled").GetInt64(), view.GetProperty("outcome").GetProperty("missed").GetInt64()));
        Assert.Equal(12, view.GetProperty("outcomeMean").GetDouble(), 9);
        Assert.Equal("Counter", view.GetProperty("items")[0].GetProperty("touchpoint").GetString());
        // What the stream itself keeps is compared with history as before.
        var job = (await server.Post("/api/v1/moments/recompute", """{"outcome":"spent"}""", key)).Expect(202).GetProperty("id").GetInt64();
        Assert.True((await Finished(job, key)).GetProperty("agrees").GetBoolean());
        Assert.True(File.Exists(Path.Combine(server.Folder, "moments", "spent.past")));
    }

    [Theory]
    [InlineData("""{"id":"x","outcome":{"name":"","kind":"grade","touchpoint":"Desk"}}""", "name")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"luck"}}""", "kind")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"grade"}}""", "touchpoint")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"property","touchpoint":"Desk"}}""", "property")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"top-box","touchpoint":"Desk","topGrade":21}}""", "topGrade")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"return","withinDays":0}}""", "withinDays")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"return","withinDays":10,"gapDays":12}}""", "gapDays")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"churn","intent":"fly"}}""", "intent")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"revenue","segment":"colour"}}""", "segment")]
    public async Task A_bad_definition_is_refused_with_the_member_it_is_about(string order, string member) =>
        Assert.Contains(member + ":", (await server.Post("/api/v1/moments/outcomes", order, await server.CreateKey("admin"))).ExpectProblem(400), StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/v1/moments?journey=a&segment=b", "not for both")]
    [InlineData("/api/v1/moments?from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z", "before")]
    [InlineData("/api/v1/measures/nps?by=mood", "journey, stage or intent")]
    [InlineData("/api/v1/measures/nps?to=yesterday", "no day")]
    public async Task A_question_that_cannot_be_answered_says_why(string address, string why) =>
        Assert.Contains(why, (await server.Get(address, await server.CreateKey("read"))).ExpectProblem(400), StringComparison.Ordinal);

    private async Task<JsonElement> Finished(long job, string key)
    {
        for (var patience = 0; patience < 500; patience++)
        {
            var now = (await server.Get($"/api/v1/jobs/{job}", key)).Expect(200);
            if (now.GetProperty("state").GetString() == "finished") return now.GetProperty("result");
            Assert.Equal("running", now.GetProperty("state").GetString());
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The job did not finish.");
    }
}
