using Veinte.Server.Surveys;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Tests.Surveys;

/// <summary>What is wrong with a survey is told with its place, in both languages, before anybody is asked.</summary>
public sealed class A_survey_is_checked_before_anybody_is_asked
{
    [Theory]
    // Sound ones.
    [InlineData("nps recommend required; text why if recommend atMost 6", "")]
    [InlineData("single a of x,y required jump is x end; text more", "")]
    [InlineData("rating r jump atMost 2 why jump atLeast 3 end; text why", "")]
    [InlineData("multiple m of a,b,c jump is a last; text middle; consent last", "")]
    // Round in circles.
    [InlineData("nps one; text two jump answered - one", "questions[1].next[0].go loop")]
    [InlineData("nps one jump is 3 one", "questions[0].next[0].go loop")]
    // Leading nowhere.
    [InlineData("nps one jump is 3 nobody", "questions[0].next[0].go unknown-question")]
    [InlineData("nps one required jump atMost 5 end jump atLeast 6 end; text never", "questions[1] unreachable")]
    [InlineData("single s of x,y required jump is x last jump is y last; text never; text last", "questions[1] unreachable")]
    [InlineData("consent c required jump is yes end; text never", "questions[1] unreachable")]
    // Rules that cannot hold.
    [InlineData("nps one; text two if one atMost 11", "questions[1].showIf[0].value value")]
    [InlineData("nps one; text two if one atMost abc", "questions[1].showIf[0].value value")]
    [InlineData("single s of x,y; text two if s is z", "questions[1].showIf[0].value value")]
    [InlineData("single s of x,y; text two if s atMost 1", "questions[1].showIf[0].value test")]
    [InlineData("text t; text two if t is hello", "questions[1].showIf[0].value test")]
    [InlineData("nps one required; text two if one unanswered -", "questions[1].showIf[0].value never")]
    [InlineData("text one if two atMost 3; nps two", "questions[0].showIf[0].question order")]
    [InlineData("text one if one answered -", "questions[0].showIf[0].question order")]
    // Names and options.
    [InlineData("nps same; text same", "questions[1].id id")]
    [InlineData("nps end", "questions[0].id id")]
    [InlineData("nps UPPER", "questions[0].id id")]
    [InlineData("single s of only", "questions[0].options options")]
    [InlineData("multiple m of a,a", "questions[0].options[1].id id")]
    public void Ways_and_rules(string questions, string expected)
    {
        var problems = SurveyCheck.Problems(Some.Survey(questions));
        Assert.Equal(expected, string.Join("; ", problems.Select(problem => $"{problem.Path} {problem.Code}")));
        Assert.All(problems, problem => Assert.True(problem.Spanish.Length > 10 && problem.English.Length > 10 && problem.Spanish != problem.English));
    }

    [Fact]
    public void A_loop_is_explained_with_the_way_round()
    {
        var problem = Assert.Single(SurveyCheck.Problems(Some.Survey("nps one; text two; text three jump answered - one")));
        Assert.Contains("one → two → three → one", problem.Spanish);
        Assert.Contains("one → two → three → one", problem.English);
    }

    [Fact]
    public void A_missing_translation_may_wait_until_the_survey_goes_live()
    {
        var survey = Some.Survey("nps one", "es", "en") with { Title = new Dictionary<string, string> { ["es"] = "Hola" } };
        var problem = Assert.Single(SurveyCheck.Problems(survey));
        Assert.Equal(("title.en", "missing-translation", true), (problem.Path, problem.Code, problem.BeforeLive));
        Assert.Equal("Falta el texto en inglés.", problem.Spanish);
    }

