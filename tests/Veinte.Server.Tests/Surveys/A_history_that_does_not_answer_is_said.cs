using System.Text.Json;
using DuckDB.NET.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Veinte.History;
using Veinte.Server.Access;
using Veinte.Server.Analysis;
using Veinte.Server.Pages.Language;
using Veinte.Server.Pages.Surveys;
using Veinte.Server.Surveys.Results;

namespace Veinte.Server.Tests.Surveys;

/// <summary>Who stays silent by how he fared is asked of the history: where it does not answer, the other results are there and say so.</summary>
public sealed class A_history_that_does_not_answer_is_said
{
    [Fact]
    public async Task Results_are_there_without_it_and_say_so_on_the_page_and_in_the_API_in_both_languages()
    {
        await using var own = await ServerFixture.Start(keepsHistory: false);
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey("nps q required; text t"));
        Assert.True((await people.Skip(await people.Answer(await people.Open(link), "9"))).Finished);
        var before = (await Ask(own, id, "es")).GetProperty("notices");
        Assert.Equal(0, before.GetArrayLength());
        (await own.Post($"/api/v1/surveys/{id}/invitations", """{"customers":[{"customer":"ana"},{"customer":"luis"}]}""", people.Admin)).Expect(200);

        var spanish = await Ask(own, id, "es");
        var english = await Ask(own, id, "en");

        var notice = Assert.Single(spanish.GetProperty("notices").EnumerateArray());
        Assert.Equal("silence-by-grade", notice.GetProperty("missing").GetString());
        Assert.StartsWith("El historial no está disponible ahora", notice.GetProperty("notice").GetString());
        Assert.StartsWith("The history is not available now", english.GetProperty("notices")[0].GetProperty("notice").GetString());
        Assert.Contains("El historial no está disponible ahora", await Page(own, id, "es", people.Admin));
        Assert.Contains("The history is not available now", await Page(own, id, "en", people.Admin));
        Assert.Equal((2, 0, 0.0), (
            spanish.GetProperty("asked").GetProperty("asked").GetInt32(), spanish.GetProperty("asked").GetProperty("answered").GetInt32(), spanish.GetProperty("asked").GetProperty("rate").GetDouble()));
        var question = spanish.GetProperty("questions")[0];
        Assert.Equal(("nps", 1, 1, 0), (
            question.GetProperty("type").GetString(), question.GetProperty("answered").GetInt32(), question.GetProperty("answers").GetProperty("9").GetInt32(), question.GetProperty("answers").GetProperty("10").GetInt32()));
        Assert.Equal((100.0, -33.3), (question.GetProperty("score").GetProperty("value").GetDouble(), Math.Round(question.GetProperty("score").GetProperty("worst").GetDouble(), 1)));
        Assert.Equal(0, (await Ask(own, id, "es", "?language=en")).GetProperty("responses").GetInt32());
        (await own.Get("/api/v1/surveys/nothing/results", people.Admin)).ExpectProblem(404);
        Assert.Contains("to: write the day", (await own.Get($"/api/v1/surveys/{id}/results?from=2026-03-01&to=2026-02-30", people.Admin)).ExpectProblem(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_waited_for_three_seconds_and_no_longer()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, _) = await people.Live(Some.Survey("nps q required"));
        (await own.Post($"/api/v1/surveys/{id}/invitations", """{"customers":[{"customer":"ana"}]}""", people.Admin)).Expect(200);
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        // One that does not even stop when it is told to.
        var silence = new SilenceByGrade(async (_, _, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return [];
        }, time, NullLogger<SilenceByGrade>.Instance);

        var answer = Of(own, silence, id);
        await asked.Task;
        time.Advance(SilenceByGrade.Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(answer.IsCompleted);
        // The limit begins a moment after the question: it is over for certain once it has passed twice.
        while (!answer.IsCompleted)
        {
            time.Advance(SilenceByGrade.Limit);
            await Task.Yield();
        }

        Assert.Equal((0, HistoryHeard.TooSlow), ((await answer).Groups.Count, (await answer).Heard));
        Assert.Equal(3, SilenceByGrade.Limit.TotalSeconds);
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("busy")]
    [InlineData("slow")]
    public async Task Whatever_keeps_it_from_answering_has_its_word(string why)
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, _) = await people.Live(Some.Survey("nps q required"));
        (await own.Post($"/api/v1/surveys/{id}/invitations", """{"customers":[{"customer":"ana"}]}""", people.Admin)).Expect(200);
        var log = new Heard();
        var silence = new SilenceByGrade((_, _, _) => throw (why switch
        {
            "closed" => new HistoryClosedException("It is being opened."),
            "busy" => new HistoryBusyException(),
            _ => new HistoryTimeoutException(SilenceByGrade.Limit),
        }), TimeProvider.System, log);

        Assert.Equal(why == "slow" ? HistoryHeard.TooSlow : HistoryHeard.Away, (await Of(own, silence, id)).Heard);
        Assert.Empty(log.Said);
    }

    [Fact]
    public async Task A_history_that_fails_is_not_told_as_away_and_the_log_says_at_what()
    {
        await using var own = await ServerFixture.Start();
        var people = await Answering.At(own);
        var (id, _) = await people.Live(Some.Survey("nps q required"));
        (await own.Post($"/api/v1/surveys/{id}/invitations", """{"customers":[{"customer":"ana"}]}""", people.Admin)).Expect(200);
        var log = new Heard();
        var silence = new SilenceByGrade((_, _, _) => throw Failure(), TimeProvider.System, log);

        var answer = await Of(own, silence, id);

        Assert.Equal((0, HistoryHeard.Failed), (answer.Groups.Count, answer.Heard));
        var (level, failure) = Assert.Single(log.Said);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("nothing_like_it", failure!.Message);
        Assert.StartsWith("El historial ha fallado", new ResultsTexts(PageLanguage.Spanish).HistoryUnheard(answer.Heard));
        Assert.StartsWith("The history failed", new ResultsTexts(PageLanguage.English).HistoryUnheard(answer.Heard));
    }

    // One that the database itself has thrown.
    private static DuckDBException Failure()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT nothing_like_it";
        return Assert.Throws<DuckDBException>(command.ExecuteScalar);
    }

    private sealed class Heard : ILogger<SilenceByGrade>
    {
        public List<(LogLevel Level, Exception? Failure)> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add((logLevel, exception));
    }

    private static async Task<SilenceAnswer> Of(ServerFixture own, SilenceByGrade silence, string id)
    {
        await using var db = await own.Host.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await silence.Of(db.SurveyInvitations.Where(invitation => invitation.Survey == id), TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> Ask(ServerFixture own, string id, string language, string query = "")
    {
        using var request = Request($"/api/v1/surveys/{id}/results{query}", language, await own.CreateKey("read"));
        var response = await own.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private static async Task<string> Page(ServerFixture own, string id, string language, string key)
    {
        using var request = Request($"/surveys/{id}/results", language, key);
        var response = await own.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        return System.Net.WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static HttpRequestMessage Request(string path, string language, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.Add("Accept-Language", language);
        return request;
    }
}
