using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Answering;

internal sealed partial class AnswerDesk
{
    /// <summary>
    /// Takes the answer to one question. It is durable when this completes; with the last one the response is in the journal.
    /// </summary>
    /// <param name="door">An open door.</param>
    /// <param name="response">Id of the response; whoever has it goes on with it.</param>
    /// <param name="language">In which language he answers.</param>
    /// <param name="questionId">Which question.</param>
    /// <param name="values">The form's values of it.</param>
    /// <param name="cancel">Stops before anything is stored.</param>
    public async Task<StepTaken> Step(AnswerDoor door, string response, string language, string questionId, StringValues values, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await IsRecorded(db, door, response, cancel)) return new(StepState.Recorded);
        var stored = await db.SurveyPartials.SingleOrDefaultAsync(partial => partial.Id == response, cancel);
        if (stored is not null && stored.Survey != door.Survey!.Id) return new(StepState.Stale);
        var definition = stored is null ? door.Definition! : await Definition(db, stored.Survey, stored.Version, cancel) ?? door.Definition!;
        var sheet = stored is null ? new AnswerSheet() : AnswerSheet.Stored(definition, stored.Answers);
        var (passed, next) = SurveyFlow.Walk(definition, sheet);
        // Only what is on the way can be answered: the question that is due, or one already passed that is answered anew.
        if ((next?.Id == questionId ? next : passed.FirstOrDefault(question => question.Id == questionId)) is not { } question) return new(StepState.Stale);
        var (answer, fault) = SurveyAnswer.Read(question, values);
        if (fault == AnswerFault.None && IsMissing(question, answer)) fault = AnswerFault.Missing;
        if (fault != AnswerFault.None) return new(StepState.Faulty, question, fault);

