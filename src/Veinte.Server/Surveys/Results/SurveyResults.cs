using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Results;

/// <summary>Which responses are counted.</summary>
/// <param name="From">Given at this time or later, UTC; null for the beginning.</param>
/// <param name="To">Given before this time, UTC; null for all.</param>
/// <param name="Language">In this language; null for any.</param>
/// <param name="Way">By this way; null for any.</param>
/// <param name="Place">At this place; null for any.</param>
/// <param name="Touchpoint">Posted at this touchpoint; null for any.</param>
/// <param name="Staff">Posted to this staff member; null for any.</param>
/// <param name="Version">Of this version; null for any.</param>
internal sealed record ResultFilter(
    DateTime? From = null, DateTime? To = null, string? Language = null, string? Way = null, string? Place = null, string? Touchpoint = null, string? Staff = null,
    int? Version = null)
{
    /// <summary>Applies it.</summary>
    public IQueryable<IndexedResponse> On(IQueryable<IndexedResponse> responses)
    {
        if (From is { } from) responses = responses.Where(response => response.At >= from);
        if (To is { } to) responses = responses.Where(response => response.At < to);
        if (Language is { } language) responses = responses.Where(response => response.Language == language);
        if (Way is { } way) responses = responses.Where(response => response.Way == way);
        if (Place is { } place) responses = responses.Where(response => response.Place == place);
        if (Touchpoint is { } touchpoint) responses = responses.Where(response => response.Touchpoint == touchpoint);
        if (Staff is { } staff) responses = responses.Where(response => response.Staff == staff);
        if (Version is { } version) responses = responses.Where(response => response.Version == version);
        return responses;
    }
}

/// <summary>
/// What a survey's responses say. All versions are put together by the ids of questions, in the words of the newest draft.
/// Reads at most <see cref="ResponsesMax"/> responses, the newest, and says so. Thread-safe.
/// </summary>
internal sealed class SurveyResults(IDbContextFactory<AppDb> database, SilenceByGrade silence)
{
    /// <summary>Responses counted at most.</summary>
    public const int ResponsesMax = 200_000;

    /// <summary>Texts shown at most.</summary>
    public const int TextsMax = 200;

    // Of those who were asked at more places by more people than this, the smallest groups are left out.
    private const int GroupsMax = 10_000;

    /// <summary>The results.</summary>
    public async Task<SurveyResult> Read(string survey, SurveyDefinition definition, ResultFilter filter, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var tally = new ResponseTally(definition);
        var asked = filter.On(db.SurveyResponses.AsNoTracking().Where(response => response.Survey == survey)).OrderByDescending(response => response.Position);
        await foreach (var response in asked.Take(ResponsesMax).AsAsyncEnumerable().WithCancellation(cancel)) tally.Add(response);
        var all = await filter.On(db.SurveyResponses.Where(response => response.Survey == survey)).CountAsync(cancel);
        var begun = await db.SurveyPartials.CountAsync(partial => partial.Survey == survey, cancel);
        return tally.Result(all, begun, await Asked(db, survey, filter, cancel), await Choices(db, survey, cancel));
    }

    /// <summary>All responses in order, for exports.</summary>
    public async IAsyncEnumerable<IndexedResponse> All(string survey, ResultFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var asked = filter.On(db.SurveyResponses.AsNoTracking().Where(response => response.Survey == survey)).OrderBy(response => response.Position);
        await foreach (var response in asked.AsAsyncEnumerable().WithCancellation(cancel)) yield return response;
    }

