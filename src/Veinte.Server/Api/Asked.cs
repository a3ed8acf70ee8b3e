using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Model;

namespace Veinte.Server.Api;

/// <summary>What callers say in addresses and headers, read once, and what they are told when it cannot be read.</summary>
internal static class Asked
{
    /// <summary>Most items in a part of a list.</summary>
    public const int LimitMax = 500;

    /// <summary>
    /// A name out of an address. Routing leaves an escaped slash as it is, because it could not tell it from a real one.
    /// </summary>
    public static string Name(string routeValue) => routeValue.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Language of reasons: <c>?language=</c>, else the first of ours the browser accepts, else English.</summary>
    public static string Language(HttpContext context, string? asked)
    {
        if (asked is "es" or "en") return asked;
        foreach (var accepted in context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1))
        {
            var value = accepted.Value.Value ?? "";
            if (value.StartsWith("es", StringComparison.OrdinalIgnoreCase)) return "es";
            if (value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return "en";
        }
        return "en";
    }

    /// <summary>The answer to a kind of account that is none.</summary>
    public static ProblemHttpResult UnknownKind(string? kind) =>
        Bad($"'{kind}' is not a kind of account. Ask for customer, touchpoint, staff or area.");

    /// <summary>Reads a kind of account.</summary>
    public static bool TryKind(string? text, out AccountKind kind) => WordNames.TryParse(text ?? "", out kind);

    /// <summary>The answer to a request that cannot be understood.</summary>
    public static ProblemHttpResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "Bad request");

    /// <summary>The answer to a question about something that is not there.</summary>
    public static ProblemHttpResult Missing(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "Not found");

    /// <summary>The answer to what the present state does not allow.</summary>
    public static ProblemHttpResult Conflict(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "Not possible now");
}
