namespace Veinte.Server.Hosting;

/// <summary>
/// Headers on every answer. Pages may run no inline script and load nothing from elsewhere; an endpoint that cannot live
/// under that says so with <see cref="Relaxed"/>.
/// </summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Metadata of an endpoint with a content security policy of its own.</summary>
    /// <param name="ContentSecurityPolicy">The policy.</param>
    internal sealed record Relaxed(string ContentSecurityPolicy);

    /// <summary>Metadata of an endpoint whose page may use more of the device than others.</summary>
    /// <param name="PermissionsPolicy">The policy.</param>
    internal sealed record Permits(string PermissionsPolicy);

    /// <summary>Adds the headers.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = context.GetEndpoint()?.Metadata.GetMetadata<Permits>()?.PermissionsPolicy ?? "camera=(), microphone=(), geolocation=(), payment=()";
        headers.ContentSecurityPolicy = context.GetEndpoint()?.Metadata.GetMetadata<Relaxed>()?.ContentSecurityPolicy ?? Policy;
        headers.XFrameOptions = "DENY";
        return next(context);
    });
}
