using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Api;

/// <summary><c>/surveys</c>: what is asked, where, and what was answered.</summary>
internal static class SurveysApi
{
    /// <summary>Where it answers.</summary>
    /// <param name="api">Without a right yet.</param>
    /// <param name="read">For whoever may read.</param>
    /// <param name="decide">For whoever may decide.</param>
    public static void MapSurveys(RouteGroupBuilder api, RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        var asking = read.MapGroup("/surveys").WithTags("Surveys");
        var deciding = decide.MapGroup("/surveys").WithTags("Surveys");
        asking.MapGet("", List).WithName("surveys").WithSummary("Surveys, the last changed first, with their state and number of responses.");
        asking.MapGet("/templates", Templates).WithName("surveyTemplates").WithSummary("Surveys ready to begin with.");
        asking.MapGet("/{id}", One).ProducesProblem(404).WithName("survey").WithSummary("A survey with its document and what is still missing in it.");
        deciding.MapPost("", Create).WithName("createSurvey").WithSummary("Makes a survey as a draft, from its document or {\"template\": id}. A document that goes round in circles is refused.");
        deciding.MapPost("/check", Check).WithName("checkSurvey").WithSummary("Says what is wrong with a document. Changes nothing.");
        deciding.MapPut("/{id}", Save).ProducesProblem(404).ProducesProblem(409).WithName("saveSurvey").WithSummary("Keeps a changed draft; what is live stays as it is.");
        deciding.MapPost("/{id}/publish", Publish).ProducesProblem(404).WithName("publishSurvey").WithSummary("Lets the draft go live as the next version.");
        deciding.MapPost("/{id}/close", Close).ProducesProblem(404).WithName("closeSurvey").WithSummary("Takes no more answers.");
        deciding.MapDelete("/{id}", Delete).ProducesProblem(404).ProducesProblem(409).WithName("deleteSurvey").WithSummary("Deletes a survey nobody has answered.");
        DeliveryApi.MapDelivery(asking, deciding);
        ResponsesApi.MapResponses(api, asking);
        ResultsApi.MapResults(asking);
    }

    private static async Task<Ok<Listing<SurveyView>>> List(SurveyDesk desk, CancellationToken cancel) =>
        TypedResults.Ok(new Listing<SurveyView>([.. (await desk.List(cancel)).Select(summary => SurveyView.Of(summary.Survey, summary.Responses))]));

    private static Ok<Listing<TemplateView>> Templates() => TypedResults.Ok(new Listing<TemplateView>(
        [.. SurveyTemplates.All.Select(template => new TemplateView(template.Id, template.Name, template.Moment, Json(template.Survey)))]));

    private static async Task<Results<Ok<SurveyDetail>, ProblemHttpResult>> One([MaxLength(100)] string id, SurveyDesk desk, HttpContext http, CancellationToken cancel) =>
        await desk.Find(id, cancel) is { } survey ? TypedResults.Ok(Detail(survey, http)) : Missing(id);

    private static async Task<Results<Created<SurveyDetail>, ProblemHttpResult>> Create(
        JsonElement? document, SurveyDesk desk, ClaimsPrincipal user, HttpContext http, CancellationToken cancel)
    {
        SurveyDefinition? definition;
        if (document is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("template", out var named))
        {
            var id = named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            definition = SurveyTemplates.All.FirstOrDefault(template => template.Id == id)?.Survey;
            if (definition is null) return Asked.Bad($"There is no template '{SurveyCheck.Cut(id)}'. See /api/v1/surveys/templates.");
        }
        else
        {
            (definition, var problem) = SurveyDocument.Read(document.GetValueOrDefault());
            if (definition is null) return Refused([problem!], http);
        }
        var changed = await desk.Create(definition, Rights.AuthorOf(user), cancel);
        return changed.Change switch
        {
            SurveyChange.Done => TypedResults.Created($"/api/v1/surveys/{changed.Survey!.Id}", Detail(changed.Survey, http)),
            SurveyChange.TooMany => Asked.Conflict($"There are {SurveyDesk.SurveysMax} surveys already. Delete some nobody has answered."),
            _ => Refused(changed.Problems, http),
        };
    }

    private static Ok<Listing<SurveyProblemView>> Check(JsonElement? document, HttpContext http)
    {
        var (definition, problem) = SurveyDocument.Read(document.GetValueOrDefault());
        return TypedResults.Ok(new Listing<SurveyProblemView>(Views(definition is null ? [problem!] : SurveyCheck.Problems(definition), http)));
    }

    private static async Task<Results<Ok<SurveyDetail>, ProblemHttpResult>> Save(
        [MaxLength(100)] string id, JsonElement? document, int? revision, SurveyDesk desk, HttpContext http, CancellationToken cancel)
    {
        var (definition, problem) = SurveyDocument.Read(document.GetValueOrDefault());
        return definition is null ? Refused([problem!], http) : Answer(id, await desk.Save(id, definition, revision, cancel), http);
    }

    private static async Task<Results<Ok<SurveyDetail>, ProblemHttpResult>> Publish(
        [MaxLength(100)] string id, SurveyDesk desk, ClaimsPrincipal user, HttpContext http, CancellationToken cancel) =>
        Answer(id, await desk.Publish(id, Rights.AuthorOf(user), cancel), http);

