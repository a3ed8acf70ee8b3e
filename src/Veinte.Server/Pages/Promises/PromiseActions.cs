using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Server.Promises;

namespace Veinte.Server.Pages.Promises;

/// <summary>Where the forms of promises post: each is one decision and leads back to a page.</summary>
internal static class PromiseActions
{
    public static void MapPromiseActions(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/promises").RequireAuthorization(Rights.Admin).ExcludeFromDescription();
        forms.MapPost("/turn", Turn);
        forms.MapPost("/backtest", Backtest);
    }

    /// <summary>Address of a promise's page.</summary>
    public static string Address(string id) => $"/promises/{Uri.EscapeDataString(id)}";

    private static async Task<RedirectHttpResult> Turn(
        HttpContext http, PromiseDesk promises, [FromForm] string? id, [FromForm] string? to, CancellationToken cancel)
    {
        var author = Rights.AuthorOf(http.User);
        var result = to == PromiseWords.Running ? await promises.Start(id ?? "", author, cancel) : await promises.End(id ?? "", author, cancel);
        return TypedResults.LocalRedirect($"{Address(id ?? "")}?said={(result.Status == DeskStatus.Done ? to == PromiseWords.Running ? "started" : "ended" : "refused")}");
    }

    private static async Task<RedirectHttpResult> Backtest(
        HttpContext http, PromiseDesk promises, VeinteNode node, Jobs jobs, TimeProvider time, [FromForm] string? id, CancellationToken cancel)
    {
        if (await promises.Find(id ?? "", cancel) is not { } promise) return TypedResults.LocalRedirect("/promises");
        var job = await PromiseTrials.Start(promise.Definition, node, jobs, Rights.AuthorOf(http.User), time, cancel);
        return TypedResults.LocalRedirect(Address(promise.Id) + (job is null ? "?said=busy" : $"?said=backtest&job={job.Id}"));
    }
}
