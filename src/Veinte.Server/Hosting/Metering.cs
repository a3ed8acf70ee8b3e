using OpenTelemetry.Metrics;
using Veinte.Server.Access;

namespace Veinte.Server.Hosting;

/// <summary>
/// <c>/metrics</c> for Prometheus: to this machine freely, to others with a read key. Every meter whose name begins with
/// <c>Veinte</c> is there without further ado.
/// </summary>
internal static class Metering
{
    /// <summary>Which meters are collected.</summary>
    public static IServiceCollection AddMetering(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Veinte*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime")
            .AddPrometheusExporter());
        return services;
    }

    /// <summary>Where they are read.</summary>
    public static void MapMetering(this WebApplication app) => app
        .MapPrometheusScrapingEndpoint("/metrics")
        .RequireAuthorization(policy => policy.RequireAssertion(asked =>
            asked.Resource is HttpContext context
            && (Loopback.IsDirect(context) || asked.User.HasClaim(claim => claim.Type == Rights.ScopeClaim && claim.Value != ApiScope.Write.Name))));
}
