using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Tests.Surveys;

/// <summary>Surveys and answers in words.</summary>
internal static class Some
{
    /// <summary>
    /// Questions separated by semicolons: <c>nps recommend required; single why of price,staff if recommend atMost 6 jump is price end</c>.
    /// </summary>
    public static SurveyDefinition Survey(string questions, params string[] languages)
    {
        if (languages.Length == 0) languages = ["es"];
        return new()
        {
            Name = "Prueba",
            Languages = languages,
            Title = Words("Título", languages),
            Questions = [.. questions.Split(';').Select(text => Question(text.Trim().Split(' '), languages))],
            Records = new() { Touchpoint = "Mostrador" },
        };
    }

    /// <summary>Answers in words: <c>recommend=3 extras=a+b why=</c>; empty was left open.</summary>
    public static Dictionary<string, SurveyAnswer?> Answers(SurveyDefinition survey, string answers)
    {
        var sheet = new Dictionary<string, SurveyAnswer?>(StringComparer.Ordinal);
        foreach (var word in answers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (id, value) = (word.Split('=')[0], word.Split('=')[1]);
            var (answer, fault) = SurveyAnswer.Read(
                survey.Questions.First(question => question.Id == id), new Microsoft.Extensions.Primitives.StringValues(value.Split('+')));
            Assert.Equal(AnswerFault.None, fault);
            sheet[id] = value.Length == 0 ? null : answer;
        }
        return sheet;
    }

    private static SurveyQuestion Question(string[] words, string[] languages)
    {
        var question = new SurveyQuestion { Type = Enum.Parse<QuestionType>(words[0], ignoreCase: true), Id = words[1], Text = Words($"¿{words[1]}?", languages) };
        for (var at = 2; at < words.Length; at++)
        {
            switch (words[at])
            {
                case "required":
                    question = question with { Required = true };
                    break;
                case "of":
                    question = question with { Options = [.. words[++at].Split(',').Select(id => new SurveyOption { Id = id, Text = Words(id, languages) })] };
                    break;
                case "if":
                    question = question with { ShowIf = [.. question.ShowIf ?? [], new() { Question = words[++at], When = Test(words[++at]), Value = words[++at] }] };
                    break;
                case "jump":
                    question = question with { Next = [.. question.Next ?? [], new() { When = Test(words[++at]), Value = words[++at], Go = words[++at] }] };
                    break;
                default:
                    Assert.Fail($"'{words[at]}' is no word of a survey.");
                    break;
            }
        }
        return question;
    }

    private static AnswerTest Test(string word) => Enum.Parse<AnswerTest>(word, ignoreCase: true);

    private static Dictionary<string, string> Words(string text, string[] languages) => languages.ToDictionary(language => language, _ => text);
}
