using Microsoft.AspNetCore.Http.HttpResults;
using Scalar.AspNetCore;
using Veinte.Server.Access;
using Veinte.Server.Alerts;
using Veinte.Server.Analysis;
using Veinte.Server.Collect;
using Veinte.Server.Demo;
using Veinte.Server.Hosting;
using Veinte.Server.Listening;
using Veinte.Server.Moments;
using Veinte.Server.Promises;

namespace Veinte.Server.Api;

/// <summary>
/// The API under <c>/api/v1</c>, its description at <c>/openapi/v1.json</c> and a page to try it at
/// <c>/api/reference</c>. Reading asks for the right to read, everything else for the right to decide.
/// </summary>
internal static class ApiEndpoints
{
    /// <summary>What the API needs.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<Jobs>();
        services.AddHostedService(provider => provider.GetRequiredService<Jobs>());
        services.AddValidation();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddOpenApi("v1", ApiDescription.Configure);
        return services;
    }

    /// <summary>Where it answers.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").RequireRateLimiting(RateLimits.Api)
            .AddEndpointFilter(SameSite.Check).AddEndpointFilter(AskedIsValid.Check)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).ProducesProblem(503);
        var read = api.MapGroup("").RequireAuthorization(Rights.Read);
        var decide = api.MapGroup("").RequireAuthorization(Rights.Admin);

        CustomersApi.MapCustomers(read);
        AccountsApi.MapAccounts(read);
        OverviewApi.MapOverview(read);
        InteractionsApi.MapInteractions(read, decide);
        DisputesApi.MapDisputes(read, decide);
        MergesApi.MapMerges(decide);
        QuarantineApi.MapQuarantine(read, decide);
        CollectApi.MapCollected(read, decide);
        ImportsApi.MapImports(read, decide);
        ImportHelpApi.MapImportHelp(decide);
        PoliciesApi.MapPolicies(read, decide);
        RestatementsApi.MapRestatements(decide);
        VerificationApi.MapVerification(decide);
        KeysApi.MapKeys(decide);
        JobsApi.MapJobs(decide);
        ClusterApi.MapCluster(read);
        Operations.SystemApi.MapSystem(read);
        Retention.RetentionApi.MapRetention(read, decide);
        HistoryApi.MapHistory(read);
        JourneysApi.MapJourneys(read);
        MomentsApi.MapMoments(read, decide);
        ExportsApi.MapExports(read);
        ListeningApi.MapListening(read, decide);
        PromisesApi.MapPromises(read, decide);
        PromiseTrials.MapPromiseTrials(decide);
        MeasuresApi.MapMeasures(read);
        MeasureSplits.MapMeasureSplits(decide);
        AlertsApi.MapAlerts(decide);
        LiveApi.MapLive(read);
        DemoApi.MapDemo(read, decide);
        Surveys.Api.SurveysApi.MapSurveys(api, read, decide);

        routes.MapFallback("/api/{**rest}", NothingHere).AllowAnonymous();
        routes.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Rights.Read);
        // Scalar configures itself by a small inline script and inline styles: this page alone is exempt from the strict policy.
        routes.MapScalarApiReference("/api/reference", scalar =>
            {
                scalar.Title = "Veinte API";
                scalar.DefaultFonts = false;
                scalar.Telemetry = false;
            })
            .RequireAuthorization(Rights.Read)
            .WithMetadata(new SecurityHeaders.Relaxed(
                "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'"));
    }

    // What is not there is said in the API's own words, not with a page. Routing also ends here when an address is right
    // and the type of the body is not.
    private static ProblemHttpResult NothingHere(string? rest, HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || request.HasJsonContentType()
            ? Asked.Missing($"There is nothing at {request.Method} /api/{rest}. See /api/reference.")
            : TypedResults.Problem("Send JSON, with the header Content-Type: application/json.",
                statusCode: StatusCodes.Status415UnsupportedMediaType, title: "Unsupported media type");
}
