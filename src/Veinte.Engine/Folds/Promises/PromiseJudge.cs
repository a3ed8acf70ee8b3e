using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// Says what the evidence proves. Pure: the same reading at the same time gives the same judgement. Each verdict is decided on
/// the logarithm of an e-value (<see cref="EmpiricalBernsteinTest"/>): wrong with a chance of at most the error level, however often one looks.
/// </summary>
public static class PromiseJudge
{
    /// <summary>The intrinsic time at which the test is sharpest; only sharpness depends on it.</summary>
    private const double OptimalV = 10;

    /// <summary>Judges a promise that runs or has ended.</summary>
    /// <param name="promise">The promise with its evidence.</param>
    /// <param name="now">The time of the edge: budgets and seasons depend on it.</param>
    /// <exception cref="InvalidOperationException">It has no evidence: a draft is not judged.</exception>
    public static PromiseJudgement Judge(PromiseReading promise, Instant now)
    {
        var evidence = promise.Evidence ?? throw new InvalidOperationException($"'{promise.Id}' is a draft; there is nothing to judge.");
        var (definition, plan) = (promise.Definition, promise.Plan);
        var test = new EmpiricalBernsteinTest(plan.Scale.In(definition.Target), definition.ErrorLevel, OptimalV);
        var sums = evidence.Track(0);
        var (kept, broken) = (test.LogEAbove(sums), test.LogEBelow(sums));
        var watching = promise.VerdictWord == PromiseWords.Kept && evidence.Arms == 1;
        var judgement = new PromiseJudgement
        {
            N = sums.N,
            Mean = sums.N > 0 ? plan.Scale.Out(sums.Mean) : null,
            Interval = Out(plan.Scale, test.Interval(sums)),
            LogEKept = Finite(kept),
            LogEBroken = Finite(broken),
            Threshold = test.Threshold,
            Watch = watching ? ChangeWatch.Statistic(evidence.Watch) : null,
            WatchLimit = WatchLimit(definition.FalseAlarmDays, sums.N, evidence.LastAt - evidence.Since),
            Arms = PromiseArmsJudge.Judge(definition, plan, evidence),
            SampleRatioLogE = PromiseArmsJudge.SampleRatio(definition, evidence),
            Guardrails = Guardrails(definition, evidence),
        };
        return judgement with { Decision = Decide(promise, judgement, test.Judge(sums), now) };
    }

    /// <summary>The verdict that is to be journaled, or null when nothing has changed.</summary>
    public static VerdictReached? Change(PromiseReading promise, PromiseJudgement judgement)
    {
        var decision = judgement.Decision;
        if (promise.Definition.State != PromiseWords.Running || (decision.Verdict == promise.VerdictWord && !decision.Reopens)) return null;
        return new(
            promise.Id, promise.Version.Number, promise.Reached + 1, decision.Verdict, decision.Cause, decision.Reopens, promise.Evidence!.Id,
            Math.Max(promise.Evidence.LastAt, promise.Evidence.Since), judgement.N, judgement.Mean, judgement.Interval.Low, judgement.Interval.High, judgement.LogEKept, judgement.LogEBroken,
            judgement.Watch, decision.Detail);
    }

    private static PromiseDecision Decide(PromiseReading promise, PromiseJudgement judgement, MeanVerdict verdict, Instant now)
    {
        var (definition, evidence, before) = (promise.Definition, promise.Evidence!, promise.VerdictWord);
        if (judgement.Guardrails.FirstOrDefault(guardrail => guardrail.Broken) is { } guardrail)
            return before == PromiseWords.Broken ? new(before, "guardrail", false) : new(PromiseWords.Broken, "guardrail", false, guardrail.Name);
        if (Season(definition, evidence, now)) return new(PromiseWords.Open, "season", true);
        if (evidence.Arms > 1) return DecideArms(definition, judgement, before, Spent(definition, evidence, judgement.N, now));
        if (judgement.Watch >= judgement.WatchLimit) return new(PromiseWords.Broken, "change", true);
        return verdict switch
        {
            MeanVerdict.Above => new(PromiseWords.Kept, "average", false),
            // From here on the question is whether it is kept again: that needs evidence of its own.
            MeanVerdict.Below => before == PromiseWords.Broken ? new(before, "average", false) : new(PromiseWords.Broken, "average", true),
            _ when before is PromiseWords.Kept or PromiseWords.Broken => new(before, "average", false),
            _ => Spent(definition, evidence, judgement.N, now) ? new(PromiseWords.Undecided, "budget", false) : new(before, "average", false),
        };
    }

