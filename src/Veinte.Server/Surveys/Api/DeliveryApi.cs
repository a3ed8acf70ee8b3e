using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Api;
using Veinte.Server.Surveys.Delivery;
using Veinte.Server.Surveys.Storage;

namespace Veinte.Server.Surveys.Api;

/// <summary><c>/surveys/{id}/places</c> and <c>/surveys/{id}/invitations</c>.</summary>
internal static class DeliveryApi
{
    private const int NameBytesMax = 256;
    private const int CustomerBytesMax = 256;
    private const int PageMax = 500;

    /// <summary>Where it answers.</summary>
    public static void MapDelivery(RouteGroupBuilder asking, RouteGroupBuilder deciding)
    {
        deciding.MapGet("/{id}/places", Places).ProducesProblem(404).WithName("surveyPlaces").WithSummary("Places of a survey, with their printed addresses and kiosks.");
        deciding.MapPost("/{id}/places", AddPlace).ProducesProblem(404).WithName("addSurveyPlace").WithSummary("Makes a place: a counter, a store, an employee.");
        deciding.MapPut("/places/{code}", MovePlace).ProducesProblem(404).WithName("moveSurveyPlace").WithSummary("Leads a printed code to another survey: what is printed stays valid.");
        deciding.MapPost("/places/{code}/device", RenewDevice).ProducesProblem(404).WithName("renewSurveyDevice").WithSummary("Gives a place a new kiosk address; the old one stops working.");
        deciding.MapDelete("/places/{code}", DeletePlace).ProducesProblem(404).WithName("deleteSurveyPlace").WithSummary("Takes a place away; its code leads nowhere from now on.");
        deciding.MapGet("/{id}/invitations", Invitations).ProducesProblem(404).WithName("surveyInvitations").WithSummary("Who was asked personally, newest first, and who has answered.");
        deciding.MapPost("/{id}/invitations", Invite).ProducesProblem(404).ProducesProblem(409).WithName("inviteToSurvey").WithSummary("Makes a personal link for each customer, or says why he is not asked now.");
        deciding.MapPost("/{id}/reminders", Remind).ProducesProblem(404).WithName("remindOfSurvey").WithSummary("Whom to remind now, with their links; each is noted as reminded.");
        _ = asking;
    }

