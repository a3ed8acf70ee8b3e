using Veinte.Server.Hosting;

namespace Veinte.Server.Access;

/// <summary>Leads a person who looks at pages of a server without any account to the set-up.</summary>
internal sealed class SetUpFirst(RequestDelegate next, FirstRun firstRun, ServerSettings settings)
{
    /// <summary>Called for every request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!settings.Demo && IsPage(context) && await firstRun.IsNeeded(context.RequestAborted))
        {
            context.Response.Redirect("/setup" + context.Request.QueryString);
            return;
        }
        await next(context);
    }

    // A page is what a person who is not signed in would be sent to the sign-in for, and the sign-in itself.
    private static bool IsPage(HttpContext context) =>
        !AccessProblems.IsProgram(context.Request)
        && (context.Request.Path == "/sign-in" || context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null)
        && context.GetEndpoint() is not null
        && context.User.Identity?.IsAuthenticated != true;
}
