using System.ComponentModel.DataAnnotations;
using System.Globalization;
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
            .WithSummary("nps, csat or ces with intervals, by touchpoint, channel, staff, area, source, journey, stage or intent, over so many days up to today or a last day, and their change against as many days before.");
        measures.MapGet("/{measure}/course", Course).WithName("measureCourse").WithSummary("A measure by day, for all or one touchpoint, channel, staff member, area, source, journey, stage or intent.");
    }

    /// <summary>Reads the name of a measure.</summary>
    public static bool TryMeasure(string? text, out MeasureKind measure) => (measure = text switch { "nps" => MeasureKind.Nps, "csat" => MeasureKind.Csat, "ces" => MeasureKind.Ces, _ => 0 }) != 0;

    /// <summary>Reads the name of a dimension; none means all together.</summary>
    public static bool TryDimension(string? text, out MeasureDimension dimension) => (dimension = text switch
    {
        null or "" or "all" => MeasureDimension.All, "touchpoint" => MeasureDimension.Touchpoint, "channel" => MeasureDimension.Channel,
        "staff" => MeasureDimension.Staff, "area" => MeasureDimension.Area, "source" => MeasureDimension.Source,
        "journey" => MeasureDimension.Journey, "stage" => MeasureDimension.Stage, "intent" => MeasureDimension.Intent, _ => 0,
    }) != 0;

    private static async Task<Results<Ok<Listing<MeasureReading>>, ProblemHttpResult>> Values(
        string measure, string? by, [Range(1, DaysMax)] int? days, string? to, MeasureDesk measures, TimeProvider time, CancellationToken cancel)
    {
        if (!TryMeasure(measure, out var kind)) return NoMeasure(measure);
        if (!TryDimension(by, out var dimension)) return NoDimension(by);
        if (!TryDay(to, out var last)) return NoDay(to);
        return TypedResults.Ok(new Listing<MeasureReading>(await measures.Read(kind, dimension, LastDay(last, time), days ?? 30, cancel)));
    }

    private static async Task<Results<Ok<Listing<MeasurePoint>>, ProblemHttpResult>> Course(
        string measure, string? by, [StringLength(500)] string? key, [Range(1, 400)] int? days, string? to, MeasureDesk measures, TimeProvider time, CancellationToken cancel)
    {
        if (!TryMeasure(measure, out var kind)) return NoMeasure(measure);
        if (!TryDimension(by, out var dimension)) return NoDimension(by);
        if (!TryDay(to, out var last)) return NoDay(to);
        return TypedResults.Ok(new Listing<MeasurePoint>(await measures.Course(kind, dimension, key ?? "", LastDay(last, time), days ?? 90, cancel)));
    }

    /// <summary>Reads a day, such as 2026-10-01; none means today.</summary>
    public static bool TryDay(string? text, out DateOnly? day)
    {
        var known = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year > 1971;
        day = known ? read : null;
        return known || string.IsNullOrEmpty(text);
    }

    /// <summary>A time on the last day of a period: today unless another day is asked for.</summary>
    public static Instant LastDay(DateOnly? to, TimeProvider time) => to is { } day ? BeginOf(day) : Instant.From(time.GetUtcNow());

    /// <summary>When a day begins (UTC).</summary>
    public static Instant BeginOf(DateOnly day) => Instant.From(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));

    private static ProblemHttpResult NoMeasure(string measure) => Asked.Missing($"There is no measure '{measure}'. Ask for nps, csat or ces.");

    private static ProblemHttpResult NoDay(string? to) => Asked.Bad($"'{to}' is no day. Write the last day of the period as 2026-10-01.");

    private static ProblemHttpResult NoDimension(string? by) => Asked.Bad($"Answers cannot be told apart by '{by}'. Ask by touchpoint, channel, staff, area, source, journey, stage or intent.");
}
