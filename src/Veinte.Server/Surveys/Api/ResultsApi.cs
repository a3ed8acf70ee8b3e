using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Server.Api;
using Veinte.Server.Pages.Language;
using Veinte.Server.Pages.Surveys;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Results;
using Veinte.Statistics;

namespace Veinte.Server.Surveys.Api;

/// <summary><c>/surveys/{id}/results</c>: what the page of results shows, for programs.</summary>
internal static class ResultsApi
{
    /// <summary>Where it answers.</summary>
    public static void MapResults(RouteGroupBuilder asking) =>
        asking.MapGet("/{id}/results", Read).ProducesProblem(404).WithName("surveyResults")
            .WithSummary("Distributions, scores with their 95 % intervals, the response rate and who does not answer. What cannot be said now stands under notices, in the language of Accept-Language (es, en).");

    private static async Task<Results<Ok<ResultsView>, ProblemHttpResult>> Read(
        [MaxLength(100)] string id, [AsParameters] ResultsAsked asked, SurveyDesk desk, SurveyResults results, HttpContext http, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is not { } survey || SurveyDocument.Read(survey.Draft).Survey is not { } definition) return SurveysApi.Missing(id);
        if (asked.Unreadable is { } member) return Asked.Bad($"{member}: write the day as 2026-03-01.");
        var filter = asked.Filter;
        var result = await results.Read(id, definition, filter, cancel);
        // Whom a filter of answers leaves out was not silent.
        var silent = filter == new ResultFilter() ? result.Asked.Asked - result.Asked.Answered : 0;
        var words = new ResultsTexts(Asked.Language(http, null) == "es" ? PageLanguage.Spanish : PageLanguage.English);
        return TypedResults.Ok(new ResultsView(
            result.All, result.Counted, result.Partial, result.Begun,
            new(result.Asked.Asked, result.Asked.Answered, result.Asked.Asked == 0 ? null : result.Asked.Answered / (double)result.Asked.Asked, [.. result.Asked.Groups.Select(GroupView.Of)]),
            [.. result.Questions.Select(question => QuestionView.Of(question, silent))],
            words.HistoryUnheard(result.Asked.History) is { } unheard ? [new("silence-by-grade", unheard)] : []));
    }
}

/// <summary>Which responses are counted, as it stands in an address. Days are <c>2026-03-01</c>.</summary>
internal sealed record ResultsAsked
{
    // Properties, for the description of the API cannot read limits of a constructor's parameters.
    [FromQuery(Name = "from"), MaxLength(10)] public string? From { get; init; }
    [FromQuery(Name = "to"), MaxLength(10)] public string? To { get; init; }
    [FromQuery(Name = "language"), MaxLength(20)] public string? Language { get; init; }
    [FromQuery(Name = "way"), MaxLength(20)] public string? Way { get; init; }
    [FromQuery(Name = "place"), MaxLength(100)] public string? Place { get; init; }
    [FromQuery(Name = "touchpoint"), MaxLength(256)] public string? Touchpoint { get; init; }
    [FromQuery(Name = "staff"), MaxLength(256)] public string? Staff { get; init; }
    [FromQuery(Name = "version"), Range(1, int.MaxValue)] public int? Version { get; init; }

    /// <summary>The member that says a day which is none; null when all can be read.</summary>
    public string? Unreadable => !ResultQuery.IsDay(From) ? "from" : !ResultQuery.IsDay(To) ? "to" : null;

    /// <summary>The same as a filter.</summary>
    public ResultFilter Filter => ResultQuery.Read(From, To, Language, Way, Place, Touchpoint, Staff, Version?.ToString(CultureInfo.InvariantCulture));
}

/// <summary>What a survey's responses say.</summary>
/// <param name="Responses">Responses under the filter.</param>
/// <param name="Counted">Of those, how many were counted: the newest 200,000 at most.</param>
/// <param name="Partial">How many of them stopped half way.</param>
/// <param name="Begun">Surveys being answered now.</param>
/// <param name="Asked">Who was asked by personal link.</param>
/// <param name="Questions">By question.</param>
/// <param name="Notices">What is missing in this answer, and why.</param>
internal sealed record ResultsView(
    int Responses, int Counted, int Partial, int Begun, AskedView Asked, IReadOnlyList<QuestionView> Questions, IReadOnlyList<NoticeView> Notices);

/// <summary>Customers who were asked by personal link.</summary>
/// <param name="Asked">How many.</param>
/// <param name="Answered">How many answered.</param>
/// <param name="Rate">Their share; null when nobody was asked.</param>
/// <param name="Groups">The same by <c>touchpoint</c>, <c>area</c>, <c>staff</c>, <c>reminded</c> and <c>grade</c> (how they fared before they were asked: of the last 2,000 asked only).</param>
internal sealed record AskedView(int Asked, int Answered, double? Rate, IReadOnlyList<GroupView> Groups);

/// <summary>One group of those who were asked, with the 95 % interval of its rate (Wilson).</summary>
/// <param name="Dimension">What it is a group by.</param>
/// <param name="Name">Its name in that.</param>
/// <param name="Asked">How many were asked.</param>
/// <param name="Answered">How many answered.</param>
/// <param name="Low">Lower end of the rate.</param>
/// <param name="High">Upper end.</param>
internal sealed record GroupView(string Dimension, string Name, int Asked, int Answered, double Low, double High)
{
    /// <summary>How a group is shown.</summary>
    public static GroupView Of(AskedGroup group)
    {
        var (low, high) = Proportion.Wilson(group.Answered, group.Asked);
        return new(group.Dimension, group.Name, group.Asked, group.Answered, low, high);
    }
}

/// <summary>What was answered to one question.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">What it asks for.</param>
/// <param name="Text">Its words by language.</param>
/// <param name="Answered">How many answered it.</param>
/// <param name="Score">Of a scale, its figure; null before the first answer.</param>
/// <param name="Answers">How often each answer was given: a point of the scale, the id of an option, <c>yes</c> or <c>no</c>. Empty for open text, which stands among the responses.</param>
internal sealed record QuestionView(
    string Id, string Type, IReadOnlyDictionary<string, string> Text, int Answered, ScaleScore? Score, IReadOnlyDictionary<string, int> Answers)
{
    /// <summary>How a result is shown.</summary>
    /// <param name="result">The result.</param>
    /// <param name="silent">Who was asked and did not answer.</param>
    public static QuestionView Of(QuestionResult result, int silent)
    {
        var question = result.Question;
        var answers = result.Points is { } points
            ? points.Select((count, index) => (Answer: (question.Scale!.Value.Low + index).ToString(CultureInfo.InvariantCulture), Count: count)).ToDictionary(point => point.Answer, point => point.Count)
            : question.Options is { } options ? options.ToDictionary(option => option.Id, option => result.Options!.GetValueOrDefault(option.Id))
            : result.Options ?? new Dictionary<string, int>();
        return new(question.Id, question.Type.ToString().ToLowerInvariant(), question.Text ?? new Dictionary<string, string>(), result.Answered, result.Score(silent), answers);
    }
}

/// <summary>Something an answer cannot say now.</summary>
/// <param name="Missing">What: <c>silence-by-grade</c>, who stays silent by how he fared before.</param>
/// <param name="Notice">Why, for people.</param>
internal sealed record NoticeView(string Missing, string Notice);
