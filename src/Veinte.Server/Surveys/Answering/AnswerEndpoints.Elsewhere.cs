using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Pages.Surveys.Answering;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Delivery;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// Answers filled elsewhere than on our page: by the widget on other sites (any origin, no cookies, no credentials) and by
/// kiosks, which may have been without network for days.
/// </summary>
internal static partial class AnswerEndpoints
{
    private const string CorsAge = "86400";

    private static void MapElsewhere(IEndpointRouteBuilder open)
    {
        open.MapMethods("/s/{token}/form", Looking, FormOfLink);
        open.MapPost("/s/{token}/responses", TakeFromLink);
        open.MapMethods("/s/{token}/responses", ["OPTIONS"], Preflight);
        open.MapMethods("/k/{device}", Looking, ShowKiosk);
        open.MapMethods("/k/{device}/form", Looking, FormOfDevice);
        open.MapMethods("/k/sw.js", Looking, KioskWorker);
        open.MapPost("/k/{device}/responses", TakeFromDevice).RequireRateLimiting(AnswerLimits.Device);
    }

    private static async Task<IResult> FormOfLink(string token, string? user, HttpContext http, AnswerDesk desk, AskingRules rules, CancellationToken cancel)
    {
        AllowOrigins(http);
        var door = await OpenLink(token, http, desk, cancel);
        // Whoever was asked a short while ago is not asked again by a box that opens by itself.
        if (door is { State: DoorState.Open, Definition: { Anonymous: false } definition } && user is { Length: > 0 and <= 200 }
            && await rules.WhyNot(door.Survey!.Id, definition, user, cancel) is not null)
            return TypedResults.NoContent();
        return Form(http, door);
    }

    private static async Task<IResult> FormOfDevice(string device, HttpContext http, AnswerDesk desk, CancellationToken cancel) =>
        Form(http, await desk.OpenDevice(device, cancel));

    private static IResult Form(HttpContext http, AnswerDoor door)
    {
        AnswerHeaders.Set(http, embedded: false);
        if (door is not { State: DoorState.Open, Definition: { } definition }) return Refusal(door.State);
        return TypedResults.Json(
            new AnswerForm(
                door.Survey!.Id, door.Survey.Version, definition.Languages, definition.Title, definition.Intro, definition.Thanks, definition.Questions,
                definition.Languages.ToDictionary(language => language, language => FormWords.Of(AnswerWords.In(language))), definition.Theme, definition.Anonymous,
                new(door.Touchpoint(definition), door.Place?.Name, door.Staff(definition))),
            AnswerJson.Wire.AnswerForm);
    }

    private static async Task<IResult> TakeFromLink(string token, HttpContext http, AnswerDesk desk, Access.ApiKeys keys, CancellationToken cancel)
    {
        AllowOrigins(http);
        return await TakeJson(http, await OpenLink(token, http, desk, cancel) is { Way: AnswerWay.Link } door ? door with { Way = AnswerWay.Widget } : await OpenLink(token, http, desk, cancel), desk, keys, cancel);
    }

    private static async Task<IResult> TakeFromDevice(string device, HttpContext http, AnswerDesk desk, CancellationToken cancel) =>
        await TakeJson(http, await desk.OpenDevice(device, cancel), desk, null, cancel);

    private static async Task<IResult> TakeJson(HttpContext http, AnswerDoor door, AnswerDesk desk, Access.ApiKeys? keys, CancellationToken cancel)
    {
        AnswerHeaders.Set(http, embedded: false);
        AnswerPost? post;
        try
        {
            if (http.Request.ContentLength > FormBytesMax) return Problem("The answers are larger than 64 KB and were not kept.", StatusCodes.Status413PayloadTooLarge);
            http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = FormBytesMax;
            post = await JsonSerializer.DeserializeAsync(http.Request.Body, AnswerJson.Wire.AnswerPost, cancel);
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problem("The answers are larger than 64 KB and were not kept.", StatusCodes.Status413PayloadTooLarge);
        }
        catch (JsonException)
        {
            post = null;
        }
        if (post is null || !SurveyTokens.IsResponseId(post.Id) || post.Answers.ValueKind != JsonValueKind.Object)
            return Problem("Send {\"id\": 16 to 64 letters, digits or hyphens, \"answers\": {\"question\": answer}, \"language\"?, \"version\"?, \"partial\"?, \"at\"?}.", StatusCodes.Status400BadRequest);
        // What was given while it was open counts, however late the network brought it.
        if (door.State is not DoorState.Open && !(door is { Way: AnswerWay.Kiosk, Definition: not null } && door.State is DoorState.Closed or DoorState.Full)) return Refusal(door.State);
        // Only a page that has a write key may say who its visitor is, as with every event it sends.
        var named = post.User is { Length: > 0 and <= 200 } user && post.Key is { } secret && keys?.Find(secret) is { Enabled: true } key && key.Scope != Access.ApiScope.Read ? user : null;
        var taken = await desk.Whole(door, new(post.Id, post.Version, post.Language, post.Answers, post.Partial, post.At, named), cancel);
        return Answer(door, post.Id, post.Language, taken);
    }

    /// <summary>The answer to a survey that was filled elsewhere.</summary>
    internal static IResult Answer(AnswerDoor door, string id, string? language, WholeTaken taken)
    {
        if (taken.Faults.Count == 0) return TypedResults.Json(new AnswerRecorded(id, taken.Again ? "already-recorded" : "recorded"), AnswerJson.Wire.AnswerRecorded);
        var words = AnswerWords.In(SurveyWords.Choose(door.Definition!, language, "en"));
        AnswerError[] errors = [.. taken.Faults.Select(fault => new AnswerError(fault.Question, words.Faults[fault.Fault]))];
        return TypedResults.Problem(
            string.Join(' ', errors.Take(5).Select(error => $"{error.Question}: {error.Problem}")), statusCode: StatusCodes.Status400BadRequest,
            title: "Answers cannot be taken", extensions: new Dictionary<string, object?> { ["errors"] = errors });
    }

