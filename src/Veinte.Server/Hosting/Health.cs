using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Veinte.Engine;

namespace Veinte.Server.Hosting;

/// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: the stream is well too.</summary>
internal static class Health
{
    private const string Ready = "ready";

    /// <summary>What is checked.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<StreamCheck>("stream", tags: [Ready]);
        return services;
    }

    /// <summary>Where it is asked.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }

    private sealed class StreamCheck(VeinteNode node) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default) => Task.FromResult(
            node.Failure.IsCompleted
                ? HealthCheckResult.Unhealthy("The stream has failed; the server is stopping.")
                : HealthCheckResult.Healthy());
    }
}
