using System.Globalization;
using Veinte.History;
using Veinte.Server.Api;

namespace Veinte.Server.Analysis;

/// <summary>What a question to the history is told when it cannot be answered.</summary>
internal static class HistoryRefusals
{
    private const int TryAgainSeconds = 5;

    /// <summary>Turns the history's refusals into problems: bad questions 400, slow ones 504, and 503 when it has no time or is closed.</summary>
    public static async ValueTask<object?> Tell(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (HistoryQuestionException question)
        {
            return Asked.Bad(question.Message);
        }
        catch (HistoryTimeoutException slow)
        {
            return TypedResults.Problem(slow.Message, statusCode: StatusCodes.Status504GatewayTimeout, title: "Took too long");
        }
        catch (Exception notNow) when (notNow is HistoryBusyException or HistoryClosedException or ObjectDisposedException)
        {
            context.HttpContext.Response.Headers.RetryAfter = TryAgainSeconds.ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(notNow.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not now");
        }
    }
}
