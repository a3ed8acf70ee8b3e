using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Views;
using Veinte.Model;

namespace Veinte.Server.Api;

/// <summary>The books as a whole: <c>/trial-balance</c>, <c>/overview</c>, <c>/drops</c>, <c>/names/{kind}</c>.</summary>
internal static class OverviewApi
{
    public static void MapOverview(RouteGroupBuilder read)
    {
        var books = read.MapGroup("").WithTags("Books");
        books.MapGet("/trial-balance", async (Books all, CancellationToken cancel) => TypedResults.Ok(await all.TrialBalance(cancel)))
            .WithName("trialBalance").WithSummary("Both sides of the books in milli-points, and their difference, which is 0.");
        books.MapGet("/overview", Overview).WithName("overview").WithSummary("Balance and grade over the last days, and what changed.");
        books.MapGet("/drops", async (Books all, CancellationToken cancel) => TypedResults.Ok(new Listing<DropCount>(await all.Drops(cancel))))
            .WithName("drops").WithSummary("What was dropped or quarantined, counted by reason.");
        books.MapGet("/names/{kind}", Names).WithName("names").WithSummary("Names of the touchpoints, staff or areas known.");
    }

    private static async Task<Ok<Overview>> Overview(
        [Range(1, 3660)] int? days, Books books, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(await books.Overview(Instant.From(time.GetUtcNow()), days ?? 30, cancel));

    private static async Task<Results<Ok<Listing<string>>, ProblemHttpResult>> Names(
        [MaxLength(20)] string kind, Books books, CancellationToken cancel)
    {
        if (!Asked.TryKind(kind, out var accountKind) || accountKind == AccountKind.Customer)
            return Asked.Bad($"'{kind}' has no list of names. Ask for touchpoint, staff or area; search customers with /accounts?kind=customer&search=.");
        return TypedResults.Ok(new Listing<string>(await books.Names(accountKind, cancel)));
    }
}
