using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Tests.Surveys;

// What a test must look into the server for, or hold its clock.
public sealed partial class Customers_answer_and_the_books_know_at_once
{
    [Fact]
    public async Task What_is_half_answered_is_kept_and_posted_when_its_time_is_up()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = await ServerFixture.Start(time: time);
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey("nps q required; text t required") with { CloseAfterMinutes = 30 });
        var page = await people.Answer(await people.Open(link), "10");
        var abandoned = await people.Open(link);
        // It goes on where it was, from another device with the same address, and after the server has been away.
        Assert.Equal("¿t?", (await people.Open($"{link}?r={page.Response}")).Heading);
        var desk = own.Host.Services.GetRequiredService<AnswerDesk>();
        await desk.CloseDue(TestContext.Current.CancellationToken);
        Assert.Empty(await people.Responses(id));
        time.Advance(TimeSpan.FromMinutes(31));
        await desk.CloseDue(TestContext.Current.CancellationToken);
        var response = Assert.Single(await people.Responses(id));
        Assert.True(response.GetProperty("partial").GetBoolean());
        Assert.Equal("""{"q":10}""", response.GetProperty("answers").GetRawText());
        // Too late to add to it; it is said with thanks, not with an error.
        Assert.True((await people.Answer(page, "tarde")).Finished);
        Assert.Single(await people.Responses(id));
        Assert.NotEqual(page.Response, abandoned.Response);
    }

    [Fact]
    public async Task The_index_can_be_thrown_away_and_comes_back_from_the_journal()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey(Recommend));
        for (var score = 7; score <= 9; score++)
            await people.Skip(await people.Answer(await people.Open(link), score.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var before = (await people.Responses(id)).Select(response => response.GetRawText()).ToList();
        Assert.Equal(3, before.Count);
        var cancel = TestContext.Current.CancellationToken;
        await using (var db = await own.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(cancel)) await db.SurveyResponses.ExecuteDeleteAsync(cancel);
        await own.Host.Services.GetRequiredService<WorkspaceSettings>().Set("survey-index-position", "0", cancel);
        Assert.Empty(await people.Responses(id));
        await own.Host.Services.GetRequiredService<ResponseIndex>().CatchUp(cancel);
        Assert.Equal(before, (await people.Responses(id)).Select(response => response.GetRawText()));
        // As 'veinte retain' leaves it under a running node: the mark is not moved on over what is missing.
        await using (var db = await own.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(cancel)) await db.SurveyResponses.ExecuteDeleteAsync(cancel);
        await own.Host.Services.GetRequiredService<WorkspaceSettings>().Set("survey-index-position", "0", cancel);
        await own.Host.Services.GetRequiredService<ResponseIndex>().MoveMark(cancel);
        Assert.Equal(before, (await people.Responses(id)).Select(response => response.GetRawText()));
    }

    [Fact]
    public async Task Versions_keep_what_they_asked_and_a_draft_changes_nothing_that_is_live()
    {
        var people = await Answering.At(server);
        var survey = Some.Survey("nps q required; text t");
        var (id, link) = await people.Live(survey);
        var page = await people.Answer(await people.Open(link), "9");
        var changed = SurveyDocument.Write(Some.Survey("nps q required; single s of a,b required; text t"));
        (await server.Send(HttpMethod.Put, $"/api/v1/surveys/{id}?revision=1", people.Admin, new StringContent(changed, null, "application/json"))).Expect(200);
        Assert.Equal("¿t?", (await people.Answer(await people.Open(link), "8")).Heading);
        Assert.Contains("revision 2", (await server.Send(HttpMethod.Put, $"/api/v1/surveys/{id}?revision=1", people.Admin, new StringContent(changed, null, "application/json"))).ExpectProblem(409));
        (await server.Post($"/api/v1/surveys/{id}/publish", "", people.Admin)).Expect(200);
        Assert.Equal("¿s?", (await people.Answer(await people.Open(link), "8")).Heading);
        // Who began on the first version ends on it.
        Assert.True((await people.Skip(page)).Finished);
        Assert.Equal(1, Assert.Single(await people.Responses(id)).GetProperty("version").GetInt32());
        (await server.Post($"/api/v1/surveys/{id}/close", "", people.Admin)).Expect(200);
        Assert.Equal((410, "Esta encuesta ya se ha cerrado"), ((await people.Open(link)).Status, (await people.Open(link)).Heading));
    }

    [Fact]
    public async Task When_a_quota_is_full_it_says_so_kindly()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = await ServerFixture.Start(time: time);
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey("nps q required") with { Quota = 1 });
        Assert.True((await people.Answer(await people.Open(link), "9")).Finished);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("Ya tenemos todas las respuestas que necesitábamos", (await people.Open(link)).Heading);
        Assert.Single(await people.Responses(id));
    }
}
