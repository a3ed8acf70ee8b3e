using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Delivery;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Api;

/// <summary><c>/surveys/{id}/responses</c>: what was answered, and answers a program brings.</summary>
internal static class ResponsesApi
{
    private const int PageMax = 500;

    /// <summary>Where it answers.</summary>
    public static void MapResponses(RouteGroupBuilder api, RouteGroupBuilder asking)
    {
        asking.MapGet("/{id}/responses", List).ProducesProblem(404).WithName("surveyResponses").WithSummary("Responses in the order they were recorded. The cursor of the last page goes on with what comes later.");
        api.MapPost("/surveys/{id}/responses", Add).RequireAuthorization(Rights.Send).ProducesProblem(404).ProducesProblem(410).WithTags("Surveys").WithName("addSurveyResponse")
            .WithSummary("Records a response. The same id is recorded once, however often it is sent. A write key is enough.");
    }

    private static async Task<Results<Ok<Listing<ResponseView>>, ProblemHttpResult>> List(
        [MaxLength(100)] string id, [MaxLength(20)] string? cursor, [Range(1, PageMax)] int? limit, SurveyDesk desk, IDbContextFactory<AppDb> database, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is null) return SurveysApi.Missing(id);
        long after = 0;
        if (!string.IsNullOrEmpty(cursor) && (!long.TryParse(cursor, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out after)))
            return Asked.Bad("The cursor is not one of ours. Take it from the member next of the answer before.");
        var take = limit ?? 100;
        await using var db = await database.CreateDbContextAsync(cancel);
        var found = await db.SurveyResponses.AsNoTracking().Where(response => response.Survey == id && response.Position > after)
            .OrderBy(response => response.Position).Take(take + 1).ToListAsync(cancel);
        var items = found.Take(take).Select(ResponseView.Of).ToList();
        return TypedResults.Ok(new Listing<ResponseView>(items, found.Count > take ? items[^1].Position.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<AnswerResult, ProblemHttpResult>> Add(
        [MaxLength(100)] string id, ResponseRequest request, SurveyDesk desk, AnswerDesk answers, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is not { } survey) return SurveysApi.Missing(id);
        if (!SurveyTokens.IsResponseId(request.Id)) return Asked.Bad("The id of a response is 16 to 64 letters, digits, hyphens or underscores. A UUID is fine.");
        if (request.Answers.ValueKind != JsonValueKind.Object) return Asked.Bad("The answers are an object: question id to answer.");
        if (DeliveryApi.TooLong(request.Customer, request.Touchpoint, request.Staff, request.Area)) return Asked.Bad("A name or identifier has 256 bytes at most.");
        if (Encoding.UTF8.GetByteCount(request.Answers.GetRawText()) > AnswerEndpoints.FormBytesMax) return Asked.Bad("The answers are larger than 64 KB.");
        var door = await answers.OpenLink(survey.Token, null, embedded: false, cancel) with { Way = AnswerWay.Api };
        if (door.State != DoorState.Open)
            return TypedResults.Problem("This survey takes no answers now: it is not live, closed or full.", statusCode: StatusCodes.Status410Gone, title: "Answers cannot be taken");
        var taken = await answers.Whole(door, new(
            request.Id, request.Version, request.Language, request.Answers, request.Partial, request.At, Given(request.Customer), Given(request.Touchpoint),
            Given(request.Staff), Given(request.Area)), cancel);
        return new AnswerResult(AnswerEndpoints.Answer(door, request.Id, request.Language, taken));
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What answering has answered.</summary>
/// <param name="inner">The answer.</param>
internal sealed class AnswerResult(IResult inner) : IResult, Microsoft.AspNetCore.Http.Metadata.IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => inner.ExecuteAsync(httpContext);

    /// <summary>Tells the API's description what it is.</summary>
    public static void PopulateMetadata(System.Reflection.MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(AnswerRecorded), ["application/json"]));
}

/// <summary>A response a program brings.</summary>
/// <param name="Id">Its id, chosen by the program.</param>
/// <param name="Answers">Question id to answer: a number, an option's id or a list of them, a text, true or false.</param>
/// <param name="Customer">The customer's <c>userId</c>, or null for nobody known.</param>
/// <param name="Language">In which language.</param>
/// <param name="Version">Which version; the one in force unless said.</param>
/// <param name="Partial">Whether somebody stopped half way.</param>
/// <param name="At">When; now unless said.</param>
/// <param name="Touchpoint">Where it is posted instead of the survey's touchpoint.</param>
/// <param name="Staff">Staff member instead of the survey's.</param>
/// <param name="Area">Area instead of the survey's.</param>
internal sealed record ResponseRequest(
    [property: StringLength(64, MinimumLength = 16)] string Id, JsonElement Answers, [property: StringLength(256)] string? Customer = null,
    [property: StringLength(20)] string? Language = null, int? Version = null, bool Partial = false, DateTimeOffset? At = null,
    [property: StringLength(256)] string? Touchpoint = null, [property: StringLength(256)] string? Staff = null, [property: StringLength(256)] string? Area = null);

/// <summary>A response.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Position">Its interaction's id in the books.</param>
/// <param name="At">When.</param>
/// <param name="Version">Which version was answered.</param>
/// <param name="Language">In which language.</param>
/// <param name="Way">By which way: <c>link</c>, <c>personal</c>, <c>one-click</c>, <c>place</c>, <c>kiosk</c>, <c>widget</c>, <c>api</c>.</param>
/// <param name="Partial">Whether somebody stopped half way.</param>
/// <param name="Customer">The customer, or null when nobody is known.</param>
/// <param name="Touchpoint">Where it was posted.</param>
/// <param name="Area">Area, or null.</param>
/// <param name="Staff">Staff member, or null.</param>
/// <param name="Place">Code of the place, or null.</param>
/// <param name="Answers">Question id to answer.</param>
internal sealed record ResponseView(
    string Id, long Position, DateTimeOffset At, int Version, string Language, string Way, bool Partial, string? Customer, string Touchpoint, string? Area,
    string? Staff, string? Place, JsonElement Answers)
{
    /// <summary>How an indexed response is shown.</summary>
    public static ResponseView Of(IndexedResponse response)
    {
        using var answers = JsonDocument.Parse(response.Answers);
        return new(response.Id, response.Position, SurveyView.Utc(response.At), response.Version, response.Language, response.Way, response.Partial, response.Customer,
            response.Touchpoint, response.Area, response.Staff, response.Place, answers.RootElement.Clone());
    }
}
