namespace Veinte.Server.Access;

/// <summary>What programs are told when they may not.</summary>
internal static class AccessProblems
{
    /// <summary>Answers with a problem document (RFC 9457).</summary>
    public static async Task Write(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new()
        {
            HttpContext = context,
            ProblemDetails = { Status = status, Title = title, Detail = detail },
        });
    }

    /// <summary>Answers somebody who is known and may not.</summary>
    public static Task Forbidden(HttpContext context)
    {
        var scope = context.User.FindFirst(Rights.ScopeClaim)?.Value;
        return Write(context, StatusCodes.Status403Forbidden, "Not allowed",
            scope == ApiScope.Write.Name
                ? "A write key sends interactions and nothing else. Reading needs a key of scope read, deciding one of scope admin."
                : "This needs the scope admin. Ask whoever administers this server.");
    }

    /// <summary>Whether a request comes from a program rather than from a person's browser looking at pages.</summary>
    public static bool IsProgram(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/openapi")
        || request.Path.StartsWithSegments("/metrics") || request.Path.StartsWithSegments("/v1")
        || !HttpMethods.IsGet(request.Method);
}