    private static PromiseDecision DecideArms(PromiseDefinition definition, PromiseJudgement judgement, string before, bool spent)
    {
        if (judgement.SampleRatioLogE >= Math.Log(1 / 0.001)) return new(PromiseWords.Undecided, "sample-ratio", false);
        var others = judgement.Arms.Skip(1).ToList();
        if (others.Where(arm => arm.Better).MaxBy(arm => arm.LogE) is { } best) return new(PromiseWords.Kept, "arms", false, best.Name);
        if (others.All(arm => arm.NoGain)) return new(PromiseWords.Broken, "arms", false);
        return spent && before == PromiseWords.Open ? new(PromiseWords.Undecided, "budget", false) : new(before, "arms", false);
    }

    private static List<GuardrailJudgement> Guardrails(PromiseDefinition definition, EvidenceShare evidence)
    {
        var judged = new List<GuardrailJudgement>();
        for (var track = 1; track <= definition.Guardrails.Count; track++)
        {
            var guardrail = definition.Guardrails[track - 1];
            var scale = PromiseScale.Of(guardrail.Measure, guardrail.Direction) ?? new(0, 1, false);
            // Each of them may stop it: Bonferroni over guardrails and arms.
            var level = definition.ErrorLevel / (definition.Guardrails.Count * evidence.Arms);
            var test = new EmpiricalBernsteinTest(scale.In(guardrail.Limit), level, OptimalV);
            for (var arm = 0; arm < evidence.Arms; arm++)
            {
                var sums = evidence.Sums[track * evidence.Arms + arm];
                var name = evidence.Arms == 1 ? guardrail.Name : $"{guardrail.Name} · {definition.Arms!.Items[arm].Name}";
                judged.Add(new(name, sums.N, sums.N > 0 ? scale.Out(sums.Mean) : null, Out(scale, test.Interval(sums)), guardrail.Limit, Finite(test.LogEBelow(sums)), test.Judge(sums) == MeanVerdict.Below));
            }
        }
        return judged;
    }

    /// <summary>The statistic that is an alarm: the watch counts minutes in which anything came in, so many a day, for so many days.</summary>
    /// <param name="falseAlarmDays">Days between false alarms that are promised.</param>
    /// <param name="n">Observations since the evidence began.</param>
    /// <param name="micros">The time in which they came; less than an hour says little of a day and counts as one.</param>
    internal static double WatchLimit(int falseAlarmDays, long n, long micros) =>
        falseAlarmDays * Math.Clamp(n * (double)Instant.MicrosPerDay / Math.Max(Instant.MicrosPerHour, micros), 24, 1_440);

    private static bool Spent(PromiseDefinition definition, EvidenceShare evidence, long n, Instant now) =>
        n >= definition.BudgetObservations
        || (definition.BudgetDays is { } days && now.UnixMicros - evidence.Since >= days * Instant.MicrosPerDay);

    private static bool Season(PromiseDefinition definition, EvidenceShare evidence, Instant now)
    {
        if (definition.Reopens == "never") return false;
        var (since, at) = (new Instant(evidence.Since).ToDateTimeOffset(), now.ToDateTimeOffset());
        var months = (at.Year - since.Year) * 12 + at.Month - since.Month;
        return definition.Reopens == "monthly" ? months >= 1 : (at.Year - since.Year) * 4 + (at.Month - 1) / 3 - (since.Month - 1) / 3 >= 1;
    }

