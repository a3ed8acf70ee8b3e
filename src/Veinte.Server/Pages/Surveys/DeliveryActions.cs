using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Server.Pages.Language;
using Veinte.Server.Pages.Parts;
using Veinte.Server.Surveys;
using Veinte.Server.Surveys.Answering;
using Veinte.Server.Surveys.Definition;
using Veinte.Server.Surveys.Delivery;

namespace Veinte.Server.Pages.Surveys;

/// <summary>Where the forms of the delivery page post, and the files it offers.</summary>
internal static class DeliveryActions
{
    private const int NameBytesMax = 256;

    /// <summary>Where they answer.</summary>
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapPost("/{id}/address", SetAddress);
        admin.MapPost("/{id}/places", AddPlace);
        admin.MapPost("/{id}/places/{code}/delete", DeletePlace);
        admin.MapPost("/{id}/places/{code}/device", RenewDevice);
        admin.MapPost("/{id}/invite", Invite);
        admin.MapPost("/{id}/remind", Remind);
        admin.MapGet("/{id}/links.csv", Links);
        admin.MapGet("/{id}/reminders.csv", Reminders);
        admin.MapGet("/{id}/places/{code}/poster.pdf", async (string id, string code, HttpContext http, CancellationToken cancel) =>
            File(await Poster(id, code, http, cancel), poster => poster.Pdf(), "application/pdf", $"poster-{code}.pdf"));
        admin.MapGet("/{id}/places/{code}/poster.svg", async (string id, string code, HttpContext http, CancellationToken cancel) =>
            File(await Poster(id, code, http, cancel), poster => Encoding.UTF8.GetBytes(poster.Svg()), "image/svg+xml", null));
        admin.MapGet("/{id}/places/{code}/code.png", async (string id, string code, HttpContext http, CancellationToken cancel) =>
            File(await Poster(id, code, http, cancel), poster => poster.Png(), "image/png", null));
    }

    private static RedirectHttpResult Back(string id, string query) => TypedResults.LocalRedirect($"/surveys/{Uri.EscapeDataString(id)}/deliver?{query}");

    private static async Task<RedirectHttpResult> SetAddress(string id, [FromForm] string? address, PublicAddress set, CancellationToken cancel) =>
        Back(id, await set.Set(address, cancel) ? "said=address" : "said=address-bad");

    private static async Task<RedirectHttpResult> AddPlace(
        string id, [FromForm] string? name, [FromForm] string? touchpoint, [FromForm] string? area, [FromForm] string? staff, [FromForm] bool? kiosk,
        SurveyDesk desk, DeliveryDesk delivery, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(name) || TooLong(name) || TooLong(touchpoint) || TooLong(area) || TooLong(staff)) return Back(id, "said=name");
        if (await desk.Find(id, cancel) is null) return TypedResults.LocalRedirect("/surveys");
        return Back(id, await delivery.AddPlace(id, name, touchpoint, area, staff, kiosk == true, cancel) is null ? "said=many" : "said=place-added");
    }

    private static async Task<RedirectHttpResult> DeletePlace(string id, string code, DeliveryDesk delivery, CancellationToken cancel)
    {
        await delivery.DeletePlace(code, cancel);
        return Back(id, "said=place-deleted");
    }

    private static async Task<RedirectHttpResult> RenewDevice(string id, string code, DeliveryDesk delivery, CancellationToken cancel)
    {
        await delivery.RenewDevice(code, cancel);
        return Back(id, "said=device-renewed");
    }

    private static async Task<RedirectHttpResult> Invite(
        string id, [FromForm] string? customers, [FromForm] int? days, SurveyDesk desk, AnswerDesk answers, DeliveryDesk delivery, CancellationToken cancel)
    {
        if (await desk.Find(id, cancel) is not { } survey) return TypedResults.LocalRedirect("/surveys");
        if (survey.State != SurveyStates.Live || await answers.Definition(id, survey.Version, cancel) is not { } definition) return Back(id, "said=not-live");
        var asked = (customers ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(';', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts[0].Length > 0 && !TooLong(parts[0]) && !(parts.Length > 1 && TooLong(parts[1])))
            .Select(parts => new InvitedCustomer(parts[0], parts.Length > 1 ? parts[1] : null)).Take(DeliveryDesk.InviteMax).ToList();
        if (asked.Count == 0) return Back(id, "said=nobody");
        var invited = await delivery.Invite(survey, definition, asked, Math.Clamp(days ?? 14, 1, DeliveryDesk.DaysMax), cancel);
        var made = invited.Count(one => one.Path is not null);
        return Back(id, string.Create(CultureInfo.InvariantCulture, $"links={made}&left={invited.Count - made}"));
    }

    // The list is fetched from the page that says how many they are: a download that is lost can be had again, and a round is noted once.
    private static async Task<RedirectHttpResult> Remind(string id, [FromForm] int? afterDays, DeliveryDesk delivery, CancellationToken cancel)
    {
        var due = await delivery.Remind(id, Math.Clamp(afterDays ?? 4, 0, 365), cancel);
        return Back(id, due.Count == 0 ? "said=nobody-due" : string.Create(CultureInfo.InvariantCulture, $"reminded={due.Count}"));
    }

    private static async Task<IResult> Reminders(string id, DeliveryDesk delivery, PublicAddress address, HttpContext http, CancellationToken cancel)
    {
        var origin = await address.Of(http.Request, cancel);
        var csv = new Csv("customer", "name", "link", "expiresAt");
        foreach (var one in await delivery.LastReminded(id, cancel)) csv.Row(one.Customer, one.Name, origin + one.Path, one.ExpiresAt);
        return csv.File("veinte-reminders.csv");
    }

    private static async Task<IResult> Links(string id, DeliveryDesk delivery, PublicAddress address, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        const int Page = 1_000;
        var (origin, now) = (await address.Of(http.Request, cancel), time.GetUtcNow().UtcDateTime);
        var csv = new Csv("customer", "name", "link", "expiresAt");
        for (var skip = 0; skip < 100_000; skip += Page)
        {
            var part = await delivery.Invitations(id, skip, Page, cancel);
            foreach (var one in part.Where(one => one.AnsweredAt is null && one.ExpiresAt > now))
                csv.Row(one.Customer, one.Name, origin + await delivery.Path(one, cancel), new DateTimeOffset(DateTime.SpecifyKind(one.ExpiresAt, DateTimeKind.Utc)));
            if (part.Count < Page) break;
        }
        return csv.File("veinte-links.csv");
    }

    private static async Task<QrPoster?> Poster(string id, string code, HttpContext http, CancellationToken cancel)
    {
        var services = http.RequestServices;
        if (await services.GetRequiredService<DeliveryDesk>().Place(code, cancel) is not { } place || place.Survey != id) return null;
        if (await services.GetRequiredService<SurveyDesk>().Find(id, cancel) is not { } survey || SurveyDocument.Read(survey.Draft).Survey is not { } definition) return null;
        var visitor = services.GetRequiredService<Visitor>();
        var head = Piping.TitleForAnybody(definition, visitor.Language.Tag(), place.Touchpoint, place.Name, place.Staff);
        return new(head.Length > 0 ? head : visitor.Text.Delivery.ToAnybody, visitor.Text.Delivery.PosterCall, place.Name, $"{await services.GetRequiredService<PublicAddress>().Of(http.Request, cancel)}/q/{code}");
    }

    private static IResult File(QrPoster? poster, Func<QrPoster, byte[]> draw, string type, string? name) =>
        poster is null ? TypedResults.NotFound() : TypedResults.File(draw(poster), type, name);

    private static bool TooLong(string? name) => name is not null && Encoding.UTF8.GetByteCount(name) > NameBytesMax;
}
