using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Server.Access;
using Veinte.Server.Pages.Language;
using Veinte.Server.Pages.Surveys.Answering;
using Veinte.Server.Surveys;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Results;

namespace Veinte.Server.Pages.Surveys;

/// <summary>Where the forms of the pages of surveys post, and the preview beside the editor.</summary>
internal static class SurveyActions
{
    private const int ProblemMax = 300;

    /// <summary>Where they answer.</summary>
    public static void MapSurveyActions(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/surveys").RequireAuthorization(Rights.Admin).ExcludeFromDescription();
        admin.MapPost("/create", Create);
        admin.MapPost("/preview", Preview).DisableAntiforgery();
        admin.MapPost("/{id}/publish", Publish);
        admin.MapPost("/{id}/close", Close);
        admin.MapPost("/{id}/delete", Delete);
        routes.MapGet("/surveys/{id}/survey.json", Export).RequireAuthorization(Rights.Read).ExcludeFromDescription();
        routes.MapResponseFiles();
        DeliveryActions.Map(admin);
    }

    private static async Task<RedirectHttpResult> Create(
        [FromForm] string? template, [FromForm] string? document, SurveyDesk desk, ClaimsPrincipal user, HttpContext http, CancellationToken cancel)
    {
        var language = http.RequestServices.GetRequiredService<Visitor>().Language.Tag();
        SurveyDefinition? definition;
        if (!string.IsNullOrWhiteSpace(document))
        {
            (definition, var problem) = SurveyDocument.Read(document);
            if (definition is null) return Told(problem!.In(language));
        }
        else definition = SurveyTemplates.Find(template)?.For(language) ?? Blank(language);
        var changed = await desk.Create(definition, Rights.AuthorOf(user), cancel);
        return changed.Change switch
        {
            SurveyChange.Done => TypedResults.LocalRedirect($"/surveys/{changed.Survey!.Id}?said=created"),
            SurveyChange.TooMany => TypedResults.LocalRedirect("/surveys/new?said=many"),
            _ => Told(string.Join(' ', changed.Problems.Take(3).Select(problem => $"{problem.Path}: {problem.In(language)}"))),
        };
    }

    private static RedirectHttpResult Told(string problem) =>
        TypedResults.LocalRedirect("/surveys/new" + QueryString.Create("problem", problem.Length > ProblemMax ? problem[..ProblemMax] + "…" : problem));

    private static SurveyDefinition Blank(string language) => new()
    {
        Name = language == "en" ? "New survey" : "Encuesta nueva",
        Languages = language == "en" ? ["en", "es"] : ["es", "en"],
        Title = new Dictionary<string, string> { ["es"] = "Su opinión", ["en"] = "Your opinion" },
        Questions =
        [
            new()
            {
                Id = "satisfaction", Type = QuestionType.Csat, Required = true,
                Text = new Dictionary<string, string> { ["es"] = "¿Cómo le fue?", ["en"] = "How did it go?" },
                Low = new Dictionary<string, string> { ["es"] = "Muy mal", ["en"] = "Very bad" }, High = new Dictionary<string, string> { ["es"] = "Muy bien", ["en"] = "Very good" },
            },
        ],
        Records = new() { Touchpoint = language == "en" ? "Survey" : "Encuesta" },
    };

    private static async Task<RedirectHttpResult> Publish(string id, SurveyDesk desk, ClaimsPrincipal user, CancellationToken cancel) =>
        (await desk.Publish(id, Rights.AuthorOf(user), cancel)).Change == SurveyChange.Done
            ? TypedResults.LocalRedirect($"/surveys/{Uri.EscapeDataString(id)}/deliver?said=published")
            : TypedResults.LocalRedirect($"/surveys/{Uri.EscapeDataString(id)}?said=problems");

    private static async Task<RedirectHttpResult> Close(string id, SurveyDesk desk, CancellationToken cancel)
    {
        await desk.Close(id, cancel);
        return TypedResults.LocalRedirect($"/surveys/{Uri.EscapeDataString(id)}?said=closed");
    }

    private static async Task<RedirectHttpResult> Delete(string id, SurveyDesk desk, CancellationToken cancel) =>
        (await desk.Delete(id, cancel)).Change == SurveyChange.InUse
            ? TypedResults.LocalRedirect($"/surveys/{Uri.EscapeDataString(id)}?said=in-use")
            : TypedResults.LocalRedirect("/surveys?said=deleted");

    private static async Task<Results<FileContentHttpResult, NotFound>> Export(string id, SurveyDesk desk, CancellationToken cancel) =>
        await desk.Find(id, cancel) is { } survey && SurveyDocument.Read(survey.Draft).Survey is { } definition
            ? TypedResults.File(System.Text.Encoding.UTF8.GetBytes(SurveyDocument.WriteIndented(definition)), "application/json", $"survey-{survey.Id}.json")
            : TypedResults.NotFound();

    /// <summary>The question that is due, drawn as whoever answers gets it: nothing is kept of it.</summary>
    private static IResult Preview(PreviewRequest request)
    {
        var (definition, _) = SurveyDocument.Read(request.Definition.GetRawText());
        if (definition is null || SurveyCheck.Problems(definition).Any(problem => !problem.BeforeLive)) return TypedResults.NoContent();
        var language = SurveyWords.Choose(definition, request.Language, null);
        var sheet = AnswerSheet.Read(definition, request.Answers).Sheet;
        var next = SurveyFlow.Walk(definition, sheet).Next;
        var piped = new PipedWords(definition, language, sheet, language == "en" ? "Grace" : "Ana", definition.Records.Touchpoint, null, definition.Records.Staff);
        var words = AnswerWords.In(language);
        if (definition.OnePage) next = request.Sent ? null : definition.Questions[0];
        var thanks = Piping.Fill(SurveyWords.In(definition.Thanks, definition, language), piped);
        return new RazorComponentResult<AnswerPreview>(new Dictionary<string, object?>
        {
            ["View"] = new AnswerView
            {
                Language = language, Words = words, Title = Piping.Fill(SurveyWords.In(definition.Title, definition, language), piped),
                Intro = sheet.Count > 0 && !definition.OnePage ? "" : Piping.Fill(SurveyWords.In(definition.Intro, definition, language), piped),
                All = definition.OnePage && next is not null ? AnswerEndpoints.PageOf(definition, sheet, language, piped, words, AnswerEndpoints.WrongPage.Nothing) : [],
                Question = next is null || definition.OnePage ? null : QuestionView.Of(next, definition, language, piped),
                Heading = next is null ? words.Thanks : null, Text = thanks.Length > 0 ? thanks : words.ThanksMore, Finished = next is null,
                Progress = definition.Questions.Count > 1 && !definition.OnePage ? SurveyFlow.Progress(definition, sheet) : null,
            },
        });
    }
}

/// <summary>Asks for a preview.</summary>
/// <param name="Definition">The survey's document.</param>
/// <param name="Answers">Answers so far.</param>
/// <param name="Language">In which language.</param>
/// <param name="Sent">Whether the one page of a survey was sent.</param>
internal sealed record PreviewRequest(JsonElement Definition, JsonElement Answers, string? Language = null, bool Sent = false);
