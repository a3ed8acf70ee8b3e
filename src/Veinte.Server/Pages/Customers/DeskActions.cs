using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Veinte.Engine;
using Veinte.Server.Access;
using Veinte.Server.Pages.Parts;

namespace Veinte.Server.Pages.Customers;

/// <summary>
/// Where the forms on statements and profiles post: each is one decision at the <see cref="Desk"/>, and leads back to
/// its page with <c>?said=ACTION-OUTCOME</c>.
/// </summary>
internal static class DeskActions
{
    private const int ReasonMax = 2_000;

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/desk").RequireAuthorization(Rights.Admin).ExcludeFromDescription();
        desk.MapPost("/reverse", Reverse);
        desk.MapPost("/dispute", Dispute);
        desk.MapPost("/resolve", Resolve);
        desk.MapPost("/merge", Merge);
        desk.MapPost("/unmerge", Unmerge);
    }

    private static Task<RedirectHttpResult> Reverse(
        HttpContext http, VeinteNode node, [FromForm] long posting, [FromForm] string? reason, [FromForm] string? returnUrl, CancellationToken cancel) =>
        Decide("reverse", returnUrl, reason, given => node.Desk.Reverse(posting, Rights.AuthorOf(http.User), given, cancel));

    private static Task<RedirectHttpResult> Dispute(
        HttpContext http, VeinteNode node, [FromForm] long posting, [FromForm] string? reason, [FromForm] string? returnUrl, CancellationToken cancel) =>
        Decide("dispute", returnUrl, reason, given => node.Desk.OpenDispute(posting, Rights.AuthorOf(http.User), given, cancel));

    private static Task<RedirectHttpResult> Resolve(
        HttpContext http, VeinteNode node, [FromForm] long posting, [FromForm] bool upheld, [FromForm] string? reason, [FromForm] string? returnUrl, CancellationToken cancel) =>
        Decide("resolve", returnUrl, reason, given => node.Desk.ResolveDispute(posting, Rights.AuthorOf(http.User), upheld, given, cancel));

    private static Task<RedirectHttpResult> Merge(
        HttpContext http, VeinteNode node, [FromForm] string? from, [FromForm] string? into, [FromForm] string? returnUrl, CancellationToken cancel) =>
        Decide("merge", returnUrl, "-", _ => node.Desk.Merge(from?.Trim() ?? "", into ?? "", Rights.AuthorOf(http.User), cancel));

    private static Task<RedirectHttpResult> Unmerge(
        HttpContext http, VeinteNode node, [FromForm] string? from, [FromForm] string? into, [FromForm] string? reason, [FromForm] string? returnUrl, CancellationToken cancel) =>
        Decide("unmerge", returnUrl, reason, given => node.Desk.Unmerge(from ?? "", into ?? "", Rights.AuthorOf(http.User), given, cancel));

    private static async Task<RedirectHttpResult> Decide(string action, string? returnUrl, string? reason, Func<string, Task<DeskResult>> decide)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax) return Back(returnUrl, "reason-missing");
        var result = await decide(reason.Trim());
        return Back(returnUrl, result.Status switch
        {
            DeskStatus.Done => $"{action}-done",
            DeskStatus.AlreadyDone => $"{action}-already",
            DeskStatus.NotFound => $"{action}-notfound",
            DeskStatus.Refused => $"{action}-refused",
        });
    }

    private static RedirectHttpResult Back(string? returnUrl, string said)
    {
        var address = Addresses.Local(returnUrl);
        var path = address.Split('?', 2);
        var query = QueryHelpers.ParseQuery(path.ElementAtOrDefault(1));
        query["said"] = said;
        return TypedResults.LocalRedirect(path[0] + QueryString.Create(query));
    }
}