    private static async Task<Results<Ok<Listing<PlaceView>>, ProblemHttpResult>> Places(
        [MaxLength(100)] string id, SurveyDesk desk, DeliveryDesk delivery, PublicAddress address, HttpContext http, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is null) return SurveysApi.Missing(id);
        var origin = await address.Of(http.Request, cancel);
        return TypedResults.Ok(new Listing<PlaceView>([.. (await delivery.Places(id, cancel)).Select(place => PlaceView.Of(place, origin))]));
    }

    private static async Task<Results<Created<PlaceView>, ProblemHttpResult>> AddPlace(
        [MaxLength(100)] string id, PlaceRequest request, SurveyDesk desk, DeliveryDesk delivery, PublicAddress address, HttpContext http, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is null) return SurveysApi.Missing(id);
        if (TooLong(request.Name, request.Touchpoint, request.Area, request.Staff)) return Asked.Bad($"A name has {NameBytesMax} bytes at most.");
        return await delivery.AddPlace(id, request.Name, request.Touchpoint, request.Area, request.Staff, request.Kiosk, cancel) is { } place
            ? TypedResults.Created($"/api/v1/surveys/{id}/places", PlaceView.Of(place, await address.Of(http.Request, cancel)))
            : Asked.Conflict($"This survey has {DeliveryDesk.PlacesMax} places already.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> MovePlace(
        [MaxLength(40)] string code, PlaceMove request, DeliveryDesk delivery, CancellationToken cancel) =>
        await delivery.MovePlace(code, request.Survey, cancel) ? TypedResults.NoContent() : Asked.Missing("There is no such place, or no such survey.");

    private static async Task<Results<Ok<KioskView>, ProblemHttpResult>> RenewDevice(
        [MaxLength(40)] string code, DeliveryDesk delivery, PublicAddress address, HttpContext http, CancellationToken cancel) =>
        await delivery.RenewDevice(code, cancel) is { } device
            ? TypedResults.Ok(new KioskView($"{await address.Of(http.Request, cancel)}/k/{device}"))
            : Asked.Missing("There is no such place.");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeletePlace([MaxLength(40)] string code, DeliveryDesk delivery, CancellationToken cancel) =>
        await delivery.DeletePlace(code, cancel) ? TypedResults.NoContent() : Asked.Missing("There is no such place.");

    private static async Task<Results<Ok<Listing<InvitationView>>, ProblemHttpResult>> Invitations(
        [MaxLength(100)] string id, [MaxLength(20)] string? cursor, [Range(1, PageMax)] int? limit, SurveyDesk desk, DeliveryDesk delivery, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is null) return SurveysApi.Missing(id);
        if (!TryCursor(cursor, out var skip)) return Asked.Bad("The cursor is not one of ours. Take it from the member next of the answer before.");
        var take = limit ?? 100;
        var found = await delivery.Invitations(id, skip, take + 1, cancel);
        return TypedResults.Ok(new Listing<InvitationView>([.. found.Take(take).Select(InvitationView.Of)], found.Count > take ? Cursor(skip + take) : null));
    }

    private static async Task<Results<Ok<Listing<InvitedView>>, ProblemHttpResult>> Invite(
        [MaxLength(100)] string id, InviteRequest request, SurveyDesk desk, DeliveryDesk delivery, Answering.AnswerDesk answers, PublicAddress address, HttpContext http,
        CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is not { } survey) return SurveysApi.Missing(id);
        if (survey.State != SurveyStates.Live || await answers.Definition(id, survey.Version, cancel) is not { } definition)
            return Asked.Conflict("This survey is not live. Publish it, then invite.");
        if (request.Customers.Count is 0 or > DeliveryDesk.InviteMax) return Asked.Bad($"Name 1 to {DeliveryDesk.InviteMax} customers at a time.");
        foreach (var customer in request.Customers)
            if (customer is null || string.IsNullOrWhiteSpace(customer.Customer) || Encoding.UTF8.GetByteCount(customer.Customer) > CustomerBytesMax
                || TooLong(customer.Name, customer.Touchpoint, customer.Area, customer.Staff))
                return Asked.Bad($"Each customer needs a userId of 1 to {CustomerBytesMax} bytes in the member customer; names have {NameBytesMax} bytes at most.");
        var origin = await address.Of(http.Request, cancel);
        var invited = await delivery.Invite(survey, definition, request.Customers, request.Days ?? 14, cancel);
        return TypedResults.Ok(new Listing<InvitedView>([.. invited.Select(one => InvitedView.Of(one, origin))]));
    }

    private static async Task<Results<Ok<Listing<InvitedView>>, ProblemHttpResult>> Remind(
        [MaxLength(100)] string id, RemindRequest request, SurveyDesk desk, DeliveryDesk delivery, PublicAddress address, HttpContext http, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is null) return SurveysApi.Missing(id);
        var origin = await address.Of(http.Request, cancel);
        return TypedResults.Ok(new Listing<InvitedView>([.. (await delivery.Remind(id, request.AfterDays, cancel)).Select(one => InvitedView.Of(one, origin))]));
    }

    /// <summary>Reads a cursor that counts.</summary>
    internal static bool TryCursor(string? cursor, out int skip)
    {
        skip = 0;
        return string.IsNullOrEmpty(cursor) || (int.TryParse(cursor, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out skip) && skip <= 100_000_000);
    }

    /// <summary>Writes a cursor that counts.</summary>
    internal static string Cursor(int skip) => skip.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether one of some names is longer than the journal takes.</summary>
    internal static bool TooLong(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
            if (name is not null && Encoding.UTF8.GetByteCount(name) > NameBytesMax)
                return true;
        return false;
    }
}

