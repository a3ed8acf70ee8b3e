using System.IO.Compression;
using Microsoft.Extensions.FileProviders;

namespace Veinte.Server.Collect;

/// <summary>
/// The client of browsers itself, for pages without a bundler: <c>/analytics.js/v1/{key}/analytics.min.js</c>, as the snippet
/// of the Segment API asks for it, and the parts it loads later. The files are the client's own, in wwwroot/vendor. They are
/// read and packed once, when the first page asks.
/// </summary>
internal static class BrowserClient
{
    private const string Folder = "vendor/analytics-next";
    private const string Main = "standalone.js";

    public static void Map(IEndpointRouteBuilder app)
    {
        var sources = app.ServiceProvider.GetRequiredService<CollectSources>();
        var root = app.ServiceProvider.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider;
        var files = new Lazy<Dictionary<string, Script>>(() => Read(root));
        CollectEndpoints.Open(app.MapGet("/analytics.js/v1/{key}/analytics.min.js", (RequestDelegate)(context =>
            sources.IsEnabled((string)context.Request.RouteValues["key"]!)
                ? Write(context, files.Value[Main], "public, max-age=3600")
                : CollectAnswers.Refuse(context, StatusCodes.Status404NotFound, ClientSettings.NoSuchKey))));
        // A part's name changes with its content.
        CollectEndpoints.Open(app.MapGet("/analytics-next/bundles/{part}", (RequestDelegate)(context =>
            files.Value.TryGetValue((string)context.Request.RouteValues["part"]!, out var script)
                ? Write(context, script, "public, max-age=31536000, immutable")
                : CollectAnswers.Refuse(context, StatusCodes.Status404NotFound, "There is no such part of the client."))));
    }

    private static Task Write(HttpContext context, Script script, string cached)
    {
        CollectAnswers.AllowOrigin(context);
        var response = context.Response;
        response.ContentType = "text/javascript; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = cached;
        response.Headers.Vary = "Accept-Encoding, Origin";
        var packed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (packed) response.Headers.ContentEncoding = "gzip";
        var bytes = packed ? script.Packed : script.Plain;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static Dictionary<string, Script> Read(IFileProvider root) => root.GetDirectoryContents(Folder)
        .Where(file => file.Name.EndsWith(".js", StringComparison.Ordinal))
        .ToDictionary(file => file.Name, Read, StringComparer.Ordinal);

    private static Script Read(IFileInfo file)
    {
        using var stream = file.CreateReadStream();
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(plain.GetBuffer().AsSpan(0, (int)plain.Length));
        return new(plain.ToArray(), packed.ToArray());
    }

    private sealed record Script(byte[] Plain, byte[] Packed);
}
