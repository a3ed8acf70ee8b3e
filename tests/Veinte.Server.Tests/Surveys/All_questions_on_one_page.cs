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

    [Fact]
    public async Task A_click_in_a_message_does_not_finish_a_page_that_was_kept_with_required_questions_open()
    {
        var (people, id, _) = await Live("nps recommend; single best of trato,precio required; text more");
        var link = await Invite(people, id);
        await Keep(server, await people.Open(link), ("more", "Nada"));
        var page = await people.Answer(await people.Open(link + "?s=9"), "9");
        Assert.False(page.Finished);
        Assert.Empty(await people.Responses(id));
        page = await Send(people, page, ("recommend", "9"), ("more", "Nada"));
        Assert.Equal(422, page.Status);
        Assert.Contains("href=\"#q-best\"", page.Html);
        Assert.True((await Send(people, page, ("recommend", "9"), ("best", "precio"), ("more", "Nada"))).Finished);
        Assert.Equal("""{"recommend":9,"best":"precio","more":"Nada"}""", Assert.Single(await people.Responses(id)).GetProperty("answers").GetRawText());
    }

    [Fact]
    public async Task A_required_question_that_went_and_came_back_is_still_required()
    {
        var (people, id, link) = await Live("nps recommend; text why required if recommend atMost 6; single best of trato,precio required");
        var page = await Send(people, await people.Open(link), ("recommend", "2"), ("best", "precio"));
        page = await Send(people, page, ("recommend", "2"), ("why", ""), ("best", "precio"));
        Assert.Contains("href=\"#q-why\"", page.Html);
        page = await Send(people, page, ("recommend", "9"));
        Assert.Equal(["recommend", "best"], Asked(page));
        page = await Send(people, page, ("recommend", "2"), ("best", "precio"));
        Assert.Equal(422, page.Status);
        Assert.Contains("href=\"#q-why\"", page.Html);
        Assert.Empty(await people.Responses(id));
        Assert.True((await Send(people, page, ("recommend", "2"), ("why", "Mesa 4"), ("best", "precio"))).Finished);
    }

    [Fact]
    public async Task A_page_with_one_question_is_finished_by_a_click_in_a_message()
    {
        var (people, id, _) = await Live("nps recommend required; text why if recommend atMost 6");
        Assert.True((await people.Answer(await people.Open(await Invite(people, id) + "?s=9"), "9")).Finished);
        Assert.Single(await people.Responses(id));
    }

    [Fact]
    public async Task After_a_click_in_a_message_the_rest_of_the_page_is_not_announced_as_brought_by_it()
    {
        var (people, id, _) = await Live(Recommend);
        var page = await people.Answer(await people.Open(await Invite(people, id) + "?s=2"), "2");
        Assert.Equal(["recommend", "why", "best", "call"], Asked(page));
        Assert.DoesNotContain("role=\"alert\"", page.Html);
    }

    [Fact]
    public async Task What_stands_after_a_question_nobody_has_come_to_is_posted_too_when_the_time_is_up()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = await ServerFixture.Start(time: time);
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey("nps recommend; text why if recommend atMost 6; text more") with { OnePage = true });
        var page = await people.Open(link);
        // The score brings a question that did not stand on the page when it was sent.
        page = await Send(people, page, ("recommend", "2"), ("more", "Gracias"));
        Assert.Contains("href=\"#q-why\"", page.Html);
        await CloseLater(own, time);
        Assert.Equal("""{"recommend":2,"more":"Gracias"}""", Assert.Single(await people.Responses(id)).GetProperty("answers").GetRawText());
    }

    [Fact]
    public async Task A_consent_that_is_not_ticked_is_no_answer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = await ServerFixture.Start(time: time);
        var people = await Answering.At(own);
        var (id, link) = await people.Live(Some.Survey("single best of trato,precio; text more; consent call") with { OnePage = true });
        // Sent blank.
        Assert.Equal(422, (await Send(people, await people.Open(link))).Status);
        // Written and erased.
        var page = await people.Open(link);
        await Keep(own, page, ("more", "No"));
        await Keep(own, page);
        await CloseLater(own, time);
        Assert.Empty(await people.Responses(id));
        // What was said is posted without a no that nobody has said.
        await Keep(own, await people.Open(link), ("best", "trato"));
        await CloseLater(own, time);
        Assert.Equal("""{"best":"trato"}""", Assert.Single(await people.Responses(id)).GetProperty("answers").GetRawText());
    }

    [Fact]
    public async Task Where_only_a_consent_is_asked_no_is_an_answer()
    {
        var (people, id, link) = await Live("consent call");
        Assert.True((await Send(people, await people.Open(link))).Finished);
        Assert.Equal("""{"call":false}""", Assert.Single(await people.Responses(id)).GetProperty("answers").GetRawText());
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

    // As the script sends the page while somebody fills it.
    private static async Task Keep(ServerFixture own, AnswerPage page, params (string Question, string Answer)[] answers)
    {
        using var form = new FormUrlEncodedContent([new("r", page.Response), .. Asked(page).Select(id => KeyValuePair.Create("shown", id)), .. answers.Select(one => KeyValuePair.Create("a." + one.Question, one.Answer)), new("keep", "1")]);
        using var kept = await own.Anybody.PostAsync(page.Action, form, TestContext.Current.CancellationToken);
        Assert.Equal(204, (int)kept.StatusCode);
    }

    private static async Task CloseLater(ServerFixture own, FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromMinutes(61));
        await own.Host.Services.GetRequiredService<AnswerDesk>().CloseDue(TestContext.Current.CancellationToken);
    }

    private async Task<string> Invite(Answering people, string id) =>
        new Uri((await server.Post($"/api/v1/surveys/{id}/invitations", $$"""{"customers":[{"customer":"page-{{id}}"}]}""", people.Admin)).Expect(200).GetProperty("items")[0].GetProperty("link").GetString()!).AbsolutePath;

    private static List<string> Asked(AnswerPage page) =>
        [.. Fieldset().Matches(page.Html).Where(match => !match.Value.Contains(" hidden", StringComparison.Ordinal)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("<fieldset[^>]*data-question=\"([^\"]+)\"[^>]*>")]
    private static partial Regex Fieldset();
}