    private static async Task<Results<Ok<SurveyDetail>, ProblemHttpResult>> Close([MaxLength(100)] string id, SurveyDesk desk, HttpContext http, CancellationToken cancel) =>
        Answer(id, await desk.Close(id, cancel), http);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete([MaxLength(100)] string id, SurveyDesk desk, CancellationToken cancel) =>
        (await desk.Delete(id, cancel)).Change switch
        {
            SurveyChange.Done => TypedResults.NoContent(),
            SurveyChange.InUse => Asked.Conflict("This survey has responses or invitations. Close it instead; responses are never thrown away."),
            _ => Missing(id),
        };

    private static Results<Ok<SurveyDetail>, ProblemHttpResult> Answer(string id, SurveyChanged changed, HttpContext http) => changed.Change switch
    {
        SurveyChange.Done => TypedResults.Ok(Detail(changed.Survey!, http)),
        SurveyChange.Outdated => Asked.Conflict($"Somebody else has changed this survey: it is at revision {changed.Survey!.Revision}. Read it again and repeat your change."),
        SurveyChange.Missing or SurveyChange.InUse or SurveyChange.TooMany => Missing(id),
        SurveyChange.Refused => Refused(changed.Problems, http),
    };

    /// <summary>The answer to a question about a survey that is not there.</summary>
    internal static ProblemHttpResult Missing(string id) => Asked.Missing($"There is no survey '{SurveyCheck.Cut(id)}'. See /api/v1/surveys.");

    /// <summary>The answer to a document with faults: each with its path, a code and what to do.</summary>
    internal static ProblemHttpResult Refused(IReadOnlyList<SurveyProblem> problems, HttpContext http)
    {
        var views = Views(problems, http);
        return TypedResults.Problem(
            string.Join(' ', views.Take(3).Select(problem => problem.Path.Length == 0 ? problem.Problem : $"{problem.Path}: {problem.Problem}")),
            statusCode: StatusCodes.Status400BadRequest, title: "The survey cannot be kept like this", extensions: new Dictionary<string, object?> { ["errors"] = views });
    }

    private static SurveyProblemView[] Views(IReadOnlyList<SurveyProblem> problems, HttpContext http)
    {
        var language = Asked.Language(http, http.Request.Query["language"]);
        return [.. problems.Select(problem => new SurveyProblemView(problem.Path, problem.Code, problem.In(language), problem.BeforeLive))];
    }

    private static SurveyDetail Detail(StoredSurvey survey, HttpContext http)
    {
        var definition = SurveyDocument.Read(survey.Draft).Survey!;
        return new(
            survey.Id, survey.Name, survey.State, survey.Version, survey.Revision, $"/s/{survey.Token}", Json(definition), Views(SurveyCheck.Problems(definition), http),
            SurveyView.Utc(survey.ChangedAt), survey.CreatedBy);
    }

    private static JsonElement Json(SurveyDefinition survey)
    {
        using var document = JsonDocument.Parse(SurveyDocument.Write(survey));
        return document.RootElement.Clone();
    }
}

/// <summary>A survey in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="State"><c>draft</c>, <c>live</c> or <c>closed</c>.</param>
/// <param name="Version">The version in force; 0 before it first went live.</param>
/// <param name="Responses">How many responses it has.</param>
/// <param name="Link">Path of its public link.</param>
/// <param name="ChangedAt">When it was last changed.</param>
internal sealed record SurveyView(string Id, string Name, string State, int Version, int Responses, string Link, DateTimeOffset ChangedAt)
{
    /// <summary>How a stored survey is shown.</summary>
    public static SurveyView Of(StoredSurvey survey, int responses) =>
        new(survey.Id, survey.Name, survey.State, survey.Version, responses, $"/s/{survey.Token}", Utc(survey.ChangedAt));

    /// <summary>A stored time.</summary>
    public static DateTimeOffset Utc(DateTime stored) => new(DateTime.SpecifyKind(stored, DateTimeKind.Utc));
}

/// <summary>A survey with its document.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="State"><c>draft</c>, <c>live</c> or <c>closed</c>.</param>
/// <param name="Version">The version in force.</param>
/// <param name="Revision">Counts up with every change; send it back with the next one.</param>
/// <param name="Link">Path of its public link.</param>
/// <param name="Definition">The draft's document.</param>
/// <param name="Problems">What keeps it from going live.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="CreatedBy">Who made it.</param>
internal sealed record SurveyDetail(
    string Id, string Name, string State, int Version, int Revision, string Link, JsonElement Definition, IReadOnlyList<SurveyProblemView> Problems,
    DateTimeOffset ChangedAt, string CreatedBy);

/// <summary>One thing that is wrong with a document.</summary>
/// <param name="Path">Where, such as <c>questions[2].next[0].go</c>.</param>
/// <param name="Code">A word for programs.</param>
/// <param name="Problem">For people: what is wrong and what to do.</param>
/// <param name="OnlyBeforeLive">Whether a draft may be kept with it.</param>
internal sealed record SurveyProblemView(string Path, string Code, string Problem, bool OnlyBeforeLive);

/// <summary>A survey to begin with.</summary>
internal sealed record TemplateView(string Id, IReadOnlyDictionary<string, string> Name, IReadOnlyDictionary<string, string> Moment, JsonElement Definition);
