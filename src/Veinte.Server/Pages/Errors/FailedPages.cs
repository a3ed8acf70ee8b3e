using System.Diagnostics;
using Microsoft.AspNetCore.Antiforgery;
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

    /// <summary>
    /// Says to a person that a form was open for too long: the browser was closed meanwhile, or somebody else came in. Only the token tells, so nothing was done. Programs
    /// and scripts get the status alone. To stand behind the check of tokens.
    /// </summary>
    public static async Task SayStaleForm(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } || !IsPage(http))
        {
            await next(http);
            return;
        }
        // Back where the form stands, when the browser says where that is, and only here.
        var from = Uri.TryCreate(http.Request.Headers.Referer.ToString(), UriKind.Absolute, out var referrer) && referrer.Authority == http.Request.Host.Value ? referrer.PathAndQuery : "/";
        await new RazorComponentResult<FailedPage>(new { Stale = true, Again = from }) { StatusCode = StatusCodes.Status400BadRequest }.ExecuteAsync(http);
    }

    /// <summary>Shows the failure with the number under which the log has it.</summary>
    public static Task Show(HttpContext http) => new RazorComponentResult<FailedPage>(
        new { Number = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier })
    {
        StatusCode = StatusCodes.Status500InternalServerError,
    }.ExecuteAsync(http);
}
