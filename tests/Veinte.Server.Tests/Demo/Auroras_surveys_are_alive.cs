using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Demo;
using Veinte.Server.Surveys;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Delivery;
using Veinte.Simulator;

namespace Veinte.Server.Tests.Demo;

/// <summary>The demo has two surveys that passengers answer as everybody's customers do; they go with the demo.</summary>
public sealed class Auroras_surveys_are_alive
{
    private static readonly DateTimeOffset Today = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);
    private static readonly DemoBooks FiveDays = new(20, Today.AddDays(-5), Today, Today);
    private static readonly List<SimulatedInteraction> Told = [.. DemoHistory.Airline(FiveDays).Between(Instant.From(FiveDays.From), Instant.From(Today))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void They_are_sound_and_ask_in_Spanish_and_in_English() =>
        Assert.All(DemoQuestions.All, survey =>
        {
            Assert.Empty(SurveyCheck.Problems(survey.Survey));
            Assert.Equal(["es", "en"], survey.Survey.Languages);
        });

    [Fact]
    public async Task What_was_answered_before_today_is_posted_indexed_and_gone_when_the_demo_is()
    {
        await using var server = await ServerFixture.Start();
        var surveys = server.Host.Services.GetRequiredService<DemoSurveys>();
        using var stop = new CancellationTokenSource();
        // Broken off once: what was told twice is there once.
        try
        {
            await new DemoHistory(server.Host.Node, FiveDays, new(), surveys).Append(new Stop(stop), stop.Token);
        }
        catch (OperationCanceledException)
        {
        }
        await new DemoHistory(server.Host.Node, FiveDays, new(), surveys).Append(new Stop(null), Cancel);

        var answers = Told.Where(told => DemoSurveys.IsAnswer(told) && told.Kind == SimulatedKind.Interaction).ToList();
        Assert.Equal(Told.Count(told => told.Kind == SimulatedKind.Interaction), (await server.Host.Node.Books.TrialBalance(Cancel)).Interactions);
        await using var db = await server.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        var responses = await db.SurveyResponses.ToListAsync(Cancel);
        var asked = await db.SurveyInvitations.ToListAsync(Cancel);
        Assert.Equal(answers.Count, responses.Count);
        Assert.Equal(["es", "en"], responses.Select(response => response.Language).Distinct().OrderDescending());
        Assert.Equal(
            answers.Where(told => told.Answers!.Survey == AuroraSurveys.AfterTheTrip).Select(told => told.CustomerId).Order(),
            responses.Where(response => response.Survey == DemoQuestions.TripId).Select(response => response.Customer).Order());
        Assert.All(responses.Where(response => response.Survey == DemoQuestions.BeltId), response => Assert.Equal((null, AnswerWay.Place), (response.Customer, response.Way)));
        Assert.Equal(asked.Where(one => one.AnsweredAt is not null).Select(one => one.Id).Order(), responses.Select(response => response.Invitation).OfType<string>().Order());
        Assert.Contains(asked, one => one.AnsweredAt is null);
        foreach (var response in responses) Assert.Equal(response.Id, await IdAt(server, response.Position));

        // Who died before these notes were written finds them again in the journal.
        await db.SurveyInvitations.ExecuteUpdateAsync(set => set.SetProperty(one => one.AnsweredAt, (DateTime?)null), Cancel);
        await server.Host.Services.GetRequiredService<WorkspaceSettings>().Set(ResponseIndex.MarkSetting, "0", Cancel);
        await server.Host.Services.GetRequiredService<ResponseIndex>().CatchUp(Cancel);
        Assert.Equal(
            asked.Select(one => (one.Id, one.AnsweredAt)).OrderBy(one => one.Id),
            (await db.SurveyInvitations.AsNoTracking().ToListAsync(Cancel)).Select(one => (one.Id, one.AnsweredAt)).OrderBy(one => one.Id));

        await surveys.Remove(Cancel);
        Assert.Equal(0, await db.Surveys.CountAsync(Cancel) + await db.SurveyVersions.CountAsync(Cancel) + await db.SurveyPlaces.CountAsync(Cancel)
            + await db.SurveyInvitations.CountAsync(Cancel) + await db.SurveyResponses.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_database_that_is_held_by_somebody_is_waited_for_and_the_history_is_told_whole()
    {
        await using var server = await ServerFixture.Start();
        var services = server.Host.Services;
        var database = new HeldAtTimes(services.GetRequiredService<IDbContextFactory<AppDb>>());
        var patience = new DemoPatience(new NoWaiting(), NullLogger<DemoPatience>.Instance);
        var surveys = new DemoSurveys(database, services.GetRequiredService<ResponseRecorder>(), services.GetRequiredService<AnswerDesk>(), services.GetRequiredService<DeliveryDesk>(), patience, TimeProvider.System);

        await new DemoHistory(server.Host.Node, FiveDays, new(), surveys).Append(new Stop(null), Cancel);

        Assert.True(database.Refused > 4);
        await using var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        var responses = await db.SurveyResponses.ToListAsync(Cancel);
        Assert.Equal(Told.Where(IsGiven).Select(DemoAnswersOfThePast.IdOf).Order(), responses.Select(response => response.Id).Order());
        Assert.Equal(
            responses.Select(response => response.Invitation).OfType<string>().Order(),
            (await db.SurveyInvitations.Where(one => one.AnsweredAt != null).Select(one => one.Id).ToListAsync(Cancel)).Order());
    }

    [Fact]
    public async Task Undoing_her_import_takes_back_as_many_as_it_says_and_what_was_answered_stays()
    {
        await using var server = await ServerFixture.Start();
        await new DemoHistory(server.Host.Node, FiveDays, new(), server.Host.Services.GetRequiredService<DemoSurveys>()).Append(new Stop(null), Cancel);

        var import = Assert.Single(await server.Host.Node.Books.Imports(Cancel));
        var before = await server.Host.Node.Books.TrialBalance(Cancel);
        await server.Host.Node.Desk.UndoImport(import.Id, "test", null, Cancel);

        Assert.Equal(Told.Count(told => told.Kind == SimulatedKind.Interaction && !DemoSurveys.IsAnswer(told)), import.Interactions);
        var after = await server.Host.Node.Books.TrialBalance(Cancel);
        Assert.Equal((import.Interactions, Told.Count(IsGiven), 0), (before.Interactions - after.Interactions, after.Interactions, after.Difference));
        await using var db = await server.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        Assert.Equal(Told.Count(IsGiven), await db.SurveyResponses.CountAsync(Cancel));
        var trip = await server.Host.Node.Books.Account(AccountKind.Touchpoint, "Trip survey", Instant.From(Today), Cancel);
        Assert.True(trip!.Graded > 0);
    }

    [Fact]
    public async Task They_go_with_empty_books_and_stay_where_only_the_note_is_missing()
    {
        await using var server = await ServerFixture.Start();
        var surveys = server.Host.Services.GetRequiredService<DemoSurveys>();
        var demo = server.Host.Services.GetRequiredService<DemoService>();
        await using var db = await server.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        await surveys.Open(Today, Cancel);
        await demo.StartAsync(Cancel);
        Assert.Equal(0, await db.Surveys.CountAsync(Cancel));
        await surveys.Open(Today, Cancel);
        await server.Interact("somebody", "Caja", 5);
        await demo.StartAsync(Cancel);
        Assert.Equal(2, await db.Surveys.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_held_database_does_not_keep_the_server_from_starting_and_they_go_when_it_is_free()
    {
        await using var server = await ServerFixture.Start();
        var services = server.Host.Services;
        await services.GetRequiredService<DemoSurveys>().Open(Today, Cancel);
        var database = new HeldAtTimes(services.GetRequiredService<IDbContextFactory<AppDb>>());
        var patience = new DemoPatience(new NoWaiting(), NullLogger<DemoPatience>.Instance);
        var surveys = new DemoSurveys(database, services.GetRequiredService<ResponseRecorder>(), services.GetRequiredService<AnswerDesk>(), services.GetRequiredService<DeliveryDesk>(), patience, TimeProvider.System);

        await ActivatorUtilities.CreateInstance<DemoService>(services, surveys, patience).StartAsync(Cancel);

        await using var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (await db.Surveys.AnyAsync(Cancel)) await Task.Delay(20, limit.Token);
        Assert.Equal(1, database.Refused);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(8, false)]
    [InlineData(11, false)]
    [InlineData(13, false)]
    [InlineData(19, false)]
    public async Task Only_what_passes_by_itself_is_waited_for(int code, bool waits)
    {
        var patience = new DemoPatience(new NoWaiting(), NullLogger<DemoPatience>.Instance);
        var tries = 0;
        var failure = await Record.ExceptionAsync(() => patience.Do(
            () => tries++ == 0 ? throw new DbUpdateException("It was not stored.", new SqliteException("why", code)) : Task.CompletedTask, Cancel));
        Assert.Equal((waits, waits ? 2 : 1), (failure is null, tries));
    }

    [Fact]
    public async Task Who_flies_home_now_is_asked_once_and_answers_by_his_link_and_others_by_the_poster()
    {
        await using var server = await ServerFixture.Start();
        var surveys = server.Host.Services.GetRequiredService<DemoSurveys>();
        await surveys.Open(Today, Cancel);
        var flown = Told.First(DemoSurveys.IsEndOfTrip);
        var answer = Told.First(told => DemoSurveys.IsAnswer(told) && told.CustomerId is not null) with { Passenger = flown.Passenger, CustomerId = flown.CustomerId };
        var (scanned, another) = (Told.First(IsScan), Told.Last(IsScan));
        await surveys.Ask(flown, Cancel);
        await surveys.Ask(flown, Cancel);
        await surveys.Give(answer, Cancel);
        await surveys.Give(scanned, Cancel);
        // After a restart the last events are told again.
        await surveys.Ask(flown, Cancel);
        await surveys.Give(answer, Cancel);
        await surveys.Give(scanned, Cancel);
        await server.Host.Services.GetRequiredService<SurveyDesk>().Close(DemoQuestions.BeltId, Cancel);
        await surveys.Give(another, Cancel);

        await using var db = await server.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancel);
        var invitation = Assert.Single(await db.SurveyInvitations.ToListAsync(Cancel));
        Assert.NotNull(invitation.AnsweredAt);
        var responses = await db.SurveyResponses.OrderBy(response => response.Position).ToListAsync(Cancel);
        Assert.Equal([DemoAnswersOfThePast.IdOf(answer), DemoAnswersOfThePast.IdOf(scanned)], responses.Select(response => response.Id));
        Assert.Equal([invitation.Id, null], responses.Select(response => response.Invitation));
        Assert.Equal((flown.CustomerId, scanned.Area), (responses[0].Customer, responses[1].Area));
        Assert.Equal(2, (await server.Host.Node.Books.TrialBalance(Cancel)).Interactions);
    }

    private static bool IsGiven(SimulatedInteraction told) => DemoSurveys.IsAnswer(told) && told.Kind == SimulatedKind.Interaction;

    private static bool IsScan(SimulatedInteraction told) => DemoSurveys.IsAnswer(told) && told.CustomerId is null;

    private static async Task<string?> IdAt(ServerFixture server, long position)
    {
        foreach (var entry in (await server.Host.Node.Journal.Find(new(position), Cancel))!)
            if (entry.Position.Value == position) return ResponseRecorder.Read(entry)?.Id;
        return null;
    }

    private sealed class Stop(CancellationTokenSource? stop) : IProgress<double>
    {
        private int _reports;

        public void Report(double value)
        {
            if (value < 1 && ++_reports == 2) stop?.Cancel();
        }
    }

    /// <summary>Application data of which every second look finds the database locked.</summary>
    private sealed class HeldAtTimes(IDbContextFactory<AppDb> database) : IDbContextFactory<AppDb>
    {
        private int _looks;

        public int Refused { get; private set; }

        public AppDb CreateDbContext() => database.CreateDbContext();

        public Task<AppDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            if (++_looks % 2 == 0) return database.CreateDbContextAsync(cancellationToken);
            Refused++;
            throw new SqliteException("database is locked", 5);
        }
    }

    /// <summary>A clock whose waits are over at once.</summary>
    private sealed class NoWaiting : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
