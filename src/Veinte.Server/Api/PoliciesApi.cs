using Veinte.Engine;
using Veinte.Engine.Views;

namespace Veinte.Server.Api;

/// <summary><c>/policies</c>: the versioned rules from signals to grades.</summary>
internal static class PoliciesApi
{
    public static void MapPolicies(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/policies", async (Books books, CancellationToken cancel) => TypedResults.Ok(new Listing<PolicyView>(await books.Policies(cancel))))
            .WithTags("Policies").WithName("policies").WithSummary("Published scoring policies, newest first.");
        _ = decide;
    }
}
