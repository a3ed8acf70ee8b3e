using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/verifications</c>: recomputes the books from the journal and compares, as <c>veinte verify</c> does.</summary>
internal static class VerificationApi
{
    public static void MapVerification(RouteGroupBuilder decide) => decide
        .MapPost("/verifications", Verify).ProducesProblem(409).WithTags("Books").WithName("verify")
        .WithSummary("Recomputes everything from the journal and compares, as a job.");

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Verify(ClaimsPrincipal user, VeinteNode node, Jobs jobs) =>
        JobsApi.Started(await jobs.Start(new("verify", Rights.AuthorOf(user)), async (progress, stop) => JobsApi.ToJson(await node.Verify(progress, stop))));
}
