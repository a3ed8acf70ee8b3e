using Veinte.Engine.Folds.Measures;
using Veinte.Server.Access;
using Veinte.Server.Pages.Parts;
using Veinte.Server.Promises;

namespace Veinte.Server.Pages.Measures;

/// <summary>The figures of the measures as a file.</summary>
internal static class MeasureExports
{
    public static void MapMeasureExports(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/measures.csv", File).RequireAuthorization(Rights.Read).ExcludeFromDescription();

    private static async Task<IResult> File(string? measure, string? by, int? days, string? to, MeasureDesk measures, TimeProvider time, CancellationToken cancel)
    {
        if (!MeasuresApi.TryMeasure(measure, out var kind) || !MeasuresApi.TryDimension(by, out var dimension) || !MeasuresApi.TryDay(to, out var last)) return TypedResults.NotFound();
        var csv = new Csv("key", "n", "value", "low", "high", "n_before", "before", "change", "change_low", "change_high");
        foreach (var row in await measures.Read(kind, dimension, MeasuresApi.LastDay(last, time), Math.Clamp(days ?? 30, 1, 200), cancel))
            csv.Row(row.Key, row.N, row.Value, row.Low, row.High, row.NBefore, row.Before, row.Change, row.ChangeLow, row.ChangeHigh);
        return csv.File($"{measure}.csv");
    }
}
