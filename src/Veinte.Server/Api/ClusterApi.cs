using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Cluster;
using Veinte.Engine;

namespace Veinte.Server.Api;

/// <summary><c>/cluster</c>: which nodes there are, who owns which partition, and how far each has come.</summary>
internal static class ClusterApi
{
    /// <summary>Where it answers.</summary>
    public static void MapCluster(this RouteGroupBuilder read) =>
        read.MapGet("/cluster", State).ProducesProblem(404).WithTags("Operations").WithName("cluster")
            .WithSummary("The nodes of the cluster, the owners of its partitions and how far each has come. 404 when this server is alone with its data folder.");

    private static async Task<Results<Ok<ClusterState>, ProblemHttpResult>> State(VeinteNode node, CancellationToken cancel) =>
        node is ClusterNode cluster
            ? TypedResults.Ok(await cluster.State(cancel))
            : TypedResults.Problem("This server is alone with its data folder; there is no cluster.", statusCode: StatusCodes.Status404NotFound, title: "No cluster");
}
