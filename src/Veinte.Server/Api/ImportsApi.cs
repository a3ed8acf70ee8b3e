using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/imports</c>: files that were read in, and taking one back.</summary>
internal static class ImportsApi
{
    public static void MapImports(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/imports", async (Books books, CancellationToken cancel) => TypedResults.Ok(new Listing<ImportView>(await books.Imports(cancel))))
            .WithTags("Imports").WithName("imports").WithSummary("Imports, newest first.");
        decide.MapPost("/imports/{id}/undo", Undo).ProducesProblem(404).ProducesProblem(409).WithTags("Imports").WithName("undoImport")
            .WithSummary("Takes back every posting of an import, as a job.");
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Undo(
        [MaxLength(200)] string id, ClaimsPrincipal user, Books books, Desk desk, Jobs jobs, CancellationToken cancel)
    {
        if (!(await books.Imports(cancel)).Any(import => import.Id == id)) return Asked.Missing($"There is no import '{id}'.");
        var author = Rights.AuthorOf(user);
        return JobsApi.Started(jobs.Start("undo-import", author, async (progress, stop) =>
            JobsApi.ResultOf(await desk.UndoImport(id, author, progress, stop))));
    }
}
