using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Surveys.Answering;

internal sealed partial class AnswerDesk
{
    private static readonly Dictionary<string, AnswerFault> NoFaults = [];

    /// <summary>
    /// Takes what stands on a page with all questions. It is durable when this completes; when nothing on the way was missing
    /// or wrong the response is in the journal.
    /// </summary>
    /// <param name="door">An open door.</param>
    /// <param name="response">Id of the response; whoever has it goes on with it.</param>
    /// <param name="language">In which language he answers.</param>
    /// <param name="filled">The form.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public async Task<PageTaken> Page(AnswerDoor door, string response, string language, FilledPage filled, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await IsRecorded(db, door, response, cancel)) return new(StepState.Recorded, NoFaults);
        var stored = await db.SurveyPartials.SingleOrDefaultAsync(partial => partial.Id == response, cancel);
        if (stored is not null && stored.Survey != door.Survey!.Id) return new(StepState.Stale, NoFaults);
        var definition = stored is null ? door.Definition! : await Definition(db, stored.Survey, stored.Version, cancel) ?? door.Definition!;
        var sheet = stored is null ? new AnswerSheet() : AnswerSheet.Stored(definition, stored.Answers);
        var faults = Fill(definition, filled, sheet);
        var (passed, next) = SurveyFlow.Walk(definition, sheet);
        // What is no longer on the way may be wrong: it does not count.
        foreach (var id in faults.Keys.Where(id => !passed.Any(question => question.Id == id)).ToList()) faults.Remove(id);
        if (!filled.Ended) faults.Clear();
        else
        {
            // What was kept open while he filled it, or did not stand on the page he sent, is no less required.
            foreach (var question in passed.Where(question => IsMissing(question, sheet[question.Id]))) faults.TryAdd(question.Id, AnswerFault.Missing);
            // Where only consents are asked, not ticking one is the answer.
            if (faults.Count == 0 && next is null && !sheet.OnTheWay(definition).Says(definition) && passed.Any(question => question.Type != QuestionType.Consent))
                faults[passed[0].Id] = AnswerFault.Missing;
        }
        if (filled.Ended && faults.Count == 0 && next is null)
        {
            await Finish(db, door, Given(door, definition, stored?.Version ?? door.Survey!.Version, stored?.Way ?? door.Way, response, language, sheet.OnTheWay(definition), partial: false), cancel);
            return new(StepState.Finished, NoFaults);
        }
        if (stored is null && await db.SurveyPartials.CountAsync(cancel) >= PartialsMax) return new(StepState.Busy, NoFaults);
        // What was erased must not come back: once something is kept, everything is.
        if (stored is not null || sheet.Says(definition)) await Keep(db, door, stored, response, language, definition, sheet, cancel);
        return new(faults.Count > 0 ? StepState.Faulty : StepState.Next, faults);
    }

    // What was shown and not answered, or wrongly, is left open until somebody says otherwise.
    private static Dictionary<string, AnswerFault> Fill(SurveyDefinition definition, FilledPage filled, AnswerSheet sheet)
    {
        var faults = new Dictionary<string, AnswerFault>(StringComparer.Ordinal);
        foreach (var question in definition.Questions)
        {
            if (!filled.Shown.Contains(question.Id)) continue;
            var (answer, fault) = SurveyAnswer.Read(question, filled.Answers(question.Id));
            if (fault == AnswerFault.None && IsMissing(question, answer)) fault = AnswerFault.Missing;
            if (fault != AnswerFault.None) faults[question.Id] = fault;
            // Until the page is sent a tick that is not set says nothing: he may not have come to it yet.
            var unsaid = !filled.Ended && question.Type == QuestionType.Consent && answer?.Options is ["no"];
            sheet[question.Id] = !unsaid && fault is AnswerFault.None or AnswerFault.Missing ? answer : null;
        }
        return faults;
    }
}

/// <summary>A page with all questions as somebody sent it.</summary>
/// <param name="Shown">Ids of the questions that stood on it.</param>
/// <param name="Answers">The form's values of a question.</param>
/// <param name="Ended">Whether he pressed the button; else it is only kept in case he goes away.</param>
internal sealed record FilledPage(IReadOnlySet<string> Shown, Func<string, StringValues> Answers, bool Ended);

/// <summary>What became of a page, and what is wrong with which question.</summary>
internal sealed record PageTaken(StepState State, IReadOnlyDictionary<string, AnswerFault> Faults);
