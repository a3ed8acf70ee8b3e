using Microsoft.AspNetCore.Identity;
using Veinte.Server.Access;

namespace Veinte.Server.Api;

/// <summary>
/// A browser sends its cookie with whatever page asks it to. So a change asked for by cookie must come from our own pages:
/// the browser itself says so in <c>Sec-Fetch-Site</c> (or <c>Origin</c>), which no page can forge. Keys need none of it.
/// </summary>
internal static class SameSite
{
    /// <summary>The check, as a filter of endpoints.</summary>
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (IsSafe(context.Request.Method) || !ComesByItself(context) || IsOwnPage(context.Request)) return await next(invocation);
        return TypedResults.Problem(
            "A change asked for with a cookie must come from this server's own pages. Programs send a key: Authorization: Bearer vk_admin_….",
            statusCode: StatusCodes.Status400BadRequest, title: "Cross-site request");
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // A browser adds the cookie by itself, and the demo's visitor needs nothing at all; a key is always added on purpose.
    private static bool ComesByItself(HttpContext context) =>
        context.User.Identity?.AuthenticationType is { } type && (type == IdentityConstants.ApplicationScheme || type == DemoVisitor.SchemeName);

    private static bool IsOwnPage(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site]) return site is "same-origin" or "none";
        if (request.Headers.Origin is [{ } origin]) return origin == $"{request.Scheme}://{request.Host}";
        // Neither header: not a browser. The demo's visitor may use curl; a stolen cookie may not.
        return request.HttpContext.User.Identity?.AuthenticationType == DemoVisitor.SchemeName;
    }
}
