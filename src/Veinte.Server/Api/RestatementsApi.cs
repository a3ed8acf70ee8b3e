using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary><c>/restatements</c>: history replayed under another scoring policy, beside the books as they are. Publishing it is a decision of its own.</summary>
internal static class RestatementsApi
{
    public static void MapRestatements(RouteGroupBuilder decide)
    {
        var restatements = decide.MapGroup("/restatements").WithTags("Policies").ProducesProblem(404).ProducesProblem(409);
        restatements.MapPost("", Restate).WithName("restate").WithSummary("Replays history under a draft or a published policy and compares, as a job. Publishes nothing.");
        restatements.MapPost("/publish", Publish).WithName("publishRestatement").WithSummary("Makes the books those restated under a published policy, as a job.");
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Restate(
        RestatementRequest request, ClaimsPrincipal user, VeinteNode node, Jobs jobs, CancellationToken cancel)
    {
        if (request.Policy is null == request.Version is null) return Asked.Bad("Give either 'policy' (a draft) or 'version' (a published policy).");
        var policy = request.Policy;
        if (request.Version is { } version)
        {
            policy = (await node.Books.Policies(cancel)).FirstOrDefault(published => published.Version == version)?.Policy;
            if (policy is null) return Asked.Missing($"There is no published policy {version}.");
        }
        return JobsApi.Started(await jobs.Start(new("restate", Rights.AuthorOf(user)), async (progress, stop) =>
            JobsApi.ToJson(await node.Restate(policy!.Value, progress, stop))));
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> Publish(
        PublicationRequest request, ClaimsPrincipal user, VeinteNode node, Jobs jobs)
    {
        var author = Rights.AuthorOf(user);
        return JobsApi.Started(await jobs.Start(new("publish-restatement", author, WritesBooks: true), async (progress, stop) =>
            JobsApi.ResultOf(await node.PublishRestatement(request.Version, author, progress, stop))));
    }
}

/// <summary>Asks for a restatement under a draft or a published policy.</summary>
/// <param name="Policy">A policy document, or null.</param>
/// <param name="Version">A published policy's version, or null.</param>
internal sealed record RestatementRequest(JsonElement? Policy = null, int? Version = null);

/// <summary>Asks for a restatement to become the books.</summary>
/// <param name="Version">The published policy's version.</param>
internal sealed record PublicationRequest([property: Range(0, int.MaxValue)] int Version);
