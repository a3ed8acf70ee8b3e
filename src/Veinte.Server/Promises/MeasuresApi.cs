using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Veinte.Engine.Folds.Measures;
using Veinte.Model;
using Veinte.Server.Api;

namespace Veinte.Server.Promises;

/// <summary><c>/measures</c>: NPS, CSAT and CES, each one measure over all surveys and sources.</summary>
internal static class MeasuresApi
{
    private const int DaysMax = 200;

    public static void MapMeasures(RouteGroupBuilder read)
    {
        var measures = read.MapGroup("/measures").WithTags("Measures");
        measures.MapGet("/{measure}", Values).WithName("measure")
            .WithSummary("nps, csat or ces with intervals, by touchpoint, channel, staff, area or source, and their change against the days before.");
        measures.MapGet("/{measure}/course", Course).WithName("measureCourse").WithSummary("A measure by day, for all or one touchpoint, channel, staff member, area or source.");
    }

    /// <summary>Reads the name of a measure.</summary>
    public static bool TryMeasure(string? text, out MeasureKind measure) => (measure = text switch { "nps" => MeasureKind.Nps, "csat" => MeasureKind.Csat, "ces" => MeasureKind.Ces, _ => 0 }) != 0;

    /// <summary>Reads the name of a dimension; none means all together.</summary>
    public static bool TryDimension(string? text, out MeasureDimension dimension) => (dimension = text switch
    {
        null or "" or "all" => MeasureDimension.All, "touchpoint" => MeasureDimension.Touchpoint, "channel" => MeasureDimension.Channel,
        "staff" => MeasureDimension.Staff, "area" => MeasureDimension.Area, "source" => MeasureDimension.Source, _ => 0,
    }) != 0;

    private static async Task<Results<Ok<Listing<MeasureReading>>, ProblemHttpResult>> Values(
        string measure, string? by, [Range(1, DaysMax)] int? days, MeasureDesk measures, TimeProvider time, CancellationToken cancel)
    {
        if (!TryMeasure(measure, out var kind)) return NoMeasure(measure);
        if (!TryDimension(by, out var dimension)) return NoDimension(by);
        return TypedResults.Ok(new Listing<MeasureReading>(await measures.Read(kind, dimension, Instant.From(time.GetUtcNow()), days ?? 30, cancel)));
    }

    private static async Task<Results<Ok<Listing<MeasurePoint>>, ProblemHttpResult>> Course(
        string measure, string? by, [StringLength(500)] string? key, [Range(1, 400)] int? days, MeasureDesk measures, TimeProvider time, CancellationToken cancel)
    {
        if (!TryMeasure(measure, out var kind)) return NoMeasure(measure);
        if (!TryDimension(by, out var dimension)) return NoDimension(by);
        return TypedResults.Ok(new Listing<MeasurePoint>(await measures.Course(kind, dimension, key ?? "", Instant.From(time.GetUtcNow()), days ?? 90, cancel)));
    }

    private static ProblemHttpResult NoMeasure(string measure) => Asked.Missing($"There is no measure '{measure}'. Ask for nps, csat or ces.");

    private static ProblemHttpResult NoDimension(string? by) => Asked.Bad($"Answers cannot be told apart by '{by}'. Ask by touchpoint, channel, staff, area or source.");
}
