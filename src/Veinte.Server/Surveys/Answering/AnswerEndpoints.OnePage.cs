using Veinte.Server.Pages.Surveys.Answering;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// Surveys whose questions all stand on one page. Which ones stand there follows the answers: a script shows and hides them at
/// once; without it the page comes back with those that the answers have brought.
/// </summary>
internal static partial class AnswerEndpoints
{
    /// <summary>Largest form of one page in bytes: several long texts fit.</summary>
    public const int PageBytesMax = 384 * 1024;

    private static async Task<IResult> TakePage(HttpContext http, AnswerVisit visit, string response, IFormCollection form, AnswerDesk desk, CancellationToken cancel)
    {
        var language = visit.Language(visit.Door.Definition!, null);
        var ended = !form.ContainsKey("keep");
        var taken = await desk.Page(visit.Door, response, language, new(form["shown"].OfType<string>().ToHashSet(StringComparer.Ordinal), id => form["a." + id], ended), cancel);
        if (!ended)
        {
            AnswerHeaders.Set(http, visit.Embedded);
            return TypedResults.NoContent();
        }
        if (taken.State == StepState.Busy) return Busy(http, visit, language);
        if (taken.State != StepState.Faulty) return visit.Onward(response);
        var begun = await desk.Partial(visit.Door, response, cancel);
        return AskAll(http, visit, begun?.Definition ?? visit.Door.Definition!, begun?.Sheet ?? [], response, language, new(taken.Faults, id => form["a." + id].ToString()));
    }

    private static IResult AskAll(HttpContext http, AnswerVisit visit, SurveyDefinition definition, AnswerSheet sheet, string response, string language, WrongPage wrong)
    {
        var words = AnswerWords.In(language);
        var piped = visit.Piped(definition, sheet, language);
        return Page(http, visit, visit.View(language) with
        {
            Title = Piping.Fill(SurveyWords.In(definition.Title, definition, language), piped),
            Intro = Piping.Fill(SurveyWords.In(definition.Intro, definition, language), piped),
            All = PageOf(definition, sheet, language, piped, words, wrong),
            Ways = SurveyDocument.WriteWays(definition),
            Action = visit.Address(null, null, null, null),
            Response = response,
            Languages = [.. definition.Languages.Select(tag => (tag, visit.Address(response, null, null, tag)))],
            Anonymous = definition.Anonymous,
        }, wrong.Faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>All questions of a page, those that are not asked now hidden.</summary>
    internal static IReadOnlyList<QuestionView> PageOf(SurveyDefinition definition, AnswerSheet sheet, string language, PipedWords piped, AnswerWords words, WrongPage wrong)
    {
        var shown = SurveyFlow.OnOnePage(definition, sheet).Select(question => question.Id).ToHashSet(StringComparer.Ordinal);
        // Somebody has sent the page already, and his answers bring a question that did not stand on it.
        // An answer alone came by a click in a mail: he has not seen the page, unless that question was all of it.
        var sent = wrong.Faults.Count == 0 && (sheet.Count > 1 || (sheet.Count == 1 && SurveyFlow.OnOnePage(definition, new AnswerSheet()).Count == 1));
        return
        [
            .. definition.Questions.Select(question => QuestionView.Of(question, definition, language, piped) with
            {
                Hidden = !shown.Contains(question.Id),
                New = sent && shown.Contains(question.Id) && !sheet.ContainsKey(question.Id),
                Fault = wrong.Faults.TryGetValue(question.Id, out var fault) ? words.Faults[fault] : null,
                Rejected = wrong.Faults.GetValueOrDefault(question.Id) == AnswerFault.TooLong ? wrong.Text?.Invoke(question.Id) : null,
            }),
        ];
    }

    /// <summary>What is wrong with a page that was sent, and what was written there.</summary>
    internal sealed record WrongPage(IReadOnlyDictionary<string, AnswerFault> Faults, Func<string, string>? Text)
    {
        /// <summary>Nothing is wrong.</summary>
        public static WrongPage Nothing { get; } = new(new Dictionary<string, AnswerFault>(), null);
    }
}
