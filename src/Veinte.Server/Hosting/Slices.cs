using Microsoft.AspNetCore.HostFiltering;
using Veinte.Server.Access;
using Veinte.Server.Alerts;
using Veinte.Server.Analysis;
using Veinte.Server.Api;
using Veinte.Server.Collect;
using Veinte.Server.Counter;
using Veinte.Server.Demo;
using Veinte.Server.Importing;
using Veinte.Server.Listening;
using Veinte.Server.Moments;
using Veinte.Server.Operations;
using Veinte.Server.Pages;
using Veinte.Server.Pages.Errors;
using Veinte.Server.Promises;
using Veinte.Server.Retention;
using Veinte.Server.Surveys;
using Veinte.Server.Surveys.Answering;

namespace Veinte.Server.Hosting;

/// <summary>
/// Everything the server is made of, as two lists: what each slice needs, and where it answers. A new slice is a line in
/// each. An endpoint names the right it asks for (<see cref="Rights"/>) or says <c>AllowAnonymous</c>; one that does
/// neither is for administrators only, and the conventions test fails.
/// </summary>
internal static class Slices
{
    /// <summary>What each slice needs.</summary>
    public static void AddTo(IServiceCollection services, ServerSettings settings, AppFolder folder)
    {
        services.AddAccounts(folder);
        services.AddSignIn(folder, settings.Demo);
        services.AddAntiforgery(forgery => forgery.HeaderName = "X-Antiforgery");
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Complete);
        services.AddExceptionHandler<Unavailable>();
        services.AddRateLimits();
        services.AddHealth();
        services.AddTelemetry();
        services.AddOperations();
        services.AddAnalysis();
        services.AddListening();
        services.AddApi();
        services.AddCollect();
        services.AddImporting();
        services.AddRetention();
        services.AddMoments();
        services.AddDemo();
        services.AddPromises();
        services.AddAlerts();
        services.AddSurveys();
        services.AddCounter();
        services.AddPages();
        if (settings.Demo) services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
    }

    /// <summary>The order in which a request meets things, and where each slice answers.</summary>
    public static void MapOn(WebApplication app, ServerSettings settings)
    {
        if (settings.Demo) app.UseHostFiltering();
        app.UseExceptionHandler();
        app.UseRouting();
        app.UseSecurityHeaders();
        app.UseWhen(context => AccessProblems.IsProgram(context.Request), programs => programs.UseStatusCodePages());
        app.UseHsts();
        app.UseAuthentication();
        app.UseMiddleware<SetUpFirst>();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.Use(FailedPages.SayStaleForm);

        app.MapHealth();
        app.MapMetering();
        app.MapAccount();
        app.MapApi();
        app.MapCollect();
        app.MapAnswers();
        app.MapWidget();
        app.MapCounter();
        app.MapPages();
    }
}
