using Veinte.Engine.Folds.Promises;
using Veinte.Server.Access;
using Veinte.Server.Pages.Parts;
using Veinte.Server.Promises;

namespace Veinte.Server.Pages.Promises;

/// <summary>The figures of a promise's chart as a file.</summary>
internal static class PromiseExports
{
    /// <summary>Asks for the course that led to the last verdict.</summary>
    public const string ProofWord = "proof";

    public static void MapPromiseExports(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/promises/{id}/course.csv", Course).RequireAuthorization(Rights.Read).ExcludeFromDescription();

    private static async Task<IResult> Course(string id, string? of, PromiseDesk promises, CancellationToken cancel)
    {
        if (await promises.Find(Addresses.Key(id), cancel) is not { } promise) return TypedResults.NotFound();
        var csv = new Csv("at", "n", "mean", "low", "high", "target");
        var shown = of == ProofWord ? promise.Proof : promise.Evidence;
        foreach (var point in PromiseCourse.Of(promise, shown)) csv.Row(point.At, point.N, point.Mean, point.Low, point.High, promise.Definition.Target);
        return csv.File($"promise-{promise.Id}.csv");
    }
}