    // Who was asked is known of personal links alone; the answers are compared with those who stay silent by what is known of both.
    private async Task<AskedAndAnswered> Asked(AppDb db, string survey, ResultFilter filter, CancellationToken cancel)
    {
        var invitations = db.SurveyInvitations.AsNoTracking().Where(invitation => invitation.Survey == survey);
        if (filter.From is { } from) invitations = invitations.Where(invitation => invitation.CreatedAt >= from);
        if (filter.To is { } to) invitations = invitations.Where(invitation => invitation.CreatedAt < to);
        if (filter.Touchpoint is { } touchpoint) invitations = invitations.Where(invitation => invitation.Touchpoint == touchpoint);
        if (filter.Staff is { } staff) invitations = invitations.Where(invitation => invitation.Staff == staff);
        var groups = await invitations
            .GroupBy(invitation => new { invitation.Touchpoint, invitation.Area, invitation.Staff, Reminded = invitation.Reminders > 0 })
            .Select(group => new { group.Key, Asked = group.Count(), Answered = group.Count(invitation => invitation.AnsweredAt != null) })
            .OrderByDescending(group => group.Asked).Take(GroupsMax).ToListAsync(cancel);
        var by = new List<AskedGroup>();
        foreach (var (dimension, name) in new (string, Func<string?, string?, string?, bool, string?>)[]
        {
            ("touchpoint", (touch, _, _, _) => touch), ("area", (_, area, _, _) => area), ("staff", (_, _, person, _) => person), ("reminded", (_, _, _, reminded) => reminded ? "yes" : "no"),
        })
            by.AddRange(groups.GroupBy(group => name(group.Key.Touchpoint, group.Key.Area, group.Key.Staff, group.Key.Reminded)).Where(group => group.Key is not null)
                .Select(group => new AskedGroup(dimension, group.Key!, group.Sum(part => part.Asked), group.Sum(part => part.Answered)))
                .OrderByDescending(group => group.Asked - group.Answered).Take(20));
        var (fared, heard) = await silence.Of(invitations, cancel);
        by.AddRange(fared);
        return new(groups.Sum(group => group.Asked), groups.Sum(group => group.Answered), [.. by.Where(group => by.Count(other => other.Dimension == group.Dimension) > 1)], heard);
    }

    private static async Task<FilterChoices> Choices(AppDb db, string survey, CancellationToken cancel)
    {
        var responses = db.SurveyResponses.AsNoTracking().Where(response => response.Survey == survey);
        return new(
            await responses.Select(response => response.Language).Distinct().Order().Take(20).ToListAsync(cancel),
            await responses.Select(response => response.Way).Distinct().Order().Take(20).ToListAsync(cancel),
            await responses.Select(response => response.Touchpoint).Distinct().Order().Take(200).ToListAsync(cancel),
            await responses.Where(response => response.Staff != null).Select(response => response.Staff!).Distinct().Order().Take(200).ToListAsync(cancel),
            await (from place in db.SurveyPlaces where place.Survey == survey orderby place.Name select new PlaceChoice(place.Code, place.Name)).Take(200).ToListAsync(cancel),
            await responses.Select(response => response.Version).Distinct().OrderBy(version => version).Take(200).ToListAsync(cancel));
    }
}

/// <summary>What can be chosen in the filters of results.</summary>
internal sealed record FilterChoices(
    IReadOnlyList<string> Languages, IReadOnlyList<string> Ways, IReadOnlyList<string> Touchpoints, IReadOnlyList<string> Staff, IReadOnlyList<PlaceChoice> Places, IReadOnlyList<int> Versions);

/// <summary>A place in a filter.</summary>
internal sealed record PlaceChoice(string Code, string Name);

/// <summary>Customers asked personally, and those who answered.</summary>
/// <param name="Asked">How many were asked.</param>
/// <param name="Answered">How many answered.</param>
/// <param name="Groups">The same by touchpoint, area, staff member, whether they were reminded and how they fared before (<see cref="SilenceByGrade"/>), where there is more than one of them.</param>
/// <param name="History">Whether the history has said how they fared before; else that group is missing.</param>
internal sealed record AskedAndAnswered(int Asked, int Answered, IReadOnlyList<AskedGroup> Groups, HistoryHeard History);

/// <summary>One group of those who were asked.</summary>
internal sealed record AskedGroup(string Dimension, string Name, int Asked, int Answered);