    /// <summary>An interval of evidence on the measure's own scale.</summary>
    internal static Interval Out(PromiseScale scale, Interval interval)
    {
        var (a, b) = (scale.Out(interval.Low), scale.Out(interval.High));
        return new(Math.Min(a, b), Math.Max(a, b));
    }

    // Far on the other side ln e is −∞, which JSON cannot say.
    private static double Finite(double logE) => Math.Clamp(logE, -1e6, 1e6);
}

/// <summary>What the evidence of a promise proves at a moment.</summary>
public sealed record PromiseJudgement
{
    /// <summary>Observations.</summary>
    public required long N { get; init; }
    /// <summary>Their mean, on the measure's scale; null without any.</summary>
    public required double? Mean { get; init; }
    /// <summary>The confidence sequence at this moment, on the measure's scale.</summary>
    public required Interval Interval { get; init; }
    /// <summary>ln e for "kept".</summary>
    public required double LogEKept { get; init; }
    /// <summary>ln e for "broken".</summary>
    public required double LogEBroken { get; init; }
    /// <summary>The ln e that decides: ln(1/α).</summary>
    public required double Threshold { get; init; }
    /// <summary>The change detector's statistic; null when it is not watching.</summary>
    public required double? Watch { get; init; }
    /// <summary>The statistic that raises an alarm: the mean number of minutes with data between false alarms.</summary>
    public required double WatchLimit { get; init; }
    /// <summary>The arms, the first being the one the others are compared with; empty when nothing is compared.</summary>
    public required IReadOnlyList<ArmJudgement> Arms { get; init; }
    /// <summary>ln of the evidence that customers are not shared out as planned; null without arms.</summary>
    public required double? SampleRatioLogE { get; init; }
    /// <summary>The guardrails.</summary>
    public required IReadOnlyList<GuardrailJudgement> Guardrails { get; init; }
    /// <summary>What follows.</summary>
    public PromiseDecision Decision { get; init; } = new(PromiseWords.Open, "average", false);
}

/// <summary>A verdict and by what.</summary>
/// <param name="Verdict">The word.</param>
/// <param name="Cause">By what.</param>
/// <param name="Reopens">Whether the evidence begins anew.</param>
/// <param name="Detail">The arm or guardrail it is about.</param>
public sealed record PromiseDecision(string Verdict, string Cause, bool Reopens, string? Detail = null);

/// <summary>A guardrail at a moment.</summary>
/// <param name="Name">Its name, with the arm's where there are arms.</param>
/// <param name="N">Observations.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Interval">Its confidence sequence.</param>
/// <param name="Limit">The limit.</param>
/// <param name="LogE">ln e for "on the wrong side".</param>
/// <param name="Broken">Whether that is proven.</param>
public sealed record GuardrailJudgement(string Name, long N, double? Mean, Interval Interval, double Limit, double LogE, bool Broken);

/// <summary>An arm at a moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="N">Observations.</param>
/// <param name="Customers">Customers.</param>
/// <param name="Mean">Mean on the measure's scale.</param>
/// <param name="Interval">Its own confidence sequence.</param>
/// <param name="Difference">Its mean less the first arm's, on the measure's scale; null for the first and without data.</param>
/// <param name="DifferenceInterval">The confidence sequence of the difference; null for the first.</param>
/// <param name="Level">Error level of that sequence over all time: smaller where several arms are compared and this one is not proven to differ; null for the first.</param>
/// <param name="LogE">ln e for "another mean than the first arm's".</param>
/// <param name="Speaks">Whether the comparison may be relied on yet: large enough samples, where the method needs them.</param>
/// <param name="Better">Whether it is proven to be better, with all arms judged together (e-BH).</param>
/// <param name="NoGain">Whether it is proven to gain less than the smallest difference worth acting on.</param>
public sealed record ArmJudgement(
    string Name, long N, long Customers, double? Mean, Interval Interval, double? Difference, Interval? DifferenceInterval, double? Level, double LogE, bool Speaks, bool Better,
    bool NoGain);
