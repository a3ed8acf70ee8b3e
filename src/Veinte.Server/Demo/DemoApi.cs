using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Api;
using Veinte.Server.Hosting;

namespace Veinte.Server.Demo;

/// <summary><c>/demo</c>: the living airline Aurora, for looking and trying.</summary>
internal static class DemoApi
{
    /// <summary>What the demo needs.</summary>
    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoPatience>();
        services.AddSingleton<DemoSurveys>();
        services.AddSingleton<DemoService>();
        services.AddSingleton<IDemoLoader>(provider => provider.GetRequiredService<DemoService>());
        services.AddHostedService(provider => provider.GetRequiredService<DemoService>());
    }

    /// <summary>Where it answers.</summary>
    public static void MapDemo(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/demo", (DemoService demo) => TypedResults.Ok(demo.Status)).WithTags("Demo").WithName("demo")
            .WithSummary("Whether the demo runs, and how much of its history is in the books.");
        decide.MapPost("/demo/start", Start).ProducesProblem(409).WithTags("Demo").WithName("startDemo")
            .WithSummary("Loads the demo into empty books.");
        decide.MapPost("/demo/slow-check-in", SlowCheckIn).ProducesProblem(409).WithTags("Demo").WithName("slowCheckIn")
            .WithSummary("Makes check-in slow for two minutes (?slow=false ends it): the promise about it is found to be broken within seconds.");
        decide.MapPost("/demo/wipe", Wipe).ProducesProblem(409).WithTags("Demo").WithName("wipeDemo")
            .WithSummary("Deletes the demo's books and starts the server again with empty ones, or with ?again=true with the demo from its beginning. Accounts and keys stay.");
    }

    private static async Task<Results<Accepted<DemoStatus>, ProblemHttpResult>> Start(DemoService demo, CancellationToken cancel)
    {
        try
        {
            await demo.Load(cancel);
            return TypedResults.Accepted("/api/v1/demo", demo.Status);
        }
        catch (InvalidOperationException refused)
        {
            return Asked.Conflict(refused.Message);
        }
    }

    private static Results<Ok<DemoStatus>, ProblemHttpResult> SlowCheckIn(DemoService demo, bool slow = true) =>
        demo.SlowCheckIn(slow) ? TypedResults.Ok(demo.Status) : Asked.Conflict("Aurora does not live now: start the demo and wait until its history is loaded.");

    private static async Task<Results<Accepted<DemoStatus>, ProblemHttpResult>> Wipe(DemoService demo, bool again = false, CancellationToken cancel = default) =>
        await demo.Wipe(again, cancel) is { } refusal ? Asked.Conflict(refusal) : TypedResults.Accepted("/api/v1/demo", demo.Status);
}