    private static async Task<IResult> ShowKiosk(string device, HttpContext http, AnswerDesk desk, CancellationToken cancel)
    {
        var door = await desk.OpenDevice(device, cancel);
        var visit = new AnswerVisit(http, $"/k/{device}", door);
        if (door.State == DoorState.Unknown) return Message(http, visit, door.State);
        AnswerHeaders.Set(http, embedded: false);
        var language = door.Definition is { } definition ? visit.Language(definition, null) : visit.AnyLanguage();
        return new RazorComponentResult<KioskPage>(new Dictionary<string, object?>
        {
            ["Language"] = language,
            ["Device"] = device,
            ["Place"] = door.Place!.Name,
            ["Theme"] = visit.View(language).Theme,
        });
    }

    // The worker of kiosks keeps their pages for hours without network; its scope is the kiosks and nothing else.
    private static IResult KioskWorker(HttpContext http, IWebHostEnvironment environment)
    {
        AnswerHeaders.Set(http, embedded: false);
        return TypedResults.Stream(environment.WebRootFileProvider.GetFileInfo("js/offline-worker.js").CreateReadStream(), "text/javascript; charset=utf-8");
    }

    private static IResult Preflight(HttpContext http)
    {
        AllowOrigins(http);
        http.Response.Headers.AccessControlAllowMethods = "GET, POST";
        http.Response.Headers.AccessControlAllowHeaders = "content-type";
        http.Response.Headers.AccessControlMaxAge = CorsAge;
        return TypedResults.NoContent();
    }

    private static void AllowOrigins(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    private static ProblemHttpResult Refusal(DoorState state) => state switch
    {
        DoorState.Expired => Problem("This link has expired.", StatusCodes.Status410Gone),
        DoorState.NotLive => Problem("This survey is not live yet.", StatusCodes.Status404NotFound),
        DoorState.Closed => Problem("This survey has closed.", StatusCodes.Status410Gone),
        DoorState.Answered => Problem("By this link somebody has answered already.", StatusCodes.Status409Conflict),
        DoorState.Full => Problem("This survey has all the responses it wanted.", StatusCodes.Status410Gone),
        DoorState.Open or DoorState.Unknown => Problem("There is no survey at this address.", StatusCodes.Status404NotFound),
    };

    private static ProblemHttpResult Problem(string detail, int status) => TypedResults.Problem(detail, statusCode: status, title: "Answers cannot be taken");
}

/// <summary>A survey as whoever shows it elsewhere needs it.</summary>
internal sealed record AnswerForm(
    string Survey, int Version, IReadOnlyList<string> Languages, IReadOnlyDictionary<string, string> Title, IReadOnlyDictionary<string, string>? Intro,
    IReadOnlyDictionary<string, string>? Thanks, IReadOnlyList<SurveyQuestion> Questions, IReadOnlyDictionary<string, FormWords> Words, SurveyTheme? Theme,
    bool Anonymous, FormPiped Piped);

/// <summary>What may be put into texts.</summary>
internal sealed record FormPiped(string Touchpoint, string? Place, string? Staff);

/// <summary>What stands around the questions, see <see cref="AnswerWords"/>.</summary>
internal sealed record FormWords(
    string Next, string Send, string Skip, string Optional, string Language, string Thanks, string ThanksMore, string ChooseAny, string Yes, string No, string Again,
    string Waiting, string Close, string Missing, string Back)
{
    /// <summary>The words of a language.</summary>
    public static FormWords Of(AnswerWords words) => new(
        words.Next, words.Send, words.Skip, words.Optional, words.Language, words.Thanks, words.ThanksMore, words.ChooseAny, words.Yes, words.No, words.Again,
        words.Waiting, words.Close, words.Faults[AnswerFault.Missing], words.Back);
}

/// <summary>Answers as they are posted.</summary>
/// <param name="Id">Id of the response, chosen by the sender; the same one is recorded once.</param>
/// <param name="Answers">Answers by question id.</param>
/// <param name="Language">In which language.</param>
/// <param name="Version">Version that was filled.</param>
/// <param name="Partial">Whether somebody stopped half way.</param>
/// <param name="At">When, by the device's clock.</param>
/// <param name="User">The visitor; believed only with a key.</param>
/// <param name="Key">A write key.</param>
internal sealed record AnswerPost(
    string Id, JsonElement Answers, string? Language = null, int? Version = null, bool Partial = false, DateTimeOffset? At = null, string? User = null, string? Key = null);

/// <summary>A response was recorded.</summary>
/// <param name="Response">Its id.</param>
/// <param name="Status"><c>recorded</c>, or <c>already-recorded</c>.</param>
internal sealed record AnswerRecorded(string Response, string Status);

/// <summary>What is wrong with one answer.</summary>
internal sealed record AnswerError(string Question, string Problem);

/// <summary>The JSON of answering.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnswerForm))]
[JsonSerializable(typeof(AnswerPost))]
[JsonSerializable(typeof(AnswerRecorded))]
[JsonSerializable(typeof(AnswerError[]))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>Strict: what is misspelt is refused, not lost.</summary>
    public static AnswerJson Wire => field ??= new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 12,
    });
}
