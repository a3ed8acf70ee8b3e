using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Folds;
using Veinte.Engine.Folds.Promises;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Promises;

/// <summary><c>/promises/backtest</c>: a draft tried on the past, as a job.</summary>
internal static class PromiseTrials
{
    /// <summary>What its jobs are called.</summary>
    public const string Kind = "backtest-promise";

    public static void MapPromiseTrials(RouteGroupBuilder decide)
    {
        var promises = decide.MapGroup("/promises").WithTags("Promises");
        promises.MapPost("/backtest", TryDraft).ProducesValidationProblem().ProducesProblem(409).WithName("backtestDraft")
            .WithSummary("Tries a promise that is not saved on the whole past, as a job: what the verdict would have been when.");
        promises.MapPost("/{id}/backtest", TryKept).ProducesProblem(404).ProducesProblem(409).WithName("backtestPromise")
            .WithSummary("Tries a saved promise on the whole past, as a job.");
    }

    /// <summary>Starts the job; null when other work is running.</summary>
    public static async Task<JobView?> Start(PromiseDefinition promise, VeinteNode node, Jobs jobs, string author, TimeProvider time, CancellationToken cancel)
    {
        var from = await Beginning(node.Books, time, cancel);
        return await jobs.Start(new(Kind, author), async (progress, stop) =>
        {
            try
            {
                return JobsApi.ToJson(View(await PromiseBacktest.Run(node.Journal, node.Books, promise, from, progress, stop)));
            }
            catch (PastTooLargeException tooLarge)
            {
                throw PastTooLarge.Refusal(tooLarge);
            }
        });
    }

    private static async Task<Results<Accepted<JobView>, ValidationProblem, ProblemHttpResult>> TryDraft(
        PromiseRequest request, ClaimsPrincipal user, HttpContext context, VeinteNode node, Jobs jobs, TimeProvider time, CancellationToken cancel)
    {
        var touchpoints = await node.Books.Names(AccountKind.Touchpoint, cancel);
        if (PromisesApi.Refusal(request.Promise, [.. touchpoints], Asked.Language(context, null) == "es") is { } refusal) return refusal;
        return JobsApi.Started(await Start(request.Promise, node, jobs, Rights.AuthorOf(user), time, cancel)).Result switch
        {
            Accepted<JobView> accepted => accepted,
            ProblemHttpResult busy => busy,
            _ => throw new InvalidOperationException("A job is started or it is not."),
        };
    }

    private static async Task<Results<Accepted<JobView>, ProblemHttpResult>> TryKept(
        string id, ClaimsPrincipal user, PromiseDesk promises, VeinteNode node, Jobs jobs, TimeProvider time, CancellationToken cancel) =>
        await promises.Find(Asked.Name(id), cancel) is { } promise
            ? JobsApi.Started(await Start(promise.Definition, node, jobs, Rights.AuthorOf(user), time, cancel))
            : Asked.Missing($"There is no promise '{Asked.Name(id)}'. See /api/v1/promises.");

    // The past begins with the first contact anybody had.
    private static async Task<Instant> Beginning(Books books, TimeProvider time, CancellationToken cancel)
    {
        var now = Instant.From(time.GetUtcNow());
        var touchpoints = await books.Accounts(new(AccountKind.Touchpoint, Sort: "key", Limit: Books.LimitMax), now, cancel);
        return touchpoints.Items.Select(account => account.FirstAt).Min() is { } first ? Instant.From(first) : now;
    }

    private static BacktestView View(PromiseBacktestResult result) => new(
        result.From, result.Until, result.Verdict, result.N, result.Mean, result.N > 0 ? result.Interval.Low : null, result.N > 0 ? result.Interval.High : null, result.Seen, result.Carried,
        [.. result.Verdicts.Select(verdict => VerdictView.Of(verdict, 0))], result.Arms, [.. result.Course.Select(point => new PromisePoint(point.At, point.N, point.Mean, point.Low, point.High))]);
}

/// <summary>What the past says of a draft.</summary>
/// <param name="From">Where the past begins.</param>
/// <param name="Until">Where it ends.</param>
/// <param name="Verdict">The verdict it would have now.</param>
/// <param name="N">Observations since the evidence last began.</param>
/// <param name="Mean">Their mean, on the measure's scale.</param>
/// <param name="Low">Lower end of the confidence sequence.</param>
/// <param name="High">Upper end.</param>
/// <param name="Seen">Interactions it would have been about, in all the past.</param>
/// <param name="Carried">Those that carried the data it needs.</param>
/// <param name="Verdicts">What would have been said when, oldest first.</param>
/// <param name="Arms">The arms at the end.</param>
/// <param name="Course">The confidence sequence on the way.</param>
public sealed record BacktestView(
    DateTimeOffset From, DateTimeOffset Until, string Verdict, long N, double? Mean, double? Low, double? High, long Seen, long Carried,
    IReadOnlyList<VerdictView> Verdicts, IReadOnlyList<ArmJudgement> Arms, IReadOnlyList<PromisePoint> Course);
