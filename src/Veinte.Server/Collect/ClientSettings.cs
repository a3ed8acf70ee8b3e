using System.Text.Json.Nodes;

namespace Veinte.Server.Collect;

/// <summary>What browser clients fetch before they send anything: where to send to, and that nothing is to be left out.</summary>
internal static class ClientSettings
{
    /// <summary>What whoever asks with a wrong key is told.</summary>
    internal const string NoSuchKey = "There is no such write key. Copy it again from the page Connect.";

    private const string Since = "2026-01-01T00:00:00.000Z";

    public static void Map(IEndpointRouteBuilder app)
    {
        var sources = app.ServiceProvider.GetRequiredService<CollectSources>();
        CollectEndpoints.Open(app.MapGet("/v1/projects/{key}/settings", (RequestDelegate)(context => Segment(context, sources))));
        CollectEndpoints.Open(app.MapGet("/sourceConfig/", (RequestDelegate)(context => Rudder(context, sources))));
    }

    private static Task Segment(HttpContext context, CollectSources sources)
    {
        var key = (string)context.Request.RouteValues["key"]!;
        if (!sources.IsEnabled(key)) return CollectAnswers.Refuse(context, StatusCodes.Status404NotFound, NoSuchKey);
        return Write(context, new()
        {
            ["integrations"] = new JsonObject
            {
                ["Segment.io"] = new JsonObject
                {
                    ["apiKey"] = key,
                    ["apiHost"] = context.Request.Host + "/v1",
                    ["protocol"] = context.Request.Scheme,
                    ["addBundledMetadata"] = true,
                    ["unbundledIntegrations"] = new JsonArray(),
                },
            },
            ["plan"] = new JsonObject
            {
                ["track"] = new JsonObject { ["__default"] = new JsonObject { ["enabled"] = true, ["integrations"] = new JsonObject() } },
            },
            // Without a rate of 0 the client reports about itself to its maker.
            ["metrics"] = new JsonObject { ["sampleRate"] = 0 },
        });
    }

    private static Task Rudder(HttpContext context, CollectSources sources)
    {
        if (sources.Find(context.Request, default) is not { Right: CollectRight.Granted, Source: { } source })
            return CollectAnswers.Refuse(context, StatusCodes.Status401Unauthorized, NoSuchKey);
        return Write(context, new()
        {
            ["source"] = new JsonObject
            {
                ["id"] = source.Name,
                ["name"] = source.Name,
                ["writeKey"] = context.Request.Query["writeKey"].ToString(),
                ["enabled"] = true,
                ["workspaceId"] = "veinte",
                ["config"] = new JsonObject
                {
                    ["statsCollection"] = new JsonObject
                    {
                        ["errors"] = new JsonObject { ["enabled"] = false },
                        ["metrics"] = new JsonObject { ["enabled"] = false },
                    },
                },
                ["destinations"] = new JsonArray(),
                ["updatedAt"] = Since,
            },
            ["updatedAt"] = Since,
        });
    }

    private static Task Write(HttpContext context, JsonObject settings)
    {
        CollectAnswers.AllowOrigin(context);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(settings.ToJsonString());
    }
}
