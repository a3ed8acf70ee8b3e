using System.Text.Json;
using Veinte.Engine.Folds.Promises;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Statistics;

namespace Veinte.Server.Promises;

/// <summary>A promise on the board.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Question">The question in words.</param>
/// <param name="State"><c>draft</c>, <c>running</c> or <c>ended</c>.</param>
/// <param name="Verdict"><c>open</c>, <c>kept</c>, <c>broken</c> or <c>undecided</c>.</param>
/// <param name="Cause">By what the verdict was reached, or null.</param>
/// <param name="Detail">The arm or guardrail it is about, or null.</param>
/// <param name="VerdictAt">When the last of the evidence for the verdict happened, or null.</param>
/// <param name="Since">When the evidence begins, or null for a draft.</param>
/// <param name="LastAt">When the last of it happened, or null.</param>
/// <param name="N">Observations.</param>
/// <param name="Mean">Their mean, on the measure's scale; null without any.</param>
/// <param name="Low">Lower end of the confidence sequence.</param>
/// <param name="High">Upper end.</param>
/// <param name="Target">The target.</param>
/// <param name="Direction"><c>at-least</c> or <c>at-most</c>.</param>
/// <param name="Measure">The measure's kind.</param>
/// <param name="LogEKept">ln e for "kept".</param>
/// <param name="LogEBroken">ln e for "broken".</param>
/// <param name="Threshold">The ln e that decides.</param>
/// <param name="LogEArms">The largest ln e of an arm against the first; null when nothing is compared.</param>
/// <param name="Capture">Share of the interactions it is about that carry the data it needs; null without any.</param>
/// <param name="Silence">Since when it runs and gets nothing that it could be judged by, far longer than usual for it; null while things come.</param>
public sealed record PromiseRow(
    string Id, int Version, string Question, string State, string Verdict, string? Cause, string? Detail, DateTimeOffset? VerdictAt, DateTimeOffset? Since,
    DateTimeOffset? LastAt, long N, double? Mean, double? Low, double? High, double Target, string Direction, string Measure, double LogEKept, double LogEBroken,
    double Threshold, double? LogEArms, double? Capture, PromiseSilence? Silence)
{
    /// <summary>The row of a promise judged now.</summary>
    public static PromiseRow Of(PromiseReading promise, PromiseSilence? silence, Instant now)
    {
        var judged = promise.Evidence is null ? null : PromiseJudge.Judge(promise, now);
        var (definition, evidence, verdict) = (promise.Definition, promise.Evidence, promise.Verdict);
        return new(
            promise.Id, promise.Version.Number, definition.Question, definition.State, promise.VerdictWord, verdict?.Cause, verdict?.Detail, At(verdict?.EvidenceAt),
            At(evidence?.Since), At(evidence?.LastAt is > 0 and var last ? last : null), judged?.N ?? 0, judged?.Mean, judged?.N > 0 ? judged.Interval.Low : null, judged?.N > 0 ? judged.Interval.High : null,
            definition.Target, definition.Direction, definition.Measure.Kind, judged?.LogEKept ?? 0, judged?.LogEBroken ?? 0, judged?.Threshold ?? -Math.Log(definition.ErrorLevel),
            judged?.Arms.Count > 1 ? judged.Arms.Skip(1).Max(arm => arm.LogE) : null,
            evidence is { Seen: > 0 } ? (double)evidence.Carried / evidence.Seen : null, silence);
    }

    /// <summary>The row of a promise that was read whole.</summary>
    public static PromiseRow OfWhole(PromiseReading promise, Instant now) => Of(promise, PromiseSilence.Of(promise, now), now);

    /// <summary>A time of the books.</summary>
    public static DateTimeOffset? At(long? micros) => micros is { } value ? new Instant(value).ToDateTimeOffset() : null;
}

