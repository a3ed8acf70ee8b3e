using System.Text.Json;
using Veinte.Simulation;

namespace Veinte.Server.Tests.Moments;

/// <summary>Outcomes are defined, asked for, compared, ended and computed again through the API; what cannot be is said with the reason. Here what holds however many processes serve.</summary>
public sealed partial class Moments_are_asked_by_the_API(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_grade_is_defined_as_outcome_filled_back_computed_again_and_proposed_as_weights()
    {
        var key = await server.CreateKey("admin");
        var random = new Random(3);
        for (var i = 0; i < 150; i++)
        {
            var (desk, gate) = (1 + random.Next(5), 1 + random.Next(5));
            await server.Interact($"api-{i}", "Moments desk", desk);
            await server.Interact($"api-{i}", "Moments gate", gate);
            await server.Interact($"api-{i}", "Moments verdict", Math.Clamp(desk + random.Next(2), 1, 5));
        }
        (await server.Post("/api/v1/moments/outcomes", """{"id":"verdict","outcome":{"name":"Verdict","kind":"grade","touchpoint":"Moments verdict"}}""", key)).Expect(200);
        var view = (await server.Get("/api/v1/moments?outcome=verdict", key)).Expect(200);
        Assert.Equal((150, 150), (view.GetProperty("trips").GetInt64(), view.GetProperty("outcome").GetProperty("backFilled").GetInt64()));
        var first = view.GetProperty("items")[0];
        Assert.Equal(("Moments desk", 1), (first.GetProperty("touchpoint").GetString(), first.GetProperty("rank").GetInt32()));

        var agreement = await Recomputed("verdict", key);
        Assert.True(agreement.GetProperty("agrees").GetBoolean(), agreement.ToString());

        var proposed = (await server.Get("/api/v1/moments/weights?outcome=verdict", key)).Expect(200);
        Assert.Contains(proposed.GetProperty("changes").EnumerateArray(), change => change.GetProperty("touchpoint").GetString() == "Moments desk" && change.GetProperty("after").GetDouble() > 1);
        // Nothing has been published.
        Assert.DoesNotContain("Moments desk", (await server.Get("/api/v1/policies", key)).Expect(200).GetRawText(), StringComparison.Ordinal);

        (await server.Delete("/api/v1/moments/outcomes/verdict", key)).Expect(200);
        Assert.Contains("recommendation", (await server.Get("/api/v1/moments?outcome=verdict", key)).ExpectProblem(404), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_of_signals_that_is_defined_late_answers_from_history_once_it_has_been_read()
    {
        var (key, write) = (await server.CreateKey("admin"), await server.CreateKey("write"));
        var events = Enumerable.Range(0, 40).SelectMany(i => (string[])
        [
            $$$"""{"type":"track","event":"Moments counter","userId":"late-{{{i}}}","messageId":"late-{{{i}}}-1","properties":{"rating":{{{1 + i % 5}}},"journey":"Moments trip"}}""",
            $$$"""{"type":"track","event":"Moments till","userId":"late-{{{i}}}","messageId":"late-{{{i}}}-2","properties":{"revenue":{{{10 + i % 5}}},"journey":"Moments trip"}}""",
        ]);
        (await server.Post("/v1/batch", $$"""{"batch":[{{string.Join(',', events)}}]}""", write)).Expect(200);
        (await server.Post("/api/v1/moments/outcomes", """{"id":"spent","outcome":{"name":"Spent","kind":"revenue","touchpoint":"Moments till"}}""", key)).Expect(200);
        var view = await Read(server, "spent&journey=Moments%20trip", key);
        Assert.Equal((40, 40, 0), (view.GetProperty("trips").GetInt64(), view.GetProperty("outcome").GetProperty("backFilled").GetInt64(), view.GetProperty("outcome").GetProperty("missed").GetInt64()));
        Assert.Equal(12, view.GetProperty("outcomeMean").GetDouble(), 9);
        Assert.Equal("Moments counter", view.GetProperty("items")[0].GetProperty("touchpoint").GetString());
        // What the stream itself keeps is compared with history as before.
        Assert.True((await Recomputed("spent", key)).GetProperty("agrees").GetBoolean());
    }

    [Theory]
    [InlineData("""{"id":"x","outcome":{"name":"","kind":"grade","touchpoint":"Moments desk"}}""", "name")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"luck"}}""", "kind")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"grade"}}""", "touchpoint")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"property","touchpoint":"Moments desk"}}""", "property")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"top-box","touchpoint":"Moments desk","topGrade":21}}""", "topGrade")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"return","withinDays":0}}""", "withinDays")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"return","withinDays":10,"gapDays":12}}""", "gapDays")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"churn","intent":"fly"}}""", "intent")]
    [InlineData("""{"id":"x","outcome":{"name":"X","kind":"revenue","segment":"colour"}}""", "segment")]
    public async Task A_bad_definition_is_refused_with_the_member_it_is_about(string order, string member) =>
        Assert.Contains(member + ":", (await server.Post("/api/v1/moments/outcomes", order, await server.CreateKey("admin"))).ExpectProblem(400), StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/v1/moments?journey=a&segment=b", "not for both")]
    [InlineData("/api/v1/moments?from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z", "before")]
    public async Task A_question_that_cannot_be_answered_says_why(string address, string why) =>
        Assert.Contains(why, (await server.Get(address, await server.CreateKey("read"))).ExpectProblem(400), StringComparison.Ordinal);

    private static async Task<JsonElement> Read(ServerFixture server, string outcome, string key) => await Patience.Until(
        async () => (await server.Get($"/api/v1/moments?outcome={outcome}", key)).Expect(200),
        view => view.GetProperty("outcome").GetProperty("wasRead").GetBoolean(), TestContext.Current.CancellationToken);

    private Task<JsonElement> Recomputed(string outcome, string key) => server.Job("/api/v1/moments/recompute", $$"""{"outcome":"{{outcome}}"}""", key);
}
