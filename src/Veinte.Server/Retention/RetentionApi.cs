using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Server.Api;

namespace Veinte.Server.Retention;

/// <summary><c>/retention</c>: for how long which class of data is kept, and what would go.</summary>
internal static class RetentionApi
{
    /// <summary>What it needs.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<RetentionDesk>();
        services.AddSingleton<RetentionService>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionService>());
        return services;
    }

    /// <summary>Where it answers.</summary>
    public static void MapRetention(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        read.MapGet("/retention", State).WithTags("Operations").WithName("retentionRules")
            .WithSummary("For how many days each class of data is kept (a class that is missing: for ever), and what the last run took away.");
        decide.MapPut("/retention", Set).WithTags("Operations").WithName("setRetentionRules")
            .WithSummary("Sets for how many days each class of data is kept: quarantine, texts, context, uploads, history. A class that is left out is kept for ever.");
        decide.MapPost("/retention/report", Report).WithTags("Operations").WithName("retentionReport")
            .WithSummary("What would go of uploads and the history now. What would go of the journal, 'veinte retain' says.");
    }

    private static async Task<Ok<RetentionState>> State(RetentionDesk desk, CancellationToken cancel) => TypedResults.Ok(await desk.State(cancel));

    private static async Task<Results<Ok<RetentionState>, ProblemHttpResult>> Set(RetentionRules rules, RetentionDesk desk, CancellationToken cancel)
    {
        if (rules.Days is null) return Asked.Bad("'days' must be there: an object with days by class, such as {\"days\":{\"texts\":365}}.");
        if (rules.Problem() is { } problem) return Asked.Bad(problem);
        await desk.Set(rules, cancel);
        return TypedResults.Ok(await desk.State(cancel));
    }

    private static async Task<Ok<RetentionReport>> Report(RetentionDesk desk, RetentionService service, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(new RetentionReport(time.GetUtcNow(), false, await service.Run(await desk.Read(cancel), apply: false, cancel)));
}
