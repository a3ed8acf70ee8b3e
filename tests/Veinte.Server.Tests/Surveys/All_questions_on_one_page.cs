using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Tests.Surveys;

/// <summary>The same survey on one page: no script is needed, and the answers are those of the way, as question by question.</summary>
public sealed partial class All_questions_on_one_page(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Recommend = "nps recommend required; text why if recommend atMost 6; single best of trato,precio; consent call";

    [Fact]
    public async Task What_is_asked_follows_the_answers_and_one_posting_comes_of_it()
    {
        var (people, id, link) = await Live(Recommend);
        var page = await people.Open(link);
        Assert.Equal(200, page.Status);
        Assert.Equal(["recommend", "best", "call"], Asked(page));
        page = await Send(people, page, ("recommend", "2"), ("best", "precio"));
        // The answer has brought a question: it comes back with it, and with what was said.
        Assert.Equal(["recommend", "why", "best", "call"], Asked(page));
        Assert.Contains("href=\"#q-why\"", page.Html);
        Assert.Matches("value=\"2\" checked", page.Html);
        Assert.Empty(await people.Responses(id));
        page = await Send(people, page, ("recommend", "2"), ("why", "Mesa 4"), ("best", "precio"));
        Assert.True(page.Finished);
        var response = Assert.Single(await people.Responses(id));
        Assert.Equal("""{"recommend":2,"why":"Mesa 4","best":"precio","call":false}""", response.GetProperty("answers").GetRawText());
        Assert.False(response.GetProperty("partial").GetBoolean());
        Assert.Equal(0, (await server.Get("/api/v1/trial-balance", people.Admin)).Expect(200).GetProperty("difference").GetInt64());
    }

    [Fact]
    public async Task An_answer_that_is_missing_or_wrong_is_named_and_the_others_are_kept()
    {
        var (people, id, link) = await Live(Recommend);
        var page = await Send(people, await people.Open(link), ("best", "trato"));
        Assert.Equal(422, page.Status);
        Assert.Contains("href=\"#q-recommend\"", page.Html);
        Assert.Contains("Hace falta una respuesta para seguir.", page.Html);
        Assert.Matches("value=\"trato\" checked", page.Html);
        page = await Send(people, page, ("recommend", "eleven"), ("best", "trato"));
        Assert.Contains("Elija un número de la escala.", page.Html);
        page = await Send(people, page, ("recommend", "11"), ("best", "trato"));
        Assert.Contains("Ese número no está en la escala.", page.Html);
        Assert.Empty(await people.Responses(id));
        Assert.True((await Send(people, page, ("recommend", "10"), ("best", "trato"))).Finished);
        Assert.Single(await people.Responses(id));
    }

    [Fact]
    public async Task Nothing_at_all_is_no_response()
    {
        var (people, id, link) = await Live("csat food; text why");
        var page = await Send(people, await people.Open(link));
        Assert.Equal(422, page.Status);
        Assert.Empty(await people.Responses(id));
    }

    [Fact]
    public async Task An_answer_to_a_question_that_is_not_on_the_way_does_not_count_whoever_sends_it()
    {
        var (people, id, link) = await Live(Recommend);
        var page = await people.Open(link);
        page = await people.Post(page.Action, [new("r", page.Response), .. new[] { "recommend", "why", "best", "call", "nonsense" }.Select(one => KeyValuePair.Create("shown", one)), new("a.recommend", "10"), new("a.why", "forged"), new("a.nonsense", "1")]);
        Assert.True(page.Finished);
        Assert.DoesNotContain("forged", Assert.Single(await people.Responses(id)).GetRawText());
    }

    [Fact]
    public async Task What_was_ticked_is_kept_when_somebody_goes_away_and_posted_when_the_time_is_up()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = await ServerFixture.Start(time: time);
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey(Recommend) with { OnePage = true });
        var page = await people.Open(link);
        using var kept = await own.Anybody.PostAsync(page.Action, new FormUrlEncodedContent([new("r", page.Response), new("shown", "recommend"), new("shown", "best"), new("a.best", "trato"), new("keep", "1")]), TestContext.Current.CancellationToken);
        Assert.Equal(204, (int)kept.StatusCode);
        Assert.Empty(await people.Responses(id));
        Assert.Matches("value=\"trato\" checked", (await people.Open($"{link}?r={page.Response}")).Html);
        time.Advance(TimeSpan.FromMinutes(61));
        await own.Host.Services.GetRequiredService<AnswerDesk>().CloseDue(TestContext.Current.CancellationToken);
        var response = Assert.Single(await people.Responses(id));
        Assert.Equal(("""{"best":"trato"}""", true), (response.GetProperty("answers").GetRawText(), response.GetProperty("partial").GetBoolean()));
    }

    [Fact]
    public async Task Looking_records_nothing_and_the_same_form_sent_again_counts_once()
    {
        var (people, id, link) = await Live(Recommend);
        var page = await people.Open(link);
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head]) await people.Open(page.Action + $"?r={page.Response}&a.recommend=9&shown=recommend", method: method);
        Assert.Empty(await people.Responses(id));
        for (var time = 0; time < 2; time++) Assert.True((await Send(people, page, ("recommend", "9"))).Finished);
        Assert.Single(await people.Responses(id));
    }

    [Fact]
    public async Task A_text_that_is_too_long_comes_back_to_be_shortened_and_a_megabyte_is_refused()
    {
        var (people, id, link) = await Live("csat food required; text why");
        var page = await people.Open(link);
        var long_ = await Send(people, page, ("food", "5"), ("why", new string('ñ', 4_001)));
        Assert.Equal(422, long_.Status);
        Assert.Contains(new string('ñ', 4_001), System.Net.WebUtility.HtmlDecode(long_.Html));
        Assert.Equal(413, (await Send(people, page, ("food", "5"), ("why", new string('x', 1 << 20)))).Status);
        Assert.Empty(await people.Responses(id));
    }

    [Fact]
    public void A_question_cannot_quote_an_answer_of_its_own_page()
    {
        var survey = Some.Survey("nps recommend; text why");
        survey = survey with { Questions = [survey.Questions[0], survey.Questions[1] with { Text = new Dictionary<string, string> { ["es"] = "¿Por qué un {{answer:recommend}}?" } }] };
        Assert.Empty(SurveyCheck.Problems(survey));
        Assert.Equal("one-page", Assert.Single(SurveyCheck.Problems(survey with { OnePage = true })).Code);
    }

    [Fact]
    public void The_option_survives_export_and_import_and_older_documents_ask_one_at_a_time()
    {
        var survey = Some.Survey("nps recommend");
        Assert.True(SurveyDocument.Read(SurveyDocument.Write(survey with { OnePage = true })).Survey!.OnePage);
        Assert.False(SurveyDocument.Read(SurveyDocument.Write(survey).Replace("\"onePage\":false,", "", StringComparison.Ordinal)).Survey!.OnePage);
    }

    private async Task<(Answering People, string Id, string Link)> Live(string questions)
    {
        var people = await Answering.At(server);
        var (id, link) = await people.Live(Some.Survey(questions) with { OnePage = true });
        return (people, id, link);
    }

    // As a browser without a script sends the page: fields of what is hidden are disabled and do not go.
    private static Task<AnswerPage> Send(Answering people, AnswerPage page, params (string Question, string Answer)[] answers) =>
        people.Post(page.Action, [new("r", page.Response), new("lang", page.Hidden["lang"]), .. Asked(page).Select(id => KeyValuePair.Create("shown", id)), .. answers.Select(one => KeyValuePair.Create("a." + one.Question, one.Answer))]);

    private static List<string> Asked(AnswerPage page) =>
        [.. Fieldset().Matches(page.Html).Where(match => !match.Value.Contains(" hidden", StringComparison.Ordinal)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("<fieldset[^>]*data-question=\"([^\"]+)\"[^>]*>")]
    private static partial Regex Fieldset();
}
