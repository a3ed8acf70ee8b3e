using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Pages.Parts;

/// <summary>Where pages end a job that somebody does not want to wait for.</summary>
internal static class JobActions
{
    public static void MapJobActions(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/jobs/cancel", Cancel).RequireAuthorization(Rights.Admin).ExcludeFromDescription();

    private static async Task<RedirectHttpResult> Cancel(HttpContext http, Jobs jobs, [FromForm] long? job, [FromForm] string? back, CancellationToken cancel)
    {
        // One that has ended meanwhile is shown as it ended.
        if (job is { } id) await jobs.Cancel(id, Rights.AuthorOf(http.User), cancel);
        return TypedResults.LocalRedirect(AccountEndpoints.LocalOr(back, "/"));
    }
}
