using System.Diagnostics;

namespace Veinte.Server.Hosting;

/// <summary>What every problem document says besides its own matter.</summary>
internal static class Problems
{
    /// <summary>Adds the address and the trace id by which the log is searched.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
        context.ProblemDetails.Extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
    }
}
