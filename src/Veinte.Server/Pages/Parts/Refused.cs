using Microsoft.AspNetCore.Http.HttpResults;

namespace Veinte.Server.Pages.Parts;

/// <summary>Answers a form that was refused with its page as it stands, so that nothing that was typed is lost: not by its address, for what is typed may be long, or a secret that belongs into no log.</summary>
internal static class Refused
{
    /// <summary>The page with what was typed, which it finds among the features of its request.</summary>
    /// <param name="http">The form as it was sent.</param>
    /// <param name="page">Address of the page that has the form.</param>
    /// <param name="query">What the page is asked.</param>
    /// <param name="typed">What was typed.</param>
    public static RazorComponentResult<App> Form<T>(HttpContext http, string page, QueryString query, T typed)
    {
        (http.Request.Path, http.Request.QueryString) = (page, query);
        http.Features.Set(typed);
        return new();
    }
}