    [Fact]
    public void A_text_in_a_language_the_survey_does_not_speak_is_refused()
    {
        var survey = Some.Survey("nps one") with { Intro = new Dictionary<string, string> { ["es"] = "Hola", ["de"] = "Hallo" } };
        Assert.Equal("intro.de", Assert.Single(SurveyCheck.Problems(survey)).Path);
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#ffffff", "#ffffff", 1)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#767676", "#ffffff", 4.54)]
    [InlineData("#ff0000", "#ffffff", 4.0)]
    public void Contrast_is_that_of_WCAG(string one, string other, double expected) => Assert.Equal(expected, ThemeContrast.Ratio(one, other), 2);

    [Fact]
    public void A_theme_nobody_can_read_is_refused_with_its_contrast()
    {
        var survey = Some.Survey("nps one") with { Theme = new() { Accent = "#1f4fb5", AccentInk = "#ffffff", Paper = "#ffffff", Ink = "#aaaaaa" } };
        var problem = Assert.Single(SurveyCheck.Problems(survey));
        Assert.Equal(("theme.ink", "contrast"), (problem.Path, problem.Code));
        Assert.Contains("2,3:1", problem.Spanish);
        Assert.Contains("2.3:1", problem.English);
    }

    [Theory]
    [InlineData("{{answer:two}}", "order")]
    [InlineData("{{answer:nobody}}", "unknown-question")]
    [InlineData("{{password}}", "pipe")]
    public void Words_that_cannot_be_put_in_are_refused(string text, string code)
    {
        var survey = Some.Survey("text one; nps two");
        survey = survey with { Questions = [survey.Questions[0] with { Text = new Dictionary<string, string> { ["es"] = text } }, survey.Questions[1]] };
        Assert.Equal(code, Assert.Single(SurveyCheck.Problems(survey)).Code);
    }

    [Theory]
    [InlineData("Hola, {{customer}}: ¿qué tal?", "Hola: ¿qué tal?")]
    [InlineData("Su visita a {{place|la tienda}}", "Su visita a la tienda")]
    [InlineData("¿Qué tal en {{touchpoint}}?", "¿Qué tal en Mostrador?")]
    [InlineData("{{customer}}", "")]
    [InlineData("¿Qué tal, {{customer?", "")]
    public void A_title_on_a_poster_or_of_a_frame_holds_no_placeholder(string title, string expected)
    {
        var survey = Some.Survey("nps one") with { Title = new Dictionary<string, string> { ["es"] = title } };
        Assert.Equal(expected, Piping.TitleForAnybody(survey, "es", null, null, null));
    }

    [Fact]
    public void Every_template_is_sound_in_both_languages_and_reads_the_same_after_a_round_trip()
    {
        Assert.True(SurveyTemplates.All.Count >= 12);
        Assert.Equal(SurveyTemplates.All.Count, SurveyTemplates.All.Select(template => template.Id).Distinct().Count());
        foreach (var template in SurveyTemplates.All)
        {
            foreach (var survey in (SurveyDefinition[])[template.For("es"), template.For("en")])
            {
                Assert.Empty(SurveyCheck.Problems(survey).Select(problem => $"{template.Id} {problem.Path}: {problem.English}"));
                var (read, problem) = SurveyDocument.Read(SurveyDocument.WriteIndented(survey));
                Assert.Null(problem);
                Assert.Equal(SurveyDocument.Write(survey), SurveyDocument.Write(read!));
            }
        }
    }

    [Theory]
    [InlineData("{", "unreadable")]
    [InlineData("null", "unreadable")]
    [InlineData("""{"name":"a"}""", "unreadable")]
    [InlineData("""{"name":"a","languages":["es"],"title":{"es":"a"},"questions":[],"records":{"touchpoint":"t"},"surprise":1}""", "unreadable")]
    public void A_document_that_cannot_be_read_says_where(string json, string code) => Assert.Equal(code, SurveyDocument.Read(json).Problem!.Code);

    [Fact]
    public void Nulls_where_there_must_be_something_are_told_not_followed()
    {
        const string Document = """{"name":"a","languages":["es"],"title":{"es":null},"questions":[null,{"id":"a","type":"single","text":{"es":"a"},"options":[null,null]}],"records":{"touchpoint":"t"}}""";
        var (survey, problem) = SurveyDocument.Read(Document);
        Assert.Null(problem);
        Assert.Contains("questions[0]", SurveyCheck.Problems(survey!).Select(found => found.Path));
    }

    [Fact]
    public void What_a_document_does_not_say_has_its_default()
    {
        var (survey, _) = SurveyDocument.Read("""{"name":"a","languages":["es"],"title":{"es":"a"},"questions":[{"id":"q","type":"nps","text":{"es":"q"}}],"records":{"touchpoint":"t"}}""");
        Assert.Equal((7, 30, 60, false, null), (survey!.CooldownDays, survey.RepeatDays, survey.CloseAfterMinutes, survey.Anonymous, survey.Quota));
        Assert.Equal((true, false, "web"), (survey.Questions[0].Counts, survey.Questions[0].Required, survey.Records.Channel));
        Assert.Empty(SurveyCheck.Problems(survey));
    }
}
