using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Engine;
using Veinte.Server.Access;
using Veinte.Server.Collect;

namespace Veinte.Server.Pages.Connect;

/// <summary>Where the forms of the quarantine post; each leads back with <c>?said=ACTION-OUTCOME</c>.</summary>
internal static class QuarantineActions
{
    // One press deals with as many as a page of the list may hold; what is left is dealt with by the next.
    private const int AtOnceMax = 500;

    public static void MapQuarantineActions(this IEndpointRouteBuilder routes)
    {
        var quarantine = routes.MapGroup("/connect/quarantine").RequireAuthorization(Rights.Admin).ExcludeFromDescription();
        quarantine.MapPost("/replay", Replay);
        quarantine.MapPost("/discard", Discard);
        quarantine.MapPost("/replay-all", ReplayAll);
        quarantine.MapPost("/discard-all", DiscardAll);
    }

    private static async Task<RedirectHttpResult> Replay(
        HttpContext http, QuarantineReplay replay, Books books, [FromForm] long id, [FromForm] string? raw, CancellationToken cancel)
    {
        // A browser sends line ends as CR LF; only what a person changed is a correction.
        var waiting = await books.Quarantined(id, cancel);
        var corrected = raw is null || raw.ReplaceLineEndings("\n") == waiting?.Raw?.ReplaceLineEndings("\n") ? null : raw;
        return Back("replay", [await replay.Replay(id, corrected, Rights.AuthorOf(http.User), cancel)]);
    }

    private static async Task<RedirectHttpResult> Discard(HttpContext http, Desk desk, [FromForm] long id, CancellationToken cancel) =>
        Back("discard", [await desk.SettleQuarantined(id, replayed: false, Rights.AuthorOf(http.User), cancel)]);

    private static async Task<RedirectHttpResult> ReplayAll(HttpContext http, QuarantineReplay replay, Books books, CancellationToken cancel)
    {
        // A form's token is checked where a form is bound, and this one binds nothing.
        await http.RequestServices.GetRequiredService<Microsoft.AspNetCore.Antiforgery.IAntiforgery>().ValidateRequestAsync(http);
        var results = new List<DeskResult>();
        foreach (var id in await Waiting(books, cancel)) results.Add(await replay.Replay(id, null, Rights.AuthorOf(http.User), cancel));
        return Back("replay", results);
    }

    private static async Task<RedirectHttpResult> DiscardAll(HttpContext http, Desk desk, Books books, CancellationToken cancel)
    {
        await http.RequestServices.GetRequiredService<Microsoft.AspNetCore.Antiforgery.IAntiforgery>().ValidateRequestAsync(http);
        var results = new List<DeskResult>();
        foreach (var id in await Waiting(books, cancel)) results.Add(await desk.SettleQuarantined(id, replayed: false, Rights.AuthorOf(http.User), cancel));
        return Back("discard", results);
    }

    private static async Task<IReadOnlyList<long>> Waiting(Books books, CancellationToken cancel) =>
        [.. (await books.Quarantine(null, null, null, AtOnceMax, cancel)).Items.Where(item => item.State == "waiting").Select(item => item.Id)];

    private static RedirectHttpResult Back(string action, IReadOnlyList<DeskResult> results)
    {
        var done = results.Count(result => result.Status == DeskStatus.Done);
        var outcome = done == results.Count ? "done" : done > 0 ? "some" : "refused";
        return TypedResults.LocalRedirect($"/connect/quarantine?said={action}-{outcome}&count={done}");
    }
}
