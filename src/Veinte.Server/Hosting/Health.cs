using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Veinte.Engine;

namespace Veinte.Server.Hosting;

/// <summary>
/// <c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: it can be sent requests; not while a cluster's database
/// does not answer, nor once it was told to stop.
/// </summary>
internal static class Health
{
    private const string Ready = "ready";

    /// <summary>What is checked.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Leaving>();
        services.AddHealthChecks().AddCheck<StreamCheck>("stream", tags: [Ready]);
        return services;
    }

    /// <summary>Where it is asked.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }

    private sealed class StreamCheck(VeinteNode node, Leaving leaving) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
        {
            if (node.Failure.IsCompleted) return HealthCheckResult.Unhealthy("The stream has failed; the server is stopping.");
            if (leaving.Now) return HealthCheckResult.Unhealthy("The server is stopping.");
            return await node.Ailment(cancel) is { } ailment ? HealthCheckResult.Unhealthy(ailment) : HealthCheckResult.Healthy();
        }
    }
}

/// <summary>Whether this server was told to stop and serves on for a while only. Thread-safe.</summary>
internal sealed class Leaving
{
    private volatile bool _now;

    /// <summary>Whether it is so now.</summary>
    public bool Now => _now;

    /// <summary>From now on it is.</summary>
    public void Begin() => _now = true;
}
