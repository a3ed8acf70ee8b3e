using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.WebEncoders;
using Veinte.Engine;
using Veinte.Server.Access;
using Veinte.Server.Pages.Accounts;
using Veinte.Server.Pages.Alerts;
using Veinte.Server.Pages.Connect;
using Veinte.Server.Pages.Customers;
using Veinte.Server.Pages.Errors;
using Veinte.Server.Pages.Language;
using Veinte.Server.Pages.Layout;
using Veinte.Server.Pages.Listening;
using Veinte.Server.Pages.Moments;
using Veinte.Server.Pages.Measures;
using Veinte.Server.Pages.Now;
using Veinte.Server.Pages.Parts;
using Veinte.Server.Pages.Promises;
using Veinte.Server.Pages.Settings;
using Veinte.Server.Pages.Surveys;

namespace Veinte.Server.Pages;

/// <summary>
/// The pages: server-rendered Razor components without a circuit, forms that post and redirect, and small ES modules
/// that only improve what already works without them. The host owns authentication and the security headers; the pages
/// need nothing looser than <c>default-src 'self'</c>.
/// </summary>
public static class PagesSetup
{
    /// <summary>Registers what the pages need.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        // Accents as they are written: the pages are UTF-8, and five bytes for an í help nobody.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddScoped<Visitor>();
        return services;
    }

    /// <summary>Maps the pages, their actions and their files. Call it after authentication and authorization are in the pipeline.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseWhen(FailedPages.IsPage, pages => pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = FailedPages.Show, CreateScopeForErrors = true }));
        app.UseWhen(FailedPages.IsPage, pages => pages.Use(async (http, next) =>
        {
            http.Features.Set(await WorkspaceLook.Read(
                http.RequestServices.GetRequiredService<WorkspaceSettings>(), http.RequestServices.GetRequiredService<VeinteNode>().Books, http.RequestAborted));
            await next(http);
        }));
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>();
        app.MapTheme();
        app.MapNowExports();
        app.MapDesk();
        app.MapQuarantineActions();
        app.MapSettings();
        app.MapStatementExports();
        app.MapAccountExports();
        app.MapListeningFiles();
        app.MapMomentsPage();
        app.MapPromiseActions();
        app.MapPromiseExports();
        app.MapMeasureExports();
        app.MapJobActions();
        app.MapAlertActions();
        app.MapSurveyActions();
        app.MapFallback("/{**path:nonfile}", () => new RazorComponentResult<App> { StatusCode = StatusCodes.Status404NotFound }).AllowAnonymous();
        return app;
    }
}
