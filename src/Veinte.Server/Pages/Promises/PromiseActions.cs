using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Model;
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
        forms.MapPost("/write", Write);
        forms.MapPost("/turn", Turn);
        forms.MapPost("/backtest", Backtest);
    }

    /// <summary>Address of a promise's page.</summary>
    public static string Address(string id) => $"/promises/{Uri.EscapeDataString(id)}";

    private static async Task<RedirectHttpResult> Write(HttpContext http, PromiseDesk promises, Books books, CancellationToken cancel)
    {
        var sent = await http.Request.ReadFormAsync(cancel);
        var form = PromiseForm.Of(sent);
        var id = form["id"];
        _ = int.TryParse(form["version"], out var version);
        var before = id.Length > 0 ? (await promises.Find(id, cancel))?.Definition : null;
        var promise = form.Read(form["start"] == "true" ? PromiseWords.Running : PromiseWords.Draft, before);
        if (PromiseCheck.Of(promise, [.. await books.Names(AccountKind.Touchpoint, cancel)], spanish: false).Count > 0) return BackToForm(sent, id);
        if (id.Length == 0) id = PromisesApi.IdOf(promise.Question, [.. (await promises.All(cancel: cancel)).Select(known => known.Id)]);
        var result = await promises.Write(id, version, promise, Rights.AuthorOf(http.User), cancel);
        return TypedResults.LocalRedirect($"{Address(id)}?said={(result.Status == DeskStatus.Done ? promise.State == PromiseWords.Running ? "started" : "written" : "refused")}");
    }

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

    // What was typed goes back into the address, and the page says at each field what is wrong.
    private static RedirectHttpResult BackToForm(IFormCollection sent, string id)
    {
        var fields = sent.Where(field => field.Key is not ("__RequestVerificationToken" or "start" or "id" or "version"));
        var query = QueryString.Create(fields.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value)).Append(KeyValuePair.Create<string, string?>("check", "1")));
        return TypedResults.LocalRedirect((id.Length == 0 ? "/promises/new" : $"{Address(id)}/edit") + query);
    }
}
