using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Veinte.Server.Surveys.Answering;

/// <summary>
/// <c>/cx.js</c>: the widget and what it asks with in one classic script, for a page of any origin. Put together from the
/// modules once, so that the way through a survey is written once.
/// </summary>
internal static class WidgetScript
{
    /// <summary>Where it answers.</summary>
    public static void MapWidget(this IEndpointRouteBuilder routes)
    {
        var made = new Lazy<(byte[] Bytes, EntityTagHeaderValue Tag)>(() => Make(routes.ServiceProvider.GetRequiredService<IWebHostEnvironment>()));
        routes.MapMethods("/cx.js", ["GET", "HEAD"], (HttpContext http) =>
        {
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            http.Response.Headers.CacheControl = "public, max-age=3600";
            return TypedResults.File(made.Value.Bytes, "text/javascript; charset=utf-8", entityTag: made.Value.Tag);
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static (byte[] Bytes, EntityTagHeaderValue Tag) Make(IWebHostEnvironment environment)
    {
        var script = $"(() => {{\n'use strict';\n{Plain(environment, "js/new-id.js")}{Plain(environment, "js/survey.js")}{Read(environment, "js/widget.js")}}})();\n";
        var bytes = Encoding.UTF8.GetBytes(script);
        return (bytes, new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..8])}\""));
    }

    private static string Plain(IWebHostEnvironment environment, string path) => Read(environment, path).Replace("\nexport ", "\n", StringComparison.Ordinal);

    private static string Read(IWebHostEnvironment environment, string path)
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo(path).CreateReadStream());
        return reader.ReadToEnd();
    }
}
