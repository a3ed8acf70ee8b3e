using System.Globalization;
using Veinte.Server.Pages.Surveys.Answering;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Delivery;

namespace Veinte.Server.Surveys.Answering;

/// <summary>Somebody at a survey's address: where he is, and in what language. One per request.</summary>
/// <param name="Http">The request.</param>
/// <param name="Path">The address without its query.</param>
/// <param name="Door">What is behind it.</param>
internal sealed record AnswerVisit(HttpContext Http, string Path, AnswerDoor Door)
{
    /// <summary>The language a form names; the query's when there is none.</summary>
    public string? Asked { get; init; }

    /// <summary>Whether the page stands in a frame of another one.</summary>
    public bool Embedded => Http.Request.Query["embed"] == "1";

    /// <summary>The language to speak.</summary>
    public string Language(SurveyDefinition definition, string? chosenBefore)
    {
        var named = string.IsNullOrEmpty(Asked) ? Http.Request.Query["lang"].ToString() : Asked;
        return SurveyWords.Choose(definition, definition.Languages.Contains(named) ? named : chosenBefore, Http.Request.Headers.AcceptLanguage);
    }

    /// <summary>The language to say something in where there is no survey.</summary>
    public string AnyLanguage() => Veinte.Server.Pages.Language.PageLanguages.Choose(Asked ?? Http.Request.Query["lang"], Http.Request.Headers.AcceptLanguage, default)
        == Veinte.Server.Pages.Language.PageLanguage.English ? "en" : "es";

    /// <summary>
    /// The id of the response: of a personal link always the same, so that a second click is no second response; else the
    /// one that was handed out with the first page.
    /// </summary>
    public string? ResponseOf(string? named) =>
        Door is { Invitation: { } invitation, Definition.Anonymous: false } ? invitation.Id
        : SurveyTokens.IsResponseId(named) ? named
        : null;

    /// <summary>The score a personal link came with, when the first question is a scale that has it.</summary>
    public int? Clicked(SurveyDefinition definition) =>
        Door.Way == AnswerWay.OneClick && definition.Questions[0].Scale is { } scale
        && int.TryParse(Http.Request.Query["s"], NumberStyles.None, CultureInfo.InvariantCulture, out var score)
        && score >= scale.Low && score <= scale.High ? score : null;

    /// <summary>What may be put into texts.</summary>
    public PipedWords Piped(SurveyDefinition definition, AnswerSheet sheet, string language) => new(
        definition, language, sheet, definition.Anonymous ? null : Door.Invitation?.Name, Door.Touchpoint(definition), Door.Place?.Name, Door.Staff(definition));

    /// <summary>What every view has.</summary>
    public AnswerView View(string language) => new()
    {
        Language = language,
        Words = AnswerWords.In(language),
        Embedded = Embedded,
        Theme = Door.Definition?.Theme is null ? null : $"/s/{Door.Survey!.Token}/theme.css?v={Door.Survey.Version}",
    };

    /// <summary>An address of this survey. Nothing of it but known names comes from the request.</summary>
    public string Address(string? response, int? score, string? question, string? language)
    {
        var query = QueryString.Empty;
        if (Door.Place is { } place) query = query.Add("place", place.Code);
        if (Embedded) query = query.Add("embed", "1");
        if (score is { } clicked) query = query.Add("s", clicked.ToString(CultureInfo.InvariantCulture));
        if (response is not null) query = query.Add("r", response);
        if (question is not null) query = query.Add("q", question);
        if (language is not null) query = query.Add("lang", language);
        return Path + query;
    }

    /// <summary>On to what is due, by a fresh GET: reloading the page sends nothing twice.</summary>
    public IResult Onward(string? response)
    {
        AnswerHeaders.Set(Http, Embedded);
        var language = Door.Definition is { } definition && definition.Languages.Contains(Asked ?? "") ? Asked : null;
        var address = Address(response, null, null, language);
        Http.Response.Headers.Location = Door.Invitation is null ? address : address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "done=1";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}

/// <summary>Headers of every page customers answer on.</summary>
internal static class AnswerHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors ";

    /// <summary>Strict, forgetful and not to be found; framed by other pages only when it was asked for as a frame.</summary>
    public static void Set(HttpContext http, bool embedded)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy + (embedded ? "*" : "'none'");
        if (embedded) headers.Remove("X-Frame-Options");
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.CacheControl = "no-store";
    }
}
