using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Veinte.Doors;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Delivery;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Tests.Surveys;

/// <summary>
/// Whoever was asked personally in an anonymous survey is noted to have answered, wherever the process dies, and nothing that is
/// kept says which answer is his.
/// </summary>
public sealed class Of_an_anonymous_answer_only_that_it_was_given_is_kept
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_note_outlives_a_process_that_dies_once_the_answer_stands_and_a_form_sent_again_is_recorded_once()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, link) = await Asked(own, people);
        // The application data take what is noted beforehand, and nothing afterwards.
        await Run(own, """CREATE TRIGGER held BEFORE UPDATE ON "SurveyInvitations" WHEN NEW."Uncertain" = 0 BEGIN SELECT RAISE(ABORT, 'held'); END""");
        var page = await people.Open(link);
        Assert.True((await people.Answer(page, "9")).Finished);

        await own.Restart();
        await Run(own, "DROP TRIGGER held");
        await own.Host.Services.GetRequiredService<ResponseIndex>().Keep(Cancel);

        var noted = await Invitation(own, id);
        Assert.Equal(TimeSpan.Zero, noted.AnsweredAt!.Value.TimeOfDay);
        Assert.True(noted.Uncertain);
        Assert.Equal(0, await Reminded(own, people, id));
        var results = (await own.Get($"/api/v1/surveys/{id}/results", people.Admin)).Expect(200).GetProperty("asked");
        Assert.Equal((1, 1), (results.GetProperty("asked").GetInt32(), results.GetProperty("answered").GetInt32()));

        // The browser sends the form again: it has the response's id.
        Assert.True((await people.Answer(page, "9")).Finished);
        Assert.False((await Invitation(own, id)).Uncertain);
        Assert.Equal("Ya tenemos su respuesta", (await people.Open(link)).Heading);
        Assert.Single(await people.Responses(id));
    }

    [Fact]
    public async Task Who_was_answering_when_the_process_died_is_not_reminded_and_may_still_answer()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, link) = await Asked(own, people);
        var journal = new Unwilling(own.Host.Node.Journal);
        var desk = Desk(own, journal);
        var door = await desk.OpenPersonal(Token(link), oneClick: false, Cancel);
        var answering = desk.Step(door, SurveyTokens.Secret(), "es", "recommend", "9", Cancel);
        await journal.Asked.WaitAsync(Cancel);

        // What a process finds that starts now: the other one has died in the middle.
        var noted = await Invitation(own, id);
        Assert.Equal((TimeSpan.Zero, true), (noted.AnsweredAt!.Value.TimeOfDay, noted.Uncertain));
        Assert.Equal(0, await Reminded(own, people, id));
        Assert.True((await people.Answer(await people.Open(link), "3")).Finished);

        Assert.False((await Invitation(own, id)).Uncertain);
        Assert.Equal("Ya tenemos su respuesta", (await people.Open(link)).Heading);
        Assert.Single(await people.Responses(id));
        // The one that was thought dead gives up, and takes nothing back that is certain by now.
        journal.Refuse();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => answering);
        Assert.NotNull((await Invitation(own, id)).AnsweredAt);
    }

    [Fact]
    public async Task An_answer_the_journal_does_not_take_is_not_noted()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, link) = await Asked(own, people);
        var journal = new Unwilling(own.Host.Node.Journal);
        journal.Refuse();
        var desk = Desk(own, journal);
        var door = await desk.OpenPersonal(Token(link), oneClick: false, Cancel);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => desk.Step(door, SurveyTokens.Secret(), "es", "recommend", "9", Cancel));

        var noted = await Invitation(own, id);
        Assert.Equal((null, false), (noted.AnsweredAt, noted.Uncertain));
        Assert.Equal(1, await Reminded(own, people, id));
        Assert.True((await people.Answer(await people.Open(link), "9")).Finished);
    }

    [Fact]
    public async Task An_answer_of_which_nobody_can_say_whether_it_was_appended_stays_noted_for_the_day()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, link) = await Asked(own, people);
        var journal = new Unwilling(own.Host.Node.Journal, nobodyCanSay: true);
        journal.Refuse();
        var desk = Desk(own, journal);
        var door = await desk.OpenPersonal(Token(link), oneClick: false, Cancel);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => desk.Step(door, SurveyTokens.Secret(), "es", "recommend", "9", Cancel));

        Assert.True((await Invitation(own, id)) is { AnsweredAt: not null, Uncertain: true });
        Assert.Equal(0, await Reminded(own, people, id));
        Assert.DoesNotContain("ncertain", (await own.Get($"/api/v1/surveys/{id}/invitations", people.Admin)).Expect(200).ToString(), StringComparison.Ordinal);
        // On another day nothing says any more that somebody was answering when something broke.
        await Run(own, """UPDATE "SurveyInvitations" SET "AnsweredAt" = datetime("AnsweredAt", '-2 days')""");
        await Desk(own, journal).WriteOwed(Cancel);
        Assert.True((await Invitation(own, id)) is { AnsweredAt: not null, Uncertain: false });
    }

    [Fact]
    public async Task Nothing_that_is_kept_leads_from_who_was_asked_to_what_he_answered()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, link) = await Asked(own, people);
        var page = await people.Open(link);
        Assert.True((await people.Answer(page, "9")).Finished);

        await using var db = await Database(own);
        var (asked, response) = (await db.SurveyInvitations.AsNoTracking().SingleAsync(Cancel), await db.SurveyResponses.AsNoTracking().SingleAsync(Cancel));
        Assert.Equal((null, null), (response.Invitation, response.Customer));
        Assert.DoesNotContain(response.Id, System.Text.Json.JsonSerializer.Serialize(asked), StringComparison.Ordinal);
        var kept = await Journaled(own, response.Position);
        Assert.DoesNotContain(asked.Id, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(asked.Customer, kept, StringComparison.Ordinal);
        // Of the time the day alone: the minute would say which answer is his.
        Assert.Equal((response.At.Date, TimeSpan.Zero), (asked.AnsweredAt!.Value.Date, asked.AnsweredAt.Value.TimeOfDay));
        Assert.Empty(await db.SurveyPartials.ToListAsync(Cancel));
    }

    private static async Task<(string Id, string Link)> Asked(ServerFixture own, Answering people)
    {
        var (id, _) = await people.Live(Some.Survey("nps recommend required") with { Anonymous = true });
        var asked = (await own.Post($"/api/v1/surveys/{id}/invitations", """{"customers":[{"customer":"asked-by-name"}]}""", people.Admin)).Expect(200);
        return (id, new Uri(asked.GetProperty("items")[0].GetProperty("link").GetString()!).AbsolutePath);
    }

    private static string Token(string link) => link["/r/".Length..];

    private static async Task<int> Reminded(ServerFixture own, Answering people, string id) =>
        (await own.Post($"/api/v1/surveys/{id}/reminders", """{"afterDays":0}""", people.Admin)).Expect(200).GetProperty("items").GetArrayLength();

    private static AnswerDesk Desk(ServerFixture own, IJournal journal)
    {
        var services = own.Host.Services;
        var database = services.GetRequiredService<IDbContextFactory<AppDb>>();
        return new(
            database, services.GetRequiredService<SurveyTokens>(), new(journal, database, services.GetRequiredService<DoorLimits>(), TimeProvider.System), TimeProvider.System, NullLogger<AnswerDesk>.Instance);
    }

    private static async Task<AppDb> Database(ServerFixture own) => await own.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);

    private static async Task<StoredInvitation> Invitation(ServerFixture own, string survey)
    {
        await using var db = await Database(own);
        return await db.SurveyInvitations.AsNoTracking().SingleAsync(known => known.Survey == survey, Cancel);
    }

    private static async Task Run(ServerFixture own, string sql)
    {
        await using var db = await Database(own);
        await db.Database.ExecuteSqlRawAsync(sql, Cancel);
    }

    private static async Task<string> Journaled(ServerFixture own, long position) =>
        TextOf(await own.Host.Node.Journal.Find(new(position), Cancel) ?? throw new InvalidOperationException("The response is not in the journal."));

    private static string TextOf(JournalRecord record)
    {
        var text = "";
        foreach (var entry in record) text += System.Text.Encoding.UTF8.GetString(entry.Body);
        return text;
    }

    /// <summary>A journal that does not take anything: it says so, once it is told to, or that nobody can say.</summary>
    private sealed class Unwilling(IJournal journal, bool nobodyCanSay = false) : IJournal
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public Position Head => journal.Head;

        public void Refuse() => _refused.TrySetResult();

        public async ValueTask<Position> Append(EntryBatch batch, CancellationToken cancel = default)
        {
            _asked.TrySetResult();
            await _refused.Task;
            throw new JournalUnavailableException("Full.", null) { NothingAppended = !nobodyCanSay };
        }

        public Task Follow(IReadOnlyList<Follower> followers, CancellationToken cancel) => journal.Follow(followers, cancel);

        public IAsyncEnumerable<JournalRecord> Read(Position after, CancellationToken cancel = default) => journal.Read(after, cancel);

        public ValueTask<JournalRecord?> Find(Position position, CancellationToken cancel = default) => journal.Find(position, cancel);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