/// <summary>A promise with all that is known of it.</summary>
/// <param name="Row">As on the board.</param>
/// <param name="Definition">The definition in force.</param>
/// <param name="Series">The confidence sequence over time, oldest first.</param>
/// <param name="Proof">The confidence sequence on the way to the last verdict, when the evidence began anew with it; else empty.</param>
/// <param name="Arms">The arms; empty when nothing is compared.</param>
/// <param name="SampleRatioP">Smallest error level at which customers are not shared out as planned; null without arms.</param>
/// <param name="Guardrails">The guardrails.</param>
/// <param name="Watch">The change detector's statistic; null when it is not watching.</param>
/// <param name="WatchLimit">The statistic that raises an alarm: the mean number of minutes with data between false alarms.</param>
/// <param name="Seen">Interactions it is about.</param>
/// <param name="Carried">Those that carried the data it needs.</param>
/// <param name="OutsideArms">Those in none of its arms.</param>
/// <param name="Uncorrected">Reversed postings that still count, at most.</param>
/// <param name="Waiting">Interactions whose later event may still come.</param>
/// <param name="ObservationsToVerdict">Observations the test needs if the mean is the smallest difference away from the target; null when more than a milliard.</param>
/// <param name="DaysToVerdict">Days that takes at the present rate; null when nothing comes in.</param>
/// <param name="Verdicts">Verdicts, newest first.</param>
/// <param name="Evidence">Address of the interactions behind it.</param>
public sealed record PromiseDetail(
    PromiseRow Row, PromiseDefinition Definition, IReadOnlyList<PromisePoint> Series, IReadOnlyList<PromisePoint> Proof, IReadOnlyList<ArmJudgement> Arms, double? SampleRatioP,
    IReadOnlyList<GuardrailJudgement> Guardrails, double? Watch, double WatchLimit, long Seen, long Carried, long OutsideArms, long Uncorrected, long Waiting,
    double? ObservationsToVerdict, double? DaysToVerdict, IReadOnlyList<VerdictView> Verdicts, string Evidence)
{
    /// <summary>A promise that was read whole, judged now.</summary>
    public static PromiseDetail Of(PromiseReading promise, Instant now)
    {
        var judged = promise.Evidence is null ? null : PromiseJudge.Judge(promise, now);
        var (needed, days) = PromiseForecast.Of(promise, now);
        return new(
            PromiseRow.OfWhole(promise, now), promise.Definition, PromiseCourse.Of(promise, promise.Evidence), PromiseCourse.Of(promise, promise.Proof), judged?.Arms ?? [],
            judged?.SampleRatioLogE is { } ratio ? Math.Min(1, Math.Exp(-ratio)) : null, judged?.Guardrails ?? [], judged?.Watch, judged?.WatchLimit ?? 0,
            promise.Evidence?.Seen ?? 0, promise.Evidence?.Carried ?? 0, promise.Evidence?.OutsideArms ?? 0, promise.Evidence?.Uncorrected ?? 0, promise.Evidence?.Waiting ?? 0,
            needed, days, [.. promise.Verdicts.Reverse().Select(VerdictView.Of)], $"/api/v1/promises/{Uri.EscapeDataString(promise.Id)}/evidence");
    }
}

/// <summary>A verdict as a fact.</summary>
/// <param name="Number">1, 2, 3… for one promise.</param>
/// <param name="Version">The version it is of.</param>
/// <param name="Verdict">The word.</param>
/// <param name="Cause">By what.</param>
/// <param name="Detail">The arm or guardrail it is about, or null.</param>
/// <param name="Reopens">Whether the evidence began anew with it.</param>
/// <param name="EvidenceAt">When the last of its evidence happened.</param>
/// <param name="N">Observations.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Low">Lower end of the confidence sequence.</param>
/// <param name="High">Upper end.</param>
/// <param name="LogEKept">ln e for "kept".</param>
/// <param name="LogEBroken">ln e for "broken".</param>
/// <param name="Position">Where it stands in the journal.</param>
public sealed record VerdictView(
    int Number, int Version, string Verdict, string Cause, string? Detail, bool Reopens, DateTimeOffset EvidenceAt, long N, double? Mean, double? Low, double? High,
    double LogEKept, double LogEBroken, long Position)
{
    /// <summary>A verdict of the books.</summary>
    public static VerdictView Of(PromiseVerdict verdict) => Of(verdict.Reached, verdict.Position);

    /// <summary>A verdict as it would be.</summary>
    public static VerdictView Of(VerdictReached reached, long position) => new(
        reached.Number, reached.Version, reached.Verdict, reached.Cause, reached.Detail, reached.Reopens, new Instant(reached.EvidenceAt).ToDateTimeOffset(), reached.N, reached.Mean,
        reached.Low, reached.High, reached.LogEKept, reached.LogEBroken, position);
}

/// <summary>The confidence sequence at a moment.</summary>
/// <param name="At">End of the step of time.</param>
/// <param name="N">Observations so far.</param>
/// <param name="Mean">Their mean so far.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record PromisePoint(DateTimeOffset At, long N, double Mean, double Low, double High);

