using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using QRCoder;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Server.Hosting;
using Veinte.Server.Pages.Counter;
using Veinte.Server.Pages.Language;
using Veinte.Server.Surveys.Delivery;

namespace Veinte.Server.Counter;

/// <summary>
/// <c>/counter</c>: the page for a phone at the counter. The page itself holds nothing and is open, so that it comes up without
/// network and after a session has ended; what it sends is taken from a person signed in (from our own pages only) or from a
/// device's write key, which can do nothing but write.
/// </summary>
internal static class CounterEndpoints
{
    /// <summary>Largest post in bytes.</summary>
    public const int BodyBytesMax = 512 * 1024;

    private const int CodePixelsPerModule = 6;
    private static readonly string[] Looking = ["GET", "HEAD"];

    /// <summary>What it needs.</summary>
    public static IServiceCollection AddCounter(this IServiceCollection services) => services.AddSingleton<CounterDesk>();

    /// <summary>Where it answers.</summary>
    public static void MapCounter(this IEndpointRouteBuilder routes)
    {
        var counter = routes.MapGroup("/counter").ExcludeFromDescription().RequireRateLimiting(RateLimits.Api).AddEndpointFilter(SameSite.Check);
        // Speaking instead of typing needs the microphone; no other page asks for it.
        counter.MapMethods("", Looking, Show).AllowAnonymous().WithMetadata(new SecurityHeaders.Permits("camera=(), microphone=(self), geolocation=(), payment=()"));
        counter.MapMethods("/manifest.webmanifest", Looking, Manifest).AllowAnonymous();
        counter.MapMethods("/sw.js", Looking, Worker).AllowAnonymous();
        counter.MapGet("/me", Me).AllowAnonymous();
        counter.MapPost("/moments", Take).RequireAuthorization(Rights.Record);
        counter.MapPost("/devices", MakeDevice).RequireAuthorization(Rights.Admin);
    }

    private static RazorComponentResult<CounterPage> Show(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return new();
    }

    private static IResult Manifest(Visitor visitor)
    {
        var text = visitor.Text.Counter;
        return TypedResults.Text(JsonSerializer.Serialize(
            new CounterManifest(
                "/counter", text.AppName, text.ShortName, text.Claim, "/counter", "/counter", "standalone", "portrait", visitor.Language.Tag(), "#1d3b8b", "#f4f6f7",
                [
                    new("/icons/counter.svg", "any", "image/svg+xml", "any"), new("/icons/counter-192.png", "192x192", "image/png", "any"),
                    new("/icons/counter-512.png", "512x512", "image/png", "any"), new("/icons/counter-mask-512.png", "512x512", "image/png", "maskable"),
                ]),
            CounterManifestJson.Default.CounterManifest), "application/manifest+json");
    }

    private static IResult Worker(HttpContext http, IWebHostEnvironment environment)
    {
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["Service-Worker-Allowed"] = "/counter";
        return TypedResults.Stream(environment.WebRootFileProvider.GetFileInfo("js/offline-worker.js").CreateReadStream(), "text/javascript; charset=utf-8");
    }

    private static IResult Me(ClaimsPrincipal user, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new(user.Identity is { IsAuthenticated: true, Name: { } name } ? name : null, Rights.MayDecide(user)), CounterJson.Wire.CounterVisitor);
    }

    private static async Task<IResult> Take(HttpContext http, ClaimsPrincipal user, CounterDesk desk, CancellationToken cancel)
    {
        if (await Read(http, CounterJson.Wire.CounterPost, cancel) is not { Moments.Count: > 0 and <= CounterDesk.MomentsMax } post || post.Moments.Any(moment => moment is null))
            return Bad($"Send {{\"moments\": [1 to {CounterDesk.MomentsMax} of {{\"id\", \"use\", \"touchpoint\", \"rating\", \"scale\", \"who\"?, \"staff\"?, \"with\"?, \"reason\"?, \"note\"?, \"at\"?}}], \"sentAt\"?}}, at most {BodyBytesMax / 1024} KB.");
        return TypedResults.Json(await desk.Take(post, Rights.AuthorOf(user)), CounterJson.Wire.CounterTaken);
    }

    // The key stands behind the #: it is sent to nobody, and stays out of logs and referrers.
    private static async Task<IResult> MakeDevice(HttpContext http, ClaimsPrincipal user, ApiKeys keys, PublicAddress address, CancellationToken cancel)
    {
        if (await Read(http, CounterJson.Wire.CounterDeviceRequest, cancel) is not { Name.Length: > 0 and <= 80 } request
            || request.Touchpoint is { Length: > CounterDesk.NameCharsMax } || request.Staff is { Length: > CounterDesk.NameCharsMax })
            return Bad("Send {\"name\": 1 to 80 characters, \"touchpoint\"?, \"staff\"?}.");
        var (_, secret) = await keys.Create("counter " + request.Name.Trim(), ApiScope.Write, Rights.AuthorOf(user), cancel);
        var given = new Dictionary<string, string?> { ["device"] = secret, ["where"] = request.Touchpoint, ["staff"] = request.Staff };
        var link = $"{await address.Of(http.Request, cancel)}/counter#{QueryHelpers.AddQueryString("", given.Where(part => !string.IsNullOrWhiteSpace(part.Value)))[1..]}";
        using var generator = new QRCodeGenerator();
        using var code = new PngByteQRCode(generator.CreateQrCode(link, QRCodeGenerator.ECCLevel.M));
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new(link, Convert.ToBase64String(code.GetGraphic(CodePixelsPerModule))), CounterJson.Wire.CounterDevice);
    }

    private static async Task<T?> Read<T>(HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancel) where T : class
    {
        if (http.Request.ContentLength > BodyBytesMax || !http.Request.HasJsonContentType()) return null;
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = BodyBytesMax;
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, cancel);
        }
        catch (Exception broken) when (broken is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static ProblemHttpResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "The counter cannot take this");
}

/// <summary>What a phone needs to know to keep the page as an app (W3C web app manifest).</summary>
internal sealed record CounterManifest(
    string Id, string Name, string ShortName, string Description, string StartUrl, string Scope, string Display, string Orientation, string Lang, string ThemeColor,
    string BackgroundColor, IReadOnlyList<CounterIcon> Icons);

/// <summary>One of its icons.</summary>
internal sealed record CounterIcon(string Src, string Sizes, string Type, string Purpose);

/// <summary>The JSON of the manifest.</summary>
[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower)]
[System.Text.Json.Serialization.JsonSerializable(typeof(CounterManifest))]
internal sealed partial class CounterManifestJson : System.Text.Json.Serialization.JsonSerializerContext;