/// <summary>Asks for a place.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Touchpoint">Touchpoint instead of the survey's.</param>
/// <param name="Area">Area instead of the survey's.</param>
/// <param name="Staff">Staff member instead of the survey's.</param>
/// <param name="Kiosk">Whether it has a kiosk.</param>
internal sealed record PlaceRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name, [property: StringLength(256)] string? Touchpoint = null, [property: StringLength(256)] string? Area = null,
    [property: StringLength(256)] string? Staff = null, bool Kiosk = false);

/// <summary>Where a place leads from now on.</summary>
internal sealed record PlaceMove([property: StringLength(100, MinimumLength = 1)] string Survey);

/// <summary>The address of a kiosk.</summary>
internal sealed record KioskView(string Address);

/// <summary>A place.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Address">The address that is printed.</param>
/// <param name="Kiosk">Address of its kiosk, or null.</param>
/// <param name="Touchpoint">Touchpoint instead of the survey's, or null.</param>
/// <param name="Area">Area instead of the survey's, or null.</param>
/// <param name="Staff">Staff member instead of the survey's, or null.</param>
internal sealed record PlaceView(string Code, string Name, string Address, string? Kiosk, string? Touchpoint, string? Area, string? Staff)
{
    /// <summary>How a stored place is shown.</summary>
    public static PlaceView Of(StoredPlace place, string origin) => new(
        place.Code, place.Name, $"{origin}/q/{place.Code}", place.Device is null ? null : $"{origin}/k/{place.Device}", place.Touchpoint, place.Area, place.Staff);
}

/// <summary>Asks customers personally.</summary>
/// <param name="Customers">Whom.</param>
/// <param name="Days">How long their links work; 14 unless said.</param>
internal sealed record InviteRequest(IReadOnlyList<InvitedCustomer> Customers, [property: Range(1, DeliveryDesk.DaysMax)] int? Days = null);

/// <summary>Asks whom to remind.</summary>
/// <param name="AfterDays">Days since they were asked or last reminded.</param>
internal sealed record RemindRequest([property: Range(0, 365)] int AfterDays);

/// <summary>What became of asking a customer.</summary>
/// <param name="Customer">Whom.</param>
/// <param name="Link">His link, or null when he is not asked now.</param>
/// <param name="ExpiresAt">When the link ends.</param>
/// <param name="Reason">Why he is not asked: <c>cooldown</c> or <c>repeat</c>.</param>
/// <param name="Until">When he may be asked again.</param>
internal sealed record InvitedView(string Customer, string? Link, DateTimeOffset? ExpiresAt, string? Reason, DateTimeOffset? Until)
{
    /// <summary>With whole addresses.</summary>
    public static InvitedView Of(Invited one, string origin) => new(one.Customer, one.Path is null ? null : origin + one.Path, one.ExpiresAt, one.Reason, one.Until);
}

/// <summary>An invitation.</summary>
/// <param name="Customer">Who was asked.</param>
/// <param name="Name">The name he is addressed by, or null.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">When his link ends.</param>
/// <param name="Reminders">How often he was reminded.</param>
/// <param name="RemindedAt">When last; null for never.</param>
/// <param name="AnsweredAt">When he answered, of an anonymous survey the day alone; null while he has not.</param>
internal sealed record InvitationView(
    string Customer, string? Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int Reminders, DateTimeOffset? RemindedAt, DateTimeOffset? AnsweredAt)
{
    /// <summary>How a stored invitation is shown.</summary>
    public static InvitationView Of(StoredInvitation one) => new(
        one.Customer, one.Name, SurveyView.Utc(one.CreatedAt), SurveyView.Utc(one.ExpiresAt), one.Reminders,
        one.RemindedAt is { } reminded ? SurveyView.Utc(reminded) : null, one.AnsweredAt is { } answered ? SurveyView.Utc(answered) : null);
}
