using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Pages.Surveys.Answering;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Delivery;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// The addresses customers answer at: <c>/s/{token}</c> for everybody, <c>/r/{signedToken}</c> for one person,
/// <c>/q/{code}</c> printed at a place. Plain pages and forms without cookies. GET and HEAD never record anything: link
/// previews and mail scanners fetch every address they see.
/// </summary>
internal static partial class AnswerEndpoints
{
    /// <summary>Largest form in bytes.</summary>
    public const int FormBytesMax = 64 * 1024;

    private static readonly string[] Looking = ["GET", "HEAD"];

    /// <summary>Where they answer.</summary>
    public static void MapAnswers(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("").AllowAnonymous().RequireRateLimiting(AnswerLimits.Answer).ExcludeFromDescription();
        open.MapMethods("/s/{token}", Looking, ShowLink);
        open.MapPost("/s/{token}", TakeLink);
        open.MapMethods("/r/{token}", Looking, ShowPersonal);
        open.MapPost("/r/{token}", TakePersonal);
        open.MapMethods("/q/{code}", Looking, Lead);
        open.MapMethods("/s/{token}/theme.css", Looking, Theme);
        MapElsewhere(open);
    }

    private static async Task<IResult> ShowLink(string token, HttpContext http, AnswerDesk desk, CancellationToken cancel) =>
        await Show(http, new(http, $"/s/{token}", await OpenLink(token, http, desk, cancel)), desk, cancel);

    private static async Task<IResult> TakeLink(string token, HttpContext http, AnswerDesk desk, CancellationToken cancel) =>
        await Take(http, new(http, $"/s/{token}", await OpenLink(token, http, desk, cancel)), desk, cancel);

    private static async Task<IResult> ShowPersonal(string token, HttpContext http, AnswerDesk desk, CancellationToken cancel) =>
        await Show(http, new(http, $"/r/{token}", await desk.OpenPersonal(token, http.Request.Query.ContainsKey("s"), cancel)), desk, cancel);

    private static async Task<IResult> TakePersonal(string token, HttpContext http, AnswerDesk desk, CancellationToken cancel) =>
        await Take(http, new(http, $"/r/{token}", await desk.OpenPersonal(token, http.Request.Query.ContainsKey("s"), cancel)), desk, cancel);

    private static Task<AnswerDoor> OpenLink(string token, HttpContext http, AnswerDesk desk, CancellationToken cancel) =>
        desk.OpenLink(token, http.Request.Query["place"] is [{ Length: > 0 and <= 40 } place] ? place : null, http.Request.Query["embed"] == "1", cancel);

    // What is printed must lead somewhere else tomorrow if need be: never a permanent redirect.
    private static async Task<IResult> Lead(string code, HttpContext http, AnswerDesk desk, CancellationToken cancel)
    {
        if (code.Length <= 40 && await desk.TokenOfPlace(code, cancel) is { } token)
        {
            AnswerHeaders.Set(http, embedded: false);
            return TypedResults.LocalRedirect($"/s/{token}?place={Uri.EscapeDataString(code)}");
        }
        return Message(http, new(http, $"/q/{code}", AnswerDoor.Nowhere), DoorState.Unknown);
    }

    private static async Task<IResult> Theme(string token, HttpContext http, AnswerDesk desk, CancellationToken cancel)
    {
        AnswerHeaders.Set(http, embedded: false);
        var door = await desk.OpenLink(token, null, embedded: false, cancel);
        return door.Definition?.Theme is { } theme
            ? TypedResults.Text($":root {{ color-scheme: only light; --answer-paper: {theme.Paper}; --answer-ink: {theme.Ink}; --answer-accent: {theme.Accent}; --answer-accent-ink: {theme.AccentInk}; --answer-fault: {theme.Ink}; }}", "text/css; charset=utf-8")
            : TypedResults.NotFound();
    }

    private static async Task<IResult> Show(HttpContext http, AnswerVisit visit, AnswerDesk desk, CancellationToken cancel)
    {
        var response = visit.ResponseOf(http.Request.Query["r"]);
        if (response is not null && visit.Door is { Definition: not null, State: not DoorState.Answered } && await desk.IsRecorded(response, cancel)) return Thank(http, visit);
        if (visit.Door is { State: DoorState.Answered } && http.Request.Query.ContainsKey("done")) return Thank(http, visit);
        if (visit.Door.State != DoorState.Open) return Message(http, visit, visit.Door.State);
        var begun = response is null ? null : await desk.Partial(visit.Door, response, cancel);
        return Ask(http, visit, begun?.Definition ?? visit.Door.Definition!, begun?.Sheet ?? [], response ?? SurveyTokens.Secret(), begun?.Stored.Language, http.Request.Query["q"], null);
    }

