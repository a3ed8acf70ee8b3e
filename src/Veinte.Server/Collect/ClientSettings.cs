using System.Text.Json.Nodes;

namespace Veinte.Server.Collect;

/// <summary>What browser clients fetch before they send anything: where to send to, and that nothing is to be left out.</summary>
internal static class ClientSettings
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/projects/{key}/settings", (RequestDelegate)Segment).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/sourceConfig/", (RequestDelegate)Rudder).AllowAnonymous().ExcludeFromDescription();
    }

    private static Task Segment(HttpContext context)
    {
        CollectEndpoints.AllowOrigin(context);
        var settings = new JsonObject
        {
            ["integrations"] = new JsonObject
            {
                ["Segment.io"] = new JsonObject
                {
                    ["apiKey"] = (string)context.Request.RouteValues["key"]!,
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
        };
        return Write(context, settings);
    }

    private static Task Rudder(HttpContext context)
    {
        CollectEndpoints.AllowOrigin(context);
        var key = context.Request.Query["writeKey"].ToString();
        const string since = "2026-01-01T00:00:00.000Z";
        var settings = new JsonObject
        {
            ["source"] = new JsonObject
            {
                ["id"] = "veinte",
                ["name"] = "Veinte",
                ["writeKey"] = key,
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
                ["updatedAt"] = since,
            },
            ["updatedAt"] = since,
        };
        return Write(context, settings);
    }

    private static Task Write(HttpContext context, JsonObject settings)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(settings.ToJsonString());
    }
}
