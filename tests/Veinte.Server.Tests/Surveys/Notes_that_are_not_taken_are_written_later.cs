using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Answering;

namespace Veinte.Server.Tests.Surveys;

/// <summary>A response that stands in the journal is answered for: what the application data do not take at once is made up for.</summary>
public sealed class Notes_that_are_not_taken_are_written_later
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_answered_is_thanked_cannot_answer_again_and_is_noted_when_that_can_be_written(bool anonymous)
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, _) = await people.Live(Some.Survey("nps recommend required") with { Anonymous = anonymous });
        var link = new Uri((await own.Post($"/api/v1/surveys/{id}/invitations", """{"customers":[{"customer":"asked"}]}""", people.Admin)).Expect(200)
            .GetProperty("items")[0].GetProperty("link").GetString()!).AbsolutePath;
        await Run(own, """CREATE TRIGGER held BEFORE UPDATE ON "SurveyInvitations" BEGIN SELECT RAISE(ABORT, 'held'); END""");

        Assert.True((await people.Answer(await people.Open(link), "9")).Finished);
        Assert.Null(await AnsweredAt(own, id));
        Assert.Equal("Ya tenemos su respuesta", (await people.Open(link)).Heading);

        await Run(own, "DROP TRIGGER held");
        await own.Host.Services.GetRequiredService<ResponseIndex>().Keep(Cancel);
        var at = await AnsweredAt(own, id);
        Assert.NotNull(at);
        // The minute would say which answers are his.
        if (anonymous) Assert.Equal(TimeSpan.Zero, at.Value.TimeOfDay);
        Assert.Equal("Ya tenemos su respuesta", (await people.Open(link)).Heading);
        Assert.Single(await people.Responses(id));
    }

    [Fact]
    public async Task A_response_the_index_did_not_take_is_whole_when_its_survey_is_closed_wherever_the_mark_stands()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = await ServerFixture.Start(time: time);
        var index = own.Host.Services.GetRequiredService<ResponseIndex>();
        await index.StopAsync(Cancel);
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey("nps q required; text t required") with { CloseAfterMinutes = 30 });
        var page = await people.Answer(await people.Open(link), "10");
        await Run(own, """CREATE TRIGGER held BEFORE INSERT ON "SurveyResponses" BEGIN SELECT RAISE(ABORT, 'held'); END""");
        Assert.False((await people.Answer(page, "al final")).Finished);
        await Run(own, "DROP TRIGGER held");
        // Another node has read further.
        await own.Host.Services.GetRequiredService<WorkspaceSettings>().Set(ResponseIndex.MarkSetting, Text(own.Host.Node.Journal.Head), Cancel);
        time.Advance(TimeSpan.FromMinutes(31));

        await index.Keep(Cancel);

        var response = Assert.Single(await people.Responses(id));
        Assert.False(response.GetProperty("partial").GetBoolean());
        Assert.Equal("""{"q":10,"t":"al final"}""", response.GetProperty("answers").GetRawText());
    }

    [Fact]
    public async Task A_node_that_was_cut_off_does_not_take_the_journal_for_gone()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey("nps q required"));
        Assert.True((await people.Answer(await people.Open(link), "9")).Finished);
        var services = own.Host.Services;
        var (settings, head) = (services.GetRequiredService<WorkspaceSettings>(), own.Host.Node.Journal.Head);
        await services.GetRequiredService<ResponseIndex>().StopAsync(Cancel);
        await settings.Set(ResponseIndex.MarkSetting, Text(head), Cancel);

        await Index(new CutOff(own.Host.Node.Journal)).CatchUp(Cancel);

        Assert.Single(await people.Responses(id));
        Assert.Equal(Text(head), await settings.Get(ResponseIndex.MarkSetting, Cancel));

        // What was indexed of a journal that came further than this one goes with it.
        await Run(own, """UPDATE "SurveyResponses" SET "Id" = 'of-another-journal'""");
        await settings.Set(ResponseIndex.MarkSetting, Text(head + 1000), Cancel);
        await Index(own.Host.Node.Journal).CatchUp(Cancel);
        Assert.NotEqual("of-another-journal", Assert.Single(await people.Responses(id)).GetProperty("id").GetString());

        ResponseIndex Index(IJournal journal) => new(
            journal, services.GetRequiredService<IDbContextFactory<AppDb>>(), settings, services.GetRequiredService<AnswerDesk>(), services.GetRequiredService<ResponseRecorder>(),
            TimeProvider.System, NullLogger<ResponseIndex>.Instance);
    }

    private static string Text(Position position) => position.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task Run(ServerFixture own, string sql)
    {
        await using var db = await own.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync(sql, Cancel);
    }

    private static async Task<DateTime?> AnsweredAt(ServerFixture own, string survey)
    {
        await using var db = await own.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        return (await db.SurveyInvitations.AsNoTracking().SingleAsync(known => known.Survey == survey, Cancel)).AnsweredAt;
    }

    /// <summary>A journal whose owner has not seen yet what others appended to it.</summary>
    private sealed class CutOff(IJournal journal) : IJournal
    {
        public Position Head => Position.None;

        public ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default) => journal.Append(batch, cancel);

        public Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel) => journal.Follow(followers, cancel);

        public IAsyncEnumerable<JournalRecord> Read(Position after, CancellationToken cancel = default) => journal.Read(after, cancel);

        public ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default) => journal.Find(position, cancel);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