/// <summary>Counts answers. Not thread-safe.</summary>
internal sealed class ResponseTally(SurveyDefinition definition)
{
    private readonly Dictionary<string, int[]> _points = definition.Questions.Where(question => question.Scale is not null)
        .ToDictionary(question => question.Id, question => new int[question.Scale!.Value.High - question.Scale.Value.Low + 1]);
    private readonly Dictionary<string, Dictionary<string, int>> _options = definition.Questions.Where(question => question.IsChoice || question.Type == QuestionType.Consent)
        .ToDictionary(question => question.Id, _ => new Dictionary<string, int>(StringComparer.Ordinal));
    private readonly Dictionary<string, List<SaidText>> _texts = definition.Questions.Where(question => question.Type == QuestionType.Text).ToDictionary(question => question.Id, _ => new List<SaidText>());
    private readonly Dictionary<string, int> _answered = definition.Questions.ToDictionary(question => question.Id, _ => 0);
    private int _responses, _partial;

    /// <summary>Adds a response.</summary>
    public void Add(IndexedResponse response)
    {
        _responses++;
        if (response.Partial) _partial++;
        using var document = JsonDocument.Parse(response.Answers);
        // An answer that the newest draft cannot read (another scale, an option that is gone) is left out of its question.
        foreach (var (id, answer) in AnswerSheet.Read(definition, document.RootElement).Sheet)
        {
            if (answer is null) continue;
            _answered[id]++;
            var question = definition.Questions.First(known => known.Id == id);
            if (answer.Number is { } number) _points[id][number - question.Scale!.Value.Low]++;
            foreach (var option in answer.Options ?? []) _options[id][option] = _options[id].GetValueOrDefault(option) + 1;
            if (answer.Text is { } text && _texts[id].Count < SurveyResults.TextsMax) _texts[id].Add(new(text, response.Position, response.At, response.Language, response.Customer, response.Touchpoint));
        }
    }

    /// <summary>What was counted.</summary>
    public SurveyResult Result(int all, int begun, AskedAndAnswered asked, FilterChoices choices) => new(
        all, _responses, _partial, begun, asked,
        [.. definition.Questions.Select(question => new QuestionResult(
            question, _answered[question.Id], _points.GetValueOrDefault(question.Id), _options.GetValueOrDefault(question.Id), _texts.GetValueOrDefault(question.Id)))],
        choices);
}

/// <summary>What a survey's responses say.</summary>
/// <param name="All">Responses there are under the filter.</param>
/// <param name="Counted">Responses counted: the newest <see cref="SurveyResults.ResponsesMax"/>.</param>
/// <param name="Partial">Of those, how many stopped half way.</param>
/// <param name="Begun">Surveys being answered now, not posted yet.</param>
/// <param name="Asked">Customers asked personally.</param>
/// <param name="Questions">By question.</param>
/// <param name="Choices">What can be filtered by.</param>
internal sealed record SurveyResult(
    int All, int Counted, int Partial, int Begun, AskedAndAnswered Asked, IReadOnlyList<QuestionResult> Questions, FilterChoices Choices);

/// <summary>What was answered to one question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answered">How many answered it.</param>
/// <param name="Points">Of a scale, how many chose each point from its low end up.</param>
/// <param name="Options">Of a choice or consent, how many chose each option.</param>
/// <param name="Texts">Of open text, the newest texts.</param>
internal sealed record QuestionResult(
    SurveyQuestion Question, int Answered, int[]? Points, IReadOnlyDictionary<string, int>? Options, IReadOnlyList<SaidText>? Texts)
{
    /// <summary>The question's score with its interval and bounds; null for a question without a scale.</summary>
    /// <param name="silent">Customers who were asked and did not answer: the bounds say what they might have said.</param>
    public ScaleScore? Score(int silent) => Points is { } points && Answered > 0 ? ScaleScore.Of(Question, points, silent) : null;
}

/// <summary>What somebody wrote.</summary>
internal sealed record SaidText(string Text, long Position, DateTime At, string Language, string? Customer, string Touchpoint);
