using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Server.Pages.Language;
using Veinte.Server.Pages.Parts;

namespace Veinte.Server.Pages.Layout;

/// <summary>Light or dark, as a reader likes it: a cookie for a year, so that the first paint is already right.</summary>
internal static class ThemeActions
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void MapTheme(this IEndpointRouteBuilder routes) => routes.MapPost("/theme", Choose).AllowAnonymous().ExcludeFromDescription();

    private static RedirectHttpResult Choose(HttpContext http, [FromForm] string? theme, [FromForm] string? returnUrl)
    {
        if (theme is "light" or "dark")
            http.Response.Cookies.Append(Visitor.ThemeCookie, theme, new CookieOptions
            {
                MaxAge = Kept,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            });
        else
            http.Response.Cookies.Delete(Visitor.ThemeCookie);
        return TypedResults.LocalRedirect(Addresses.Local(returnUrl));
    }
}
