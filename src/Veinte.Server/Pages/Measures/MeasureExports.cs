using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Veinte.Engine;
using Veinte.Engine.Folds.Measures;
using Veinte.Server.Access;
using Veinte.Server.Api;
using Veinte.Server.Pages.Parts;
using Veinte.Server.Promises;

namespace Veinte.Server.Pages.Measures;

/// <summary>The figures of the measures as a file.</summary>
internal static class MeasureExports
{
    public static void MapMeasureExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/measures.csv", File).RequireAuthorization(Rights.Read).ExcludeFromDescription();
        routes.MapGet("/measures/split.csv", SplitFile).RequireAuthorization(Rights.Admin).ExcludeFromDescription();
        routes.MapPost("/measures/split", Split).RequireAuthorization(Rights.Admin).ExcludeFromDescription();
    }

    /// <summary>What a finished job has read, or null.</summary>
    internal static MeasuresSplit? SplitOf(JobView job) => job is { Kind: MeasureSplits.Kind, State: JobStates.Finished } ? job.Result?.Deserialize((JsonTypeInfo<MeasuresSplit>)ApiJson.Wire.GetTypeInfo(typeof(MeasuresSplit))) : null;

    private static async Task<RedirectHttpResult> Split(
        HttpContext http, VeinteNode node, Jobs jobs, TimeProvider time, [FromForm] string? measure, [FromForm] string? by, [FromForm] int? days, [FromForm] string? to, [FromForm] string? of, [FromForm] string? name)
    {
        var query = new Dictionary<string, string?> { ["measure"] = measure, ["by"] = by, ["days"] = days?.ToString(CultureInfo.InvariantCulture), ["to"] = to, ["of"] = of, ["name"] = name };
        if (MeasureSplits.By(of, name) is not { } split || !MeasuresApi.TryDay(to, out var last)) query["said"] = "name";
        else if (await MeasureSplits.Start(split, MeasuresApi.LastDay(last, time), Math.Clamp(days ?? 30, 1, MeasureSplitRequest.DaysMax), node, jobs, Rights.AuthorOf(http.User)) is { } job)
            query["job"] = job.Id.ToString(CultureInfo.InvariantCulture);
        else query["said"] = "busy";
        return TypedResults.LocalRedirect("/measures" + QueryString.Create(query.Where(pair => !string.IsNullOrEmpty(pair.Value))) + "#split");
    }

    private static async Task<IResult> SplitFile(string? measure, long? job, Jobs jobs, CancellationToken cancel)
    {
        if (job is not { } id || await jobs.Find(id, cancel) is not { } work || SplitOf(work)?.Measures.FirstOrDefault(one => one.Measure == measure) is not { } found) return TypedResults.NotFound();
        var csv = new Csv("kind", "key", "n", "value", "low", "high", "n_before", "before", "change", "change_low", "change_high");
        void Row(string kind, MeasureReading row) => csv.Row(kind, row.Key, row.N, row.Value, row.Low, row.High, row.NBefore, row.Before, row.Change, row.ChangeLow, row.ChangeHigh);
        foreach (var row in found.Values) Row("value", row);
        if (found.Others is { } others) Row("others", others);
        if (found.Without is { } without) Row("without", without);
        Row("all", found.All);
        return csv.File($"{measure}-split.csv");
    }

    private static async Task<IResult> File(string? measure, string? by, int? days, string? to, MeasureDesk measures, TimeProvider time, CancellationToken cancel)
    {
        if (!MeasuresApi.TryMeasure(measure, out var kind) || !MeasuresApi.TryDimension(by, out var dimension) || !MeasuresApi.TryDay(to, out var last)) return TypedResults.NotFound();
        var csv = new Csv("key", "n", "value", "low", "high", "n_before", "before", "change", "change_low", "change_high");
        foreach (var row in await measures.Read(kind, dimension, MeasuresApi.LastDay(last, time), Math.Clamp(days ?? 30, 1, 200), cancel))
            csv.Row(row.Key, row.N, row.Value, row.Low, row.High, row.NBefore, row.Before, row.Change, row.ChangeLow, row.ChangeHigh);
        return csv.File($"{measure}.csv");
    }
}
