using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Veinte.Server.Pages.Errors;

/// <summary>What a person sees when a page fails: a page, not a stack. Programs keep their problem+json.</summary>
internal static class FailedPages
{
    private static readonly string[] Programs = ["/api", "/v1", "/ofrep", "/openapi", "/cloudevents", "/hooks", "/metrics", "/healthz"];

    /// <summary>Whether a person's browser asks.</summary>
    public static bool IsPage(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(Programs, prefix => http.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Shows the failure with the number under which the log has it.</summary>
    public static Task Show(HttpContext http) => new RazorComponentResult<FailedPage>(
        new { Number = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier })
    {
        StatusCode = StatusCodes.Status500InternalServerError,
    }.ExecuteAsync(http);
}