    private static async Task<IResult> Take(HttpContext http, AnswerVisit visit, AnswerDesk desk, CancellationToken cancel)
    {
        IFormCollection form;
        try
        {
            var most = visit.Door.Definition?.OnePage == true ? PageBytesMax : FormBytesMax;
            if (http.Request.ContentLength > most) return TooLarge(http, visit);
            http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = most;
            if (!http.Request.HasFormContentType) return Message(http, visit, DoorState.Unknown);
            form = await http.Request.ReadFormAsync(cancel);
        }
        catch (Exception broken) when (broken is BadHttpRequestException or InvalidDataException)
        {
            return TooLarge(http, visit);
        }
        visit = visit with { Asked = form["lang"] };
        if (visit.Door.State == DoorState.Answered) return visit.Onward(null);
        if (visit.Door.State != DoorState.Open) return Message(http, visit, visit.Door.State);
        if (visit.ResponseOf(form["r"]) is not { } response) return visit.Onward(null);
        if (form.ContainsKey("shown")) return await TakePage(http, visit, response, form, desk, cancel);
        var values = form.ContainsKey("skip") ? default : form["a"];
        var language = visit.Language(visit.Door.Definition!, null);
        var taken = await desk.Step(visit.Door, response, language, form["q"].ToString(), values, cancel);
        switch (taken.State)
        {
            case StepState.Next or StepState.Stale or StepState.Finished or StepState.Recorded:
                return visit.Onward(response);
            case StepState.Busy:
                return Busy(http, visit, language);
            default:
                var begun = await desk.Partial(visit.Door, response, cancel);
                return Ask(http, visit, begun?.Definition ?? visit.Door.Definition!, begun?.Sheet ?? [], response, language, taken.Question!.Id, new(taken.Fault, values.ToString()));
        }
    }

    private static IResult Ask(
        HttpContext http, AnswerVisit visit, SurveyDefinition definition, AnswerSheet sheet, string response, string? chosen, string? questionId, Rejected? rejected)
    {
        var language = visit.Language(definition, chosen);
        var words = AnswerWords.In(language);
        var (passed, next) = SurveyFlow.Walk(definition, sheet);
        var clicked = visit.Clicked(definition);
        if (definition.OnePage && clicked is null && rejected is null) return AskAll(http, visit, definition, sheet, response, language, WrongPage.Nothing);
        var question = clicked is not null ? definition.Questions[0] : passed.FirstOrDefault(earlier => earlier.Id == questionId) ?? next ?? definition.Questions[0];
        var before = passed.TakeWhile(earlier => earlier.Id != question.Id).LastOrDefault();
        var asked = QuestionView.Of(question, definition, language, visit.Piped(definition, sheet, language));
        if (clicked is { } score) asked = asked with { Chosen = new() { Number = score } };
        if (rejected is { } wrong) asked = asked with { Fault = words.Faults[wrong.Fault], Rejected = wrong.Text };
        var begun = sheet.Count > 0;
        return Page(http, visit, visit.View(language) with
        {
            Title = Piping.Fill(SurveyWords.In(definition.Title, definition, language), visit.Piped(definition, sheet, language)),
            Intro = begun ? "" : Piping.Fill(SurveyWords.In(definition.Intro, definition, language), visit.Piped(definition, sheet, language)),
            Question = asked,
            Action = visit.Address(null, clicked, null, null),
            Response = response,
            Back = before is null ? null : visit.Address(response, null, before.Id, language),
            Progress = definition.Questions.Count > 1 ? SurveyFlow.Progress(definition, sheet) : null,
            Languages = [.. definition.Languages.Select(tag => (tag, visit.Address(begun ? response : null, clicked, begun ? question.Id : null, tag)))],
            Confirm = clicked is not null,
            Anonymous = definition.Anonymous,
        }, rejected is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Thank(HttpContext http, AnswerVisit visit)
    {
        var definition = visit.Door.Definition!;
        var language = visit.Language(definition, null);
        var words = AnswerWords.In(language);
        var thanks = Piping.Fill(SurveyWords.In(definition.Thanks, definition, language), visit.Piped(definition, [], language));
        return Page(http, visit, visit.View(language) with
        {
            Title = Piping.Fill(SurveyWords.In(definition.Title, definition, language), visit.Piped(definition, [], language)),
            Heading = words.Thanks,
            Text = thanks.Length > 0 ? thanks : words.ThanksMore,
            Finished = true,
        }, StatusCodes.Status200OK);
    }

    private static IResult Message(HttpContext http, AnswerVisit visit, DoorState state)
    {
        var language = visit.Door.Definition is { } definition ? visit.Language(definition, null) : visit.AnyLanguage();
        var (title, text) = AnswerWords.In(language).Doors[state];
        var status = state switch
        {
            DoorState.Unknown or DoorState.NotLive => StatusCodes.Status404NotFound,
            DoorState.Expired or DoorState.Closed => StatusCodes.Status410Gone,
            _ => StatusCodes.Status200OK,
        };
        return Page(http, visit, visit.View(language) with { Heading = title, Text = text }, status);
    }

    private static IResult TooLarge(HttpContext http, AnswerVisit visit)
    {
        var language = visit.Door.Definition is { } definition ? visit.Language(definition, null) : visit.AnyLanguage();
        var (title, text) = AnswerWords.In(language).TooLarge;
        return Page(http, visit, visit.View(language) with { Heading = title, Text = text }, StatusCodes.Status413PayloadTooLarge);
    }

    private static IResult Busy(HttpContext http, AnswerVisit visit, string language) =>
        Page(http, visit, visit.View(language) with { Heading = AnswerWords.In(language).Busy.Title, Text = AnswerWords.In(language).Busy.Text }, StatusCodes.Status503ServiceUnavailable);

    private static RazorComponentResult<AnswerPage> Page(HttpContext http, AnswerVisit visit, AnswerView view, int status)
    {
        AnswerHeaders.Set(http, visit.Embedded);
        return new RazorComponentResult<AnswerPage>(new Dictionary<string, object?> { ["View"] = view }) { StatusCode = status };
    }

    /// <summary>An answer that could not be taken.</summary>
    private sealed record Rejected(AnswerFault Fault, string Text);
}
