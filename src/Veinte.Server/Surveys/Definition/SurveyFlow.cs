using System.Globalization;

namespace Veinte.Server.Surveys.Definition;

/// <summary>
/// Whoever answers, on the way through a survey. The way is a function of the answers: going back and changing one changes
/// what follows, and answers that are no longer on the way do not count. Pure.
/// </summary>
public static class SurveyFlow
{
    /// <summary>
    /// The questions on the way so far, in order. An answer that is there but null was left open on purpose.
    /// </summary>
    /// <param name="survey">A survey without problems.</param>
    /// <param name="answers">By question id.</param>
    /// <returns>The questions passed, and the one to ask next, or null at the end.</returns>
    public static (IReadOnlyList<SurveyQuestion> Passed, SurveyQuestion? Next) Walk(
        SurveyDefinition survey, IReadOnlyDictionary<string, SurveyAnswer?> answers)
    {
        var passed = new List<SurveyQuestion>();
        var at = 0;
        while (at < survey.Questions.Count)
        {
            var question = survey.Questions[at];
            if (!IsShown(question, passed, answers))
            {
                at++;
                continue;
            }
            if (!answers.TryGetValue(question.Id, out var answer)) return (passed, question);
            passed.Add(question);
            at = After(survey, at, answer);
        }
        return (passed, null);
    }

    /// <summary>
    /// The questions that stand on one page: those on the way when whatever has no answer yet is left open, up to the first that
    /// must be answered and decides what follows. An answer may bring others and take some away.
    /// </summary>
    public static IReadOnlyList<SurveyQuestion> OnOnePage(SurveyDefinition survey, IReadOnlyDictionary<string, SurveyAnswer?> answers)
    {
        var said = survey.Questions
            .Where(question => answers.GetValueOrDefault(question.Id) is not null || !question.Required || question.Next is not { Count: > 0 })
            .ToDictionary(question => question.Id, question => answers.GetValueOrDefault(question.Id), StringComparer.Ordinal);
        var (passed, next) = Walk(survey, said);
        return next is null ? passed : [.. passed, next];
    }

    /// <summary>How far somebody is, 0–1: questions passed of those there may be on the way.</summary>
    public static double Progress(SurveyDefinition survey, IReadOnlyDictionary<string, SurveyAnswer?> answers)
    {
        var (passed, next) = Walk(survey, answers);
        if (next is null) return 1;
        var left = 0;
        for (var index = survey.Questions.Count - 1; index >= 0; index--)
        {
            left++;
            if (survey.Questions[index].Id == next.Id) break;
        }
        return passed.Count / (double)(passed.Count + left);
    }

    /// <summary>Whether an answer passes a test.</summary>
    public static bool Holds(AnswerTest when, string? value, SurveyAnswer? answer) => when switch
    {
        AnswerTest.Answered => answer is not null,
        AnswerTest.Unanswered => answer is null,
        AnswerTest.Is => answer is not null && Has(answer, value),
        AnswerTest.IsNot => answer is not null && !Has(answer, value),
        AnswerTest.AtMost => answer?.Number is { } number && TryNumber(value, out var most) && number <= most,
        AnswerTest.AtLeast => answer?.Number is { } number && TryNumber(value, out var least) && number >= least,
    };

    private static bool IsShown(SurveyQuestion question, List<SurveyQuestion> passed, IReadOnlyDictionary<string, SurveyAnswer?> answers)
    {
        foreach (var condition in question.ShowIf ?? [])
        {
            // A question that was not on the way has no answer, whatever was said before the way changed.
            var answer = passed.Exists(earlier => earlier.Id == condition.Question) ? answers.GetValueOrDefault(condition.Question) : null;
            if (!Holds(condition.When, condition.Value, answer)) return false;
        }
        return true;
    }

    private static int After(SurveyDefinition survey, int at, SurveyAnswer? answer)
    {
        foreach (var jump in survey.Questions[at].Next ?? [])
        {
            if (!Holds(jump.When, jump.Value, answer)) continue;
            if (jump.Go == SurveyJump.End) return survey.Questions.Count;
            for (var index = at + 1; index < survey.Questions.Count; index++)
                if (survey.Questions[index].Id == jump.Go)
                    return index;
        }
        return at + 1;
    }

    private static bool Has(SurveyAnswer answer, string? value) =>
        answer.Number is { } number ? TryNumber(value, out var same) && number == same : answer.Options?.Contains(value!) ?? false;

    private static bool TryNumber(string? text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