/// <summary>Draws a promise's evidence as a course over time.</summary>
internal static class PromiseCourse
{
    private const int PointsMax = EvidenceShare.DrawnMax;

    /// <summary>The confidence sequence, in the narrowest steps of time that reach back to the beginning: minutes, hours or days.</summary>
    public static IReadOnlyList<PromisePoint> Of(PromiseReading promise, EvidenceShare? shown)
    {
        if (shown is not { } evidence || PromiseScale.Of(promise.Definition.Measure, promise.Definition.Direction) is not { } scale) return [];
        var total = evidence.Track(0);
        var test = new EmpiricalBernsteinTest(scale.In(promise.Definition.Target), promise.Definition.ErrorLevel);
        foreach (var (steps, width) in ((IReadOnlyList<EvidenceStep>, long)[])[(evidence.Minutes, 60_000_000L), (evidence.Hours, Instant.MicrosPerHour), (evidence.Days, Instant.MicrosPerDay)])
        {
            var whole = steps.Sum(step => step.N) == total.N;
            if ((!whole && width < Instant.MicrosPerDay) || (steps.Count > PointsMax && width < Instant.MicrosPerDay)) continue;
            return Points(steps, width, total, scale, test);
        }
        return [];
    }

    private static List<PromisePoint> Points(IReadOnlyList<EvidenceStep> steps, long width, EmpiricalBernsteinSums total, PromiseScale scale, EmpiricalBernsteinTest test)
    {
        // What is older than the steps kept comes first, as one.
        var sums = new EmpiricalBernsteinSums(total.N - steps.Sum(step => step.N), total.Sum - steps.Sum(step => step.Sum), Math.Max(0, total.V - steps.Sum(step => step.V)));
        var points = new List<PromisePoint>();
        var every = Math.Max(1, steps.Count / PointsMax);
        for (var i = 0; i < steps.Count; i++)
        {
            sums.Merge(steps[i].Sums);
            if (sums.N <= 0 || (i % every != 0 && i != steps.Count - 1)) continue;
            var interval = test.Interval(sums with { V = Math.Max(0, sums.V) });
            var (a, b) = (scale.Out(interval.Low), scale.Out(interval.High));
            points.Add(new(new Instant(steps[i].At + width).ToDateTimeOffset(), sums.N, scale.Out(Math.Clamp(sums.Mean, 0, 1)), Math.Min(a, b), Math.Max(a, b)));
        }
        return points;
    }
}

/// <summary>How much a promise still needs.</summary>
internal static class PromiseForecast
{
    /// <summary>Observations to a verdict in all, and days that takes from the beginning at the rate so far.</summary>
    public static (double? Observations, double? Days) Of(PromiseReading promise, Instant now)
    {
        if (PromiseScale.Of(promise.Definition.Measure, promise.Definition.Direction) is not { } scale) return (null, null);
        var evidence = promise.Evidence;
        var variance = evidence is not null && evidence.Track(0).N >= 30 ? Math.Max(1e-4, evidence.Variance) : PromisePlanning.Variance(promise.Definition);
        var needed = PromisePlanning.Observations(scale.Length(promise.Definition.SmallestDifference), variance, promise.Definition.ErrorLevel);
        if (needed is null || evidence is null) return (needed, null);
        var days = Math.Max(1.0 / 24, (now.UnixMicros - evidence.Since) / (double)Instant.MicrosPerDay);
        var rate = evidence.Track(0).N / days;
        return (needed, rate > 0 ? needed / rate : null);
    }
}

/// <summary>A version of a promise.</summary>
/// <param name="Number">1, 2, 3…</param>
/// <param name="At">When it was written.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Definition">The definition.</param>
internal sealed record PromiseVersionView(int Number, DateTimeOffset At, string Author, JsonElement Definition);

/// <summary>An interaction that counts as evidence.</summary>
/// <param name="Id">Id of the interaction: <c>/api/v1/interactions/{id}</c>.</param>
/// <param name="Value">What it said, on the measure's scale.</param>
/// <param name="Arm">Its arm, or null.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Touchpoint">Where.</param>
/// <param name="Customer">Whose it is.</param>
internal sealed record EvidenceItem(string Id, double Value, string? Arm, DateTimeOffset? OccurredAt, string? Touchpoint, string? Customer);
