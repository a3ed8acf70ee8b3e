using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Veinte.Server.Access;

namespace Veinte.Server.Hosting;

/// <summary>
/// <c>/metrics</c> for Prometheus: to this machine freely, to others with a read key. Every meter whose name begins with
/// <c>Veinte</c> is there without further ado. With <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> set, metrics and traces also go to a
/// collector, by OpenTelemetry's own variables: headers, protocol, service name, sampling.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What is collected, and where it goes.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("veinte", serviceVersion: Operations.SystemReader.Version, serviceInstanceId: Environment.MachineName).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter("Veinte*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime", "Npgsql")
                .AddPrometheusExporter());
        if (Environment.GetEnvironmentVariable(Endpoint) is not { Length: > 0 }) return services;
        telemetry
            .WithMetrics(metrics => metrics.AddOtlpExporter())
            // Requests of people, programs and other nodes, and what they asked of the database. Probes would drown them.
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(requests => requests.Filter = context => !context.Request.Path.StartsWithSegments("/healthz") && context.Request.Path != "/metrics")
                .AddSource("Veinte*", "Npgsql")
                .AddOtlpExporter());
        return services;
    }

    /// <summary>Where they are read.</summary>
    public static void MapMetering(this WebApplication app) => app
        .MapPrometheusScrapingEndpoint("/metrics")
        .RequireAuthorization(policy => policy.RequireAssertion(asked =>
            asked.Resource is HttpContext context
            && (Loopback.IsDirect(context) || asked.User.HasClaim(claim => claim.Type == Rights.ScopeClaim && claim.Value != ApiScope.Write.Name))));
}