        sheet[question.Id] = answer;
        // One answer, by a click in a mail, finishes a page only when nothing else stands on it: what was kept there open may be required.
        if (definition.OnePage ? SurveyFlow.OnOnePage(definition, sheet).Count == 1 : SurveyFlow.Walk(definition, sheet).Next is null)
        {
            await Finish(db, door, Given(door, definition, stored?.Version ?? door.Survey!.Version, stored?.Way ?? door.Way, response, language, sheet.OnTheWay(definition), partial: false), cancel);
            return new(StepState.Finished);
        }
        if (stored is null && await db.SurveyPartials.CountAsync(cancel) >= PartialsMax) return new(StepState.Busy);
        await Keep(db, door, stored, response, language, definition, sheet, cancel);
        return new(StepState.Next);
    }

    private static bool IsMissing(SurveyQuestion question, SurveyAnswer? answer) =>
        question.Required && (answer is null || (question.Type == QuestionType.Consent && answer.Options is not ["yes"]));

    /// <summary>Takes a survey that was filled elsewhere: a kiosk, a widget, a program.</summary>
    /// <returns>What was wrong with which answer; empty when it is recorded.</returns>
    public async Task<WholeTaken> Whole(AnswerDoor door, WholeResponse given, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await IsRecorded(db, door, given.Id, cancel)) return new([], Again: true);
        // A kiosk that was offline may still show an earlier version; its answers are read as that one's.
        var earlier = given.Version is { } asked && asked != door.Survey!.Version ? await Definition(db, door.Survey.Id, asked, cancel) : null;
        var definition = earlier ?? door.Definition!;
        var (sheet, faults) = AnswerSheet.Read(definition, given.Answers);
        if (faults.Count == 0 && !given.Partial)
            faults.AddRange(sheet.Finish(definition).Select(missing => (missing, AnswerFault.Missing)));
        var way = sheet.OnTheWay(definition);
        if (faults.Count == 0 && way.Values.All(answer => answer is null)) faults.Add((definition.Questions[0].Id, AnswerFault.Missing));
        if (faults.Count > 0) return new(faults, Again: false);
        var now = time.GetUtcNow();
        var at = given.At is { } told && told <= now && told >= now - OfflineMax ? told : now;
        var response = Given(
            door, definition, earlier is null ? door.Survey!.Version : given.Version!.Value, door.Way, given.Id, Language(definition, given.Language), way, given.Partial) with { At = at };
        if (given.Customer is { } customer && !definition.Anonymous) response = response with { Customer = customer };
        if (given.Touchpoint is { } touchpoint) response = response with { Touchpoint = touchpoint };
        if (given.Staff is { } staff) response = response with { Staff = staff };
        if (given.Area is { } area) response = response with { Area = area };
        return new([], Again: !await Finish(db, door, response, cancel));
    }

    /// <summary>Posts what was answered of surveys whose time is up.</summary>
    public async Task CloseDue(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var due = await db.SurveyPartials.AsNoTracking().Where(partial => partial.ClosesAt <= now).OrderBy(partial => partial.ClosesAt).Take(CloseAtOnce).ToListAsync(cancel);
        foreach (var partial in due)
        {
            var survey = await db.Surveys.AsNoTracking().SingleOrDefaultAsync(known => known.Id == partial.Survey, cancel);
            var definition = await Definition(db, partial.Survey, partial.Version, cancel);
            var sheet = definition is null ? [] : AnswerSheet.Stored(definition, partial.Answers).SoFar(definition);
            if (survey is null || definition is null || !sheet.Says(definition))
            {
                // Nothing was said: there is nothing to keep.
                await db.SurveyPartials.Where(known => known.Id == partial.Id).ExecuteDeleteAsync(cancel);
                continue;
            }
            var place = await db.SurveyPlaces.AsNoTracking().SingleOrDefaultAsync(known => known.Code == partial.Place, cancel);
            var invitation = await db.SurveyInvitations.AsNoTracking().SingleOrDefaultAsync(known => known.Id == partial.Invitation, cancel);
            var door = new AnswerDoor(DoorState.Open, survey, definition, partial.Way, place, invitation);
            var given = Given(door, definition, partial.Version, partial.Way, partial.Id, partial.Language, sheet, partial: true);
            await Finish(db, door, given with { At = Utc(partial.ChangedAt) }, cancel);
        }
    }

    private static readonly TimeSpan OfflineMax = TimeSpan.FromDays(30);

    private static string Language(SurveyDefinition definition, string? asked) => SurveyWords.Choose(definition, asked, null);

    private static DateTimeOffset Utc(DateTime stored) => new(DateTime.SpecifyKind(stored, DateTimeKind.Utc));

    private async Task<bool> Finish(AppDb db, AnswerDoor door, GivenResponse given, CancellationToken cancel)
    {
        var announced = await Announce(db, door, given);
        var stands = false;
        bool recorded;
        try
        {
            recorded = await recorder.Record(given, () => { stands = true; Owe(door, given); }, cancel);
        }
        catch (Exception failure) when (announced && !stands && SaysThatNothingWasAppended(failure))
        {
            await TakeBack(db, door.Invitation!.Id);
            throw;
        }
        // From here on only notes are left to write: the response is in the journal, and whoever gave it has nothing to do again.
        try
        {
            await db.SurveyPartials.Where(partial => partial.Id == given.Id).ExecuteDeleteAsync(CancellationToken.None);
            if (door.Invitation is { } invitation) await WriteOwed(db, invitation.Id, CancellationToken.None);
        }
        catch (Exception away) when (away is DbUpdateException or DbException)
        {
            LogOwed(away.Message);
        }
        return recorded;
    }

    private GivenResponse Given(
        AnswerDoor door, SurveyDefinition definition, int version, string way, string response, string language, AnswerSheet sheet, bool partial) =>
        new(response, door.Survey!.Id, version, definition, language, way,
            door.Place?.Code, definition.Anonymous ? null : door.Invitation?.Id, door.Customer(definition), door.Touchpoint(definition), door.Area(definition),
            door.Staff(definition), time.GetUtcNow(), sheet, partial);

    private async Task Keep(
        AppDb db, AnswerDoor door, StoredPartial? stored, string response, string language, SurveyDefinition definition, AnswerSheet sheet, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (stored is null)
        {
            stored = new()
            {
                Id = response, Survey = door.Survey!.Id, Version = door.Survey.Version, Language = language, Place = door.Place?.Code,
                Invitation = definition.Anonymous ? null : door.Invitation?.Id, Way = door.Way, Answers = "", StartedAt = now,
            };
            db.SurveyPartials.Add(stored);
        }
        (stored.Language, stored.Answers, stored.ChangedAt) = (language, sheet.Write(definition, open: true), now);
        stored.ClosesAt = now + TimeSpan.FromMinutes(definition.CloseAfterMinutes);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>What became of a step.</summary>
internal enum StepState
{
    /// <summary>It is kept and there is more to ask.</summary>
    Next = 1,
    /// <summary>It was the last and the response is recorded.</summary>
    Finished = 2,
    /// <summary>The answer cannot be taken.</summary>
    Faulty = 3,
    /// <summary>The response was recorded before.</summary>
    Recorded = 4,
    /// <summary>The question is not on the way any more.</summary>
    Stale = 5,
    /// <summary>Too many surveys are being answered at once.</summary>
    Busy = 6,
}

/// <summary>What became of a step, and when the answer was wrong, of which question and how.</summary>
internal sealed record StepTaken(StepState State, SurveyQuestion? Question = null, AnswerFault Fault = AnswerFault.None);

/// <summary>A survey filled elsewhere.</summary>
/// <param name="Id">Id of the response.</param>
/// <param name="Version">Version that was filled, or null for the one in force.</param>
/// <param name="Language">In which language.</param>
/// <param name="Answers">Answers by question id.</param>
/// <param name="Partial">Whether somebody stopped half way.</param>
/// <param name="At">When, by the device's clock; null for now.</param>
/// <param name="Customer">The customer, by somebody who may say so; else null.</param>
/// <param name="Touchpoint">Where it is posted instead; else null.</param>
/// <param name="Staff">Staff member instead; else null.</param>
/// <param name="Area">Area instead; else null.</param>
internal sealed record WholeResponse(
    string Id, int? Version, string? Language, JsonElement Answers, bool Partial, DateTimeOffset? At, string? Customer = null,
    string? Touchpoint = null, string? Staff = null, string? Area = null);

/// <summary>What became of it.</summary>
/// <param name="Faults">What is wrong with which answer.</param>
/// <param name="Again">Whether it was recorded before.</param>
internal sealed record WholeTaken(IReadOnlyList<(string Question, AnswerFault Fault)> Faults, bool Again);
