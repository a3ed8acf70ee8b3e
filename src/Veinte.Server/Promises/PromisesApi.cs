using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Views;
using Veinte.Model;
using Veinte.Server.Access;
using Veinte.Server.Api;

namespace Veinte.Server.Promises;

/// <summary><c>/promises</c>: strategic questions, judged in real time.</summary>
internal static class PromisesApi
{
    private const int EvidencePage = 50;

    public static void MapPromises(RouteGroupBuilder read, RouteGroupBuilder decide)
    {
        var (asked, written) = (read.MapGroup("/promises").WithTags("Promises"), decide.MapGroup("/promises").WithTags("Promises"));
        asked.MapGet("", All).WithName("promises").WithSummary("All promises, judged now: broken ones first.");
        asked.MapGet("/capture-plan", Capture).WithName("capturePlan")
            .WithSummary("For each promise the data it needs, the share of interactions that carry them, and what the gap costs in days.");
        asked.MapGet("/{id}", One).ProducesProblem(404).WithName("promise")
            .WithSummary("One promise: definition, verdict, log e, confidence sequence over time, arms, guardrails.");
        asked.MapGet("/{id}/versions", Versions).ProducesProblem(404).WithName("promiseVersions").WithSummary("Versions of a promise, newest first.");
        asked.MapGet("/{id}/evidence", Evidence).ProducesProblem(404).WithName("promiseEvidence")
            .WithSummary("The latest interactions that count as evidence, newest first: up to 256 of each partition.");
        asked.MapGet("/{id}/arm", Arm).ProducesProblem(404).WithName("promiseArm")
            .WithSummary("The arm a customer is given by the hash of his id; for promises whose arms are shared out by customer.");
        written.MapPost("", Create).ProducesValidationProblem().ProducesProblem(409).WithName("writePromise")
            .WithSummary("Writes a promise, as a draft or running at once. What is wrong is told at each field in 'errors'.");
        written.MapPost("/{id}/versions", Edit).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).WithName("editPromise")
            .WithSummary("Writes a new version. A running promise begins with new evidence: nothing is reinterpreted.");
        written.MapPost("/{id}/start", Start).ProducesProblem(404).ProducesProblem(409).WithName("startPromise").WithSummary("Starts a draft.");
        written.MapPost("/{id}/end", End).ProducesProblem(404).ProducesProblem(409).WithName("endPromise").WithSummary("Ends a running promise; its evidence stays readable.");
    }

    /// <summary>An id out of a question: its first words in lower-case ASCII, made unique by a number.</summary>
    public static string IdOf(string question, IReadOnlyCollection<string> taken)
    {
        var plain = new string([.. question.Normalize(System.Text.NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            .Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ')]);
        var words = string.Join('-', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6));
        var id = words.Length == 0 ? "promise" : words[..Math.Min(60, words.Length)];
        if (!taken.Contains(id)) return id;
        for (var number = 2; ; number++)
            if (!taken.Contains($"{id}-{number}")) return $"{id}-{number}";
    }

    /// <summary>Problems as problem+json has them: field → messages.</summary>
    public static ValidationProblem? Refusal(PromiseDefinition promise, IReadOnlyCollection<string> touchpoints, bool spanish)
    {
        var problems = PromiseCheck.Of(promise, touchpoints, spanish);
        return problems.Count == 0 ? null : TypedResults.ValidationProblem(
            problems.GroupBy(problem => problem.Field).ToDictionary(same => same.Key, same => same.Select(problem => problem.Problem).ToArray()),
            spanish ? "La promesa no puede juzgarse así; nada se ha guardado." : "The promise cannot be judged like this; nothing was saved.",
            title: "Bad request");
    }

    private static async Task<Ok<Listing<PromiseRow>>> All(PromiseDesk promises, TimeProvider time, CancellationToken cancel)
    {
        var now = Instant.From(time.GetUtcNow());
        var all = await promises.All(cancel: cancel);
        var silent = await promises.Silent(all, now, cancel);
        var rows = all.Select(promise => PromiseRow.Of(promise, silent.GetValueOrDefault(promise.Id), now));
        return TypedResults.Ok(new Listing<PromiseRow>([.. rows.OrderBy(Urgency)]));
    }

    private static async Task<Ok<Listing<PromiseCapture>>> Capture(PromiseDesk promises, LatestCapture latest, VeinteNode node, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(new Listing<PromiseCapture>(await PromiseCapture.All(promises, latest, node, Instant.From(time.GetUtcNow()), cancel)));

    /// <summary>Broken ones first, then what is undecided, what runs, what is kept, drafts, and what has ended.</summary>
    public static int Urgency(PromiseRow row) => (row.State, row.Verdict) switch
    {
        (PromiseWords.Ended, _) => 9,
        (PromiseWords.Draft, _) => 8,
        (_, PromiseWords.Broken) => 0,
        (_, PromiseWords.Undecided) => 1,
        (_, PromiseWords.Kept) => 3,
        _ => 2,
    };

    private static async Task<Results<Ok<PromiseDetail>, ProblemHttpResult>> One(string id, PromiseDesk promises, TimeProvider time, CancellationToken cancel) =>
        await promises.Find(Asked.Name(id), cancel) is { } promise ? TypedResults.Ok(PromiseDetail.Of(promise, Instant.From(time.GetUtcNow()))) : Missing(id);

    private static async Task<Results<Ok<Listing<PromiseVersionView>>, ProblemHttpResult>> Versions(string id, PromiseDesk promises, CancellationToken cancel) =>
        await promises.Find(Asked.Name(id), cancel) is { } promise
            ? TypedResults.Ok(new Listing<PromiseVersionView>([.. promise.Versions.Reverse().Select(version =>
                new PromiseVersionView(version.Number, new Instant(version.AtMicros).ToDateTimeOffset(), version.Author, JsonElement.Parse(version.Json)))]))
            : Missing(id);

    private static async Task<Results<Ok<Page<EvidenceItem>>, ProblemHttpResult>> Evidence(
        string id, PromiseDesk promises, Books books, HttpContext context, [Range(0, 1_000_000)] int? cursor, CancellationToken cancel) =>
        await promises.Find(Asked.Name(id), cancel) is { } promise
            ? TypedResults.Ok(await EvidenceOf(promise, books, Asked.Language(context, null), cursor ?? 0, EvidencePage, cancel))
            : Missing(id);

    /// <summary>A part of the interactions behind a promise.</summary>
    public static async Task<Page<EvidenceItem>> EvidenceOf(PromiseReading promise, Books books, string language, int skip, int take, CancellationToken cancel)
    {
        var lines = promise.Evidence?.Recent ?? [];
        var scale = PromiseScale.Of(promise.Definition.Measure, promise.Definition.Direction) ?? new(0, 1, false);
        var items = new List<EvidenceItem>();
        foreach (var line in lines.Skip(skip).Take(take))
        {
            var found = await books.Interaction(line.Position, language, cancel);
            items.Add(new(
                line.Position.ToString(CultureInfo.InvariantCulture), scale.Out(line.Value), promise.Definition.Arms?.Items.ElementAtOrDefault(line.Arm)?.Name, found?.Line.OccurredAt,
                found?.Line.Touchpoint, found?.Line.Customer));
        }
        return new(items, lines.Count > skip + take ? (skip + take).ToString(CultureInfo.InvariantCulture) : null);
    }

    private static async Task<Results<Ok<PromiseArmView>, ProblemHttpResult>> Arm(
        string id, [Required, StringLength(1000, MinimumLength = 1)] string customer, PromiseDesk promises, CancellationToken cancel)
    {
        if (await promises.Find(Asked.Name(id), cancel) is not { } promise) return Missing(id);
        return promise.Definition.Arms is { By: "customer" }
            ? TypedResults.Ok(new PromiseArmView(PromiseDesk.ArmOf(promise, customer)))
            : Asked.Conflict("The arms of this promise are not shared out by customer.");
    }

    private static async Task<Results<Created<PromiseWritten>, ValidationProblem, ProblemHttpResult>> Create(
        PromiseRequest request, ClaimsPrincipal user, HttpContext context, PromiseDesk promises, Books books, CancellationToken cancel)
    {
        var known = await promises.All(cancel: cancel);
        var id = request.Id ?? IdOf(request.Promise.Question, [.. known.Select(promise => promise.Id)]);
        return await Write(id, 0, request.Promise, user, context, promises, books, cancel);
    }

    private static Task<Results<Created<PromiseWritten>, ValidationProblem, ProblemHttpResult>> Edit(
        string id, PromiseEdit request, ClaimsPrincipal user, HttpContext context, PromiseDesk promises, Books books, CancellationToken cancel) =>
        Write(Asked.Name(id), request.Version, request.Promise, user, context, promises, books, cancel);

    private static async Task<Results<Created<PromiseWritten>, ValidationProblem, ProblemHttpResult>> Write(
        string id, int expected, PromiseDefinition promise, ClaimsPrincipal user, HttpContext context, PromiseDesk promises, Books books, CancellationToken cancel)
    {
        var touchpoints = await books.Names(AccountKind.Touchpoint, cancel);
        if (Refusal(promise, [.. touchpoints], Asked.Language(context, null) == "es") is { } refusal) return refusal;
        var result = await promises.Write(id, expected, promise, Rights.AuthorOf(user), cancel);
        return result.Status switch
        {
            DeskStatus.Done => TypedResults.Created($"/api/v1/promises/{Uri.EscapeDataString(id)}", new PromiseWritten(id, expected + 1, result.Position.Value)),
            DeskStatus.NotFound => Asked.Missing(result.Detail),
            DeskStatus.AlreadyDone or DeskStatus.Refused => Asked.Conflict(result.Detail),
        };
    }

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> Start(string id, ClaimsPrincipal user, PromiseDesk promises, CancellationToken cancel) =>
        DecisionTaken.Answer(await promises.Start(Asked.Name(id), Rights.AuthorOf(user), cancel));

    private static async Task<Results<Ok<DecisionTaken>, ProblemHttpResult>> End(string id, ClaimsPrincipal user, PromiseDesk promises, CancellationToken cancel) =>
        DecisionTaken.Answer(await promises.End(Asked.Name(id), Rights.AuthorOf(user), cancel));

    private static ProblemHttpResult Missing(string id) => Asked.Missing($"There is no promise '{Asked.Name(id)}'. See /api/v1/promises.");
}

/// <summary>A promise to be written.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Id">Its id; null to make one from the question.</param>
internal sealed record PromiseRequest(PromiseDefinition Promise, [property: RegularExpression("^[a-z0-9][a-z0-9-]{0,79}$")] string? Id = null);

/// <summary>A new version of a promise.</summary>
/// <param name="Version">The version it was made from.</param>
/// <param name="Promise">The promise as it is to be.</param>
internal sealed record PromiseEdit([property: Range(1, int.MaxValue)] int Version, PromiseDefinition Promise);

/// <summary>A promise as it was written.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Position">Where it stands in the journal.</param>
internal sealed record PromiseWritten(string Id, int Version, long Position);

/// <summary>The arm of a customer.</summary>
/// <param name="Arm">Its name.</param>
internal sealed record PromiseArmView(string Arm);
