using Microsoft.Extensions.Options;
using Veinte.Doors.Segment;

namespace Veinte.Server.Collect;

/// <summary>
/// The addresses of the collectors. Every route of the Segment API that real clients use ends in the same handler. They
/// skip the middlewares after routing: these routes know their own keys, limits and answers, and are the hot path.
/// </summary>
internal static class CollectEndpoints
{
    private static readonly (string Path, SegmentRoute Route)[] Routes =
    [
        ("/v1/batch", SegmentRoute.Batch), ("/v1/import", SegmentRoute.Batch), ("/v1/b", SegmentRoute.Batch), ("/beacon/v1/batch", SegmentRoute.Batch),
        ("/v1/track", SegmentRoute.Track), ("/v1/t", SegmentRoute.Track),
        ("/v1/identify", SegmentRoute.Identify), ("/v1/i", SegmentRoute.Identify),
        ("/v1/page", SegmentRoute.Page), ("/v1/p", SegmentRoute.Page),
        ("/v1/screen", SegmentRoute.Screen), ("/v1/s", SegmentRoute.Screen),
        ("/v1/group", SegmentRoute.Group), ("/v1/g", SegmentRoute.Group),
        ("/v1/alias", SegmentRoute.Alias), ("/v1/a", SegmentRoute.Alias),
    ];

    /// <summary>What the slice needs.</summary>
    public static IServiceCollection AddCollect(this IServiceCollection services)
    {
        services.AddOptions<CollectOptions>().BindConfiguration("Collect").ValidateOnStart();
        services.AddSingleton<IValidateOptions<CollectOptions>, CollectOptionsCheck>();
        return services.AddSingleton<CollectSources>().AddSingleton<BodyBudget>().AddSingleton<CollectPipeline>()
            .AddSingleton<CollectDebugger>().AddSingleton<Collector>().AddSingleton<QuarantineReplay>();
    }

    /// <summary>Maps the routes, their preflights and the addresses from which browser clients fetch their settings.</summary>
    public static void MapCollect(this IEndpointRouteBuilder app)
    {
        var collector = app.ServiceProvider.GetRequiredService<Collector>();
        foreach (var (path, route) in Routes)
            Open(app.MapPost(path, collector.For(route)));
        // Metrics of the clients about themselves: answered, so that they stay quiet, and not kept.
        Open(app.MapPost("/v1/m", (RequestDelegate)CollectAnswers.Success));
        Open(app.MapMethods("/v1/{**rest}", [HttpMethods.Options], (RequestDelegate)CollectAnswers.Preflight));
        Open(app.MapMethods("/beacon/{**rest}", [HttpMethods.Options], (RequestDelegate)CollectAnswers.Preflight));
        Open(app.MapMethods("/sourceConfig/{**rest}", [HttpMethods.Options], (RequestDelegate)CollectAnswers.Preflight));
        CloudEventsEndpoint.Map(app, collector);
        ClientSettings.Map(app);
        BrowserClient.Map(app);
    }

    /// <summary>Anybody may call: the write key in the request is looked at by the handler.</summary>
    internal static void Open(IEndpointConventionBuilder endpoint) => endpoint.AllowAnonymous().ExcludeFromDescription().DisableValidation().ShortCircuit();
}
