using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Tests.Surveys;

/// <summary>From the first page to the posting, as a customer without a script goes it; here what holds however many processes serve.</summary>
public sealed partial class Customers_answer_and_the_books_know_at_once(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Recommend = "nps recommend required; text why if recommend atMost 6; single best of trato,precio";

    [Fact]
    public async Task Question_by_question_to_one_posting_at_the_touchpoint()
    {
        var people = await Answering.At(server);
        var (id, link) = await people.Live(Some.Survey(Recommend) with { Records = new() { Touchpoint = "Caja 3", Area = "Tienda", Staff = "Rubén", Channel = "in-person" } });
        var page = await people.Open(link);
        Assert.Equal((200, "¿recommend?"), (page.Status, page.Heading));
        Assert.Empty(await people.Responses(id));
        page = await people.Answer(page, "3");
        Assert.Equal("¿why?", page.Heading);
        page = await people.Answer(page, "Mesa 4");
        Assert.Equal("¿best?", page.Heading);
        page = await people.Skip(page);
        Assert.True(page.Finished);

        var response = Assert.Single(await people.Responses(id));
        Assert.Equal("""{"recommend":3,"why":"Mesa 4"}""", response.GetProperty("answers").GetRawText());
        Assert.Equal((1, "es", "link", false), (response.GetProperty("version").GetInt32(), response.GetProperty("language").GetString(), response.GetProperty("way").GetString(), response.GetProperty("partial").GetBoolean()));
        var interaction = (await server.Get($"/api/v1/interactions/{response.GetProperty("position").GetInt64()}", people.Admin)).Expect(200);
        Assert.Equal(("Caja 3", "in-person", "Rubén", "Tienda", 6.0, -4000), (
            interaction.GetProperty("line").GetProperty("touchpoint").GetString(), interaction.GetProperty("line").GetProperty("channel").GetString(),
            interaction.GetProperty("line").GetProperty("staff").GetString(), interaction.GetProperty("line").GetProperty("area").GetString(),
            interaction.GetProperty("line").GetProperty("grade").GetDouble(), interaction.GetProperty("line").GetProperty("amount").GetInt64()));
        Assert.Contains("Mesa 4", interaction.GetRawText());
        var balance = (await server.Get("/api/v1/trial-balance", people.Admin)).Expect(200);
        Assert.Equal(0, balance.GetProperty("difference").GetInt64());
    }

    [Fact]
    public async Task The_same_form_sent_again_counts_once()
    {
        var people = await Answering.At(server);
        var (id, link) = await people.Live(Some.Survey("nps recommend required; single best of trato,precio"));
        var first = await people.Open(link);
        var last = await people.Answer(first, "9");
        Assert.True((await people.Answer(last, "trato")).Finished);
        Assert.True((await people.Answer(last, "trato")).Finished);
        Assert.True((await people.Answer(last, "precio")).Finished);
        Assert.True((await people.Answer(first, "0")).Finished);
        Assert.Contains("\"recommend\":9", Assert.Single(await people.Responses(id)).GetRawText());
    }

    [Fact]
    public async Task Whoever_goes_back_and_changes_his_mind_takes_the_other_way()
    {
        var people = await Answering.At(server);
        var (id, link) = await people.Live(Some.Survey(Recommend));
        var page = await people.Answer(await people.Open(link), "2");
        page = await people.Answer(page, "caro");
        var again = await people.Open($"{link}?r={page.Response}&q=recommend");
        Assert.Equal("¿recommend?", again.Heading);
        page = await people.Answer(again, "10");
        Assert.Equal("¿best?", page.Heading);
        Assert.True((await people.Answer(page, "trato")).Finished);
        Assert.Equal("""{"recommend":10,"best":"trato"}""", Assert.Single(await people.Responses(id)).GetProperty("answers").GetRawText());
    }

    [Theory]
    [InlineData("nps q required; text t", "", "Hace falta una respuesta")]
    [InlineData("nps q required; text t", "11", "no está en la escala")]
    [InlineData("nps q required; text t", "nueve", "Elija un número")]
    [InlineData("single q of a,b required; text t", "c", "Esa opción no existe")]
    [InlineData("consent q required; text t", "", "Hace falta una respuesta")]
    public async Task An_answer_of_the_wrong_kind_is_told_beside_the_question_and_nothing_is_kept(string questions, string value, string told)
    {
        var people = await Answering.At(server);
        var (id, link) = await people.Live(Some.Survey(questions));
        var page = await people.Answer(await people.Open(link), value);
        Assert.Equal((422, "¿q?"), (page.Status, page.Heading));
        Assert.Contains(told, page.Html);
        Assert.Empty(await people.Responses(id));
    }

    [Fact]
    public async Task A_text_that_is_too_long_comes_back_to_be_shortened_and_one_of_a_megabyte_is_refused()
    {
        var people = await Answering.At(server);
        var (_, link) = await people.Live(Some.Survey("text q required; text t"));
        var page = await people.Open(link);
        var tooLong = await people.Answer(page, new string('x', 4_001));
        Assert.Equal(422, tooLong.Status);
        Assert.Contains(new string('x', 4_001), tooLong.Html);
        var huge = await people.Answer(page, new string('x', 1_000_000));
        Assert.Equal((413, "La respuesta es demasiado grande"), (huge.Status, huge.Heading));
        Assert.Equal(200, (await people.Answer(page, new string('x', 4_000))).Status);
    }

    [Fact]
    public async Task The_language_is_the_browsers_or_the_one_chosen_and_stays()
    {
        var people = await Answering.At(server);
        var survey = Some.Survey("nps q required; text t", "es", "en");
        survey = survey with { Title = new Dictionary<string, string> { ["es"] = "Hola", ["en"] = "Hello" } };
        var (id, link) = await people.Live(survey);
        Assert.Contains("<html lang=\"en\"", (await people.Open(link, "en-GB, es;q=0.5")).Html);
        Assert.Contains("<html lang=\"es\"", (await people.Open(link, "de, fr")).Html);
        var page = await people.Open(link + "?lang=en", "es");
        Assert.Contains("Hello", page.Html);
        page = await people.Answer(page, "9");
        Assert.Contains("<html lang=\"en\"", page.Html);
        await people.Skip(page);
        Assert.Equal("en", Assert.Single(await people.Responses(id)).GetProperty("language").GetString());
    }

    [Fact]
    public async Task The_pages_are_strict_forgetful_and_not_to_be_found()
    {
        var people = await Answering.At(server);
        var (_, link) = await people.Live(Some.Survey("nps q"));
        var page = await people.Open(link);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        Assert.Equal("noindex, nofollow", page.Headers["X-Robots-Tag"]);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"]);
        Assert.Contains("frame-ancestors 'none'", page.Headers["Content-Security-Policy"]);
        var framed = await people.Open(link + "?embed=1");
        Assert.Contains("frame-ancestors *", framed.Headers["Content-Security-Policy"]);
        Assert.False(framed.Headers.ContainsKey("X-Frame-Options"));
        Assert.Equal(404, (await people.Open("/s/nothing")).Status);
        Assert.Equal(404, (await people.Open("/r/nothing")).Status);
        Assert.Equal(404, (await people.Open("/q/nothing")).Status);
    }

    [Fact]
    public async Task HTML_in_every_field_stays_text()
    {
        const string Evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        var people = await Answering.At(server);
        var words = new Dictionary<string, string> { ["es"] = Evil };
        var survey = Some.Survey("single q of a,b required; text t required; text u") with { Name = Evil, Title = words, Intro = words, Thanks = words };
        survey = survey with
        {
            Questions = [.. survey.Questions.Select(question => question with
            {
                Text = question.Id == "u" ? new Dictionary<string, string> { ["es"] = Evil + " {{answer:t}}" } : words, Hint = words,
                Options = question.Options is null ? null : [.. question.Options.Select(option => option with { Text = words })],
            })],
        };
        var (_, link) = await people.Live(survey);
        var page = await people.Open(link);
        Clean(page);
        page = await people.Answer(page, "a");
        Clean(page);
        page = await people.Answer(page, Evil);
        Clean(page);
        page = await people.Skip(page);
        Assert.True(page.Finished);
        Clean(page);

        static void Clean(AnswerPage page)
        {
            Assert.DoesNotContain("<script>alert", page.Html);
            Assert.DoesNotContain("<img", page.Html);
        }
    }

    [Fact]
    public async Task A_survey_with_a_loop_is_refused_with_its_place_and_one_that_lacks_a_translation_does_not_go_live()
    {
        var key = await server.CreateKey("admin");
        var loop = SurveyDocument.Write(Some.Survey("nps one; text two jump answered - one"));
        var refused = await server.Post("/api/v1/surveys", loop, key);
        Assert.Contains("goes from 'two' back to 'one'", refused.ExpectProblem(400));
        Assert.Equal("questions[1].next[0].go", refused.Json.GetProperty("errors")[0].GetProperty("path").GetString());
        var half = Some.Survey("nps one", "es", "en") with { Title = new Dictionary<string, string> { ["es"] = "Hola" } };
        var made = (await server.Post("/api/v1/surveys", SurveyDocument.Write(half), key)).Expect(201);
        Assert.Equal("missing-translation", made.GetProperty("problems")[0].GetProperty("code").GetString());
        Assert.Contains("English is missing", (await server.Post($"/api/v1/surveys/{made.GetProperty("id").GetString()}/publish", "", key)).ExpectProblem(400));
    }
}
