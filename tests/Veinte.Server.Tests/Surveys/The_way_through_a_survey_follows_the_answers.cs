using CsCheck;
using Veinte.Server.Surveys;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Tests.Surveys;

/// <summary>Given answers, which questions were on the way and which is due.</summary>
public sealed class The_way_through_a_survey_follows_the_answers
{
    private const string Recommend = "nps recommend required; text bad if recommend atMost 6; text good if recommend atLeast 9; consent contact";
    private const string Leaving = "single reason of price,service required jump is service failed; text cheaper jump answered - end jump unanswered - end; text failed";

    [Theory]
    [InlineData(Recommend, "", "", "recommend")]
    [InlineData(Recommend, "recommend=3", "recommend", "bad")]
    [InlineData(Recommend, "recommend=8", "recommend", "contact")]
    [InlineData(Recommend, "recommend=10", "recommend", "good")]
    [InlineData(Recommend, "recommend=3 bad=", "recommend bad", "contact")]
    [InlineData(Recommend, "recommend=3 bad= contact=yes", "recommend bad contact", "")]
    // Whoever goes back and changes his mind takes another way; what he said on the old one does not count.
    [InlineData(Recommend, "recommend=10 bad=caro good=trato contact=no", "recommend good contact", "")]
    [InlineData(Leaving, "reason=price", "reason", "cheaper")]
    [InlineData(Leaving, "reason=service", "reason", "failed")]
    [InlineData(Leaving, "reason=price cheaper=", "reason cheaper", "")]
    [InlineData(Leaving, "reason=service cheaper=no failed=espera", "reason failed", "")]
    [InlineData("multiple m of a,b jump is a end; text more", "m=a+b", "m", "")]
    [InlineData("multiple m of a,b jump is a end; text more", "m=b", "m", "more")]
    public void The_way(string questions, string answers, string passed, string next)
    {
        var survey = Some.Survey(questions);
        Assert.Empty(SurveyCheck.Problems(survey));
        var way = SurveyFlow.Walk(survey, Some.Answers(survey, answers));
        Assert.Equal((passed, next), (string.Join(' ', way.Passed.Select(question => question.Id)), way.Next?.Id ?? ""));
    }

    [Theory]
    [InlineData("", "reason")]
    [InlineData("service", "reason failed overall contact")]
    [InlineData("competitor", "reason offer overall contact")]
    [InlineData("need-gone", "reason overall contact")]
    public void On_one_page_stands_nothing_that_depends_on_a_choice_still_to_be_made(string reason, string page)
    {
        var survey = SurveyTemplates.Find("reason-for-leaving")!.Survey;
        var answers = new AnswerSheet();
        // Shown and left open is not chosen either.
        answers["reason"] = reason.Length == 0 ? null : new SurveyAnswer { Options = [reason] };
        Assert.Equal(page, string.Join(' ', SurveyFlow.OnOnePage(survey, answers).Select(question => question.Id)));
    }

    [Fact]
    public void However_somebody_answers_he_reaches_the_end_of_every_template_and_progress_never_goes_back() =>
        Gen.Int[0, SurveyTemplates.All.Count - 1].SelectMany(template => Gen.Int[0, 20].Array[60].Select(choices => (template, choices))).Sample(drawn =>
        {
            var survey = SurveyTemplates.All[drawn.template].Survey;
            var sheet = new AnswerSheet();
            var progress = 0.0;
            var at = 0;
            while (SurveyFlow.Walk(survey, sheet).Next is { } next)
            {
                sheet[next.Id] = Choose(next, drawn.choices[at++]);
                var further = SurveyFlow.Progress(survey, sheet);
                Assert.True(further > progress);
                progress = further;
            }
            Assert.Equal(1, progress);
            Assert.True(at <= survey.Questions.Count);
            // What is written is read again, whatever was answered.
            Assert.Equal(sheet.Write(survey, open: true), AnswerSheet.Stored(survey, sheet.Write(survey, open: true)).Write(survey, open: true));
        });

    [Theory]
    [InlineData("nps a", "a=9", "Nps")]
    [InlineData("csat a; ces b; nps c", "a=4 b=6 c=2", "Nps, Csat, Ces")]
    [InlineData("grade a; rating b", "a=17 b=2", "Rating")]
    [InlineData("single s of x,y; text t", "s=x t=hola", "None")]
    public void Scales_are_evidence_and_other_answers_are_not(string questions, string answers, string signals)
    {
        var survey = Some.Survey(questions);
        Assert.Equal(signals, ResponseSignals.Of(survey, Some.Answers(survey, answers)).Present.ToString());
    }

    [Fact]
    public void Of_two_questions_of_a_kind_the_first_that_counts_is_the_evidence()
    {
        var survey = Some.Survey("grade a; rating b");
        Assert.Equal((17, 0, 20), Of(survey));
        survey = survey with { Questions = [survey.Questions[0] with { Counts = false }, survey.Questions[1]] };
        Assert.Equal((2, 1, 5), Of(survey));

        static (double, double, double) Of(SurveyDefinition survey)
        {
            var signals = ResponseSignals.Of(survey, Some.Answers(survey, "a=17 b=2"));
            return (signals.Rating, signals.RatingMin, signals.RatingMax);
        }
    }

    [Theory]
    [InlineData("{{customer}}, ¿qué tal?", "Ana", "Ana, ¿qué tal?")]
    [InlineData("Hola, {{customer|amiga}}: ¿qué tal?", null, "Hola, amiga: ¿qué tal?")]
    [InlineData("Hola, {{customer}}: ¿qué tal?", null, "Hola: ¿qué tal?")]
    [InlineData("Puso un {{answer:recommend}} en {{touchpoint}}", null, "Puso un 3 en Mostrador")]
    [InlineData("Por {{answer:why}}", null, "Por price")]
    public void Words_are_put_in(string text, string? customer, string expected)
    {
        var survey = Some.Survey("nps recommend; single why of price,staff");
        Assert.Equal(expected, Piping.Fill(text, new(survey, "es", Some.Answers(survey, "recommend=3 why=price"), customer, "Mostrador", null, null)));
    }

    private static SurveyAnswer? Choose(SurveyQuestion question, int choice)
    {
        if (!question.Required && choice % 4 == 0) return null;
        if (question.Scale is { } scale) return new() { Number = scale.Low + choice % (scale.High - scale.Low + 1) };
        if (question.IsChoice) return new() { Options = [question.Options![choice % question.Options.Count].Id] };
        return question.Type == QuestionType.Consent ? new() { Options = [choice % 2 == 0 ? "yes" : "no"] } : new() { Text = $"texto {choice}" };
    }
}
