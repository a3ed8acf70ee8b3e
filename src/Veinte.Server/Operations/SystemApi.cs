using Microsoft.AspNetCore.Http.HttpResults;

namespace Veinte.Server.Operations;

/// <summary><c>/system</c>: nodes, partitions and their lag, queues, disks, memory, and what was dropped for which reason.</summary>
internal static class SystemApi
{
    /// <summary>What it needs.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<SystemReader>();
        services.AddHostedService<SystemMeter>();
        return services;
    }

    /// <summary>Where it answers.</summary>
    public static void MapSystem(this RouteGroupBuilder read) => read.MapGet("/system", State).WithTags("Operations").WithName("system")
        .WithSummary("How the system stands: nodes, partitions and their lag, queues, disks, memory, drops by reason. The same answer alone and in a cluster.");

    private static async Task<Ok<SystemState>> State(SystemReader system, CancellationToken cancel) => TypedResults.Ok(await system.Read(cancel));
}
