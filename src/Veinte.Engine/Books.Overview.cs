using Veinte.Engine.Partitions;
using Veinte.Engine.Views;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine;

public sealed partial class Books
{
    /// <summary>Fewest graded interactions on each side before a change is said in numbers.</summary>
    private const int ChangeGradedMin = 10;

    /// <summary>The course of the last <paramref name="days"/> days up to <paramref name="now"/> (whole UTC days, the present one included), hourly up to 7 days and daily above, beside the same time before.</summary>
    public async Task<Overview> Overview(Instant now, int days, CancellationToken cancel = default)
    {
        days = Math.Clamp(days, 1, 3_650);
        var first = FirstDay(now, days);
        var totals = await AskAll(new TotalsQuery(), cancel);
        var balance = TrialBalanceOf(totals);
        var periods = await Periods(AccountKind.Touchpoint, first, days, cancel);
        var course = await Course(first, days, balance.Customers, cancel);
        var (sum, before) = (new CourseSum(), new CourseSum());
        foreach (var period in periods.Values) (sum, before) = (Sum(sum, period.Now), Sum(before, period.Before));
        var change = ChangeOf(new("", before, sum));
        return new(
            balance, sum.Mean, before.Mean, sum.Interactions, before.Interactions, totals.Sum(t => t.Customers), course,
            [.. periods.Values.Select(ChangeOf).OrderByDescending(moved => Math.Abs(moved.Amount)).ThenBy(moved => moved.Key, StringComparer.Ordinal)],
            change.Low, change.High);
    }

    /// <summary>
    /// The course of one producer's account over the last <paramref name="days"/> days (whole UTC days, the present one
    /// included; 400 are kept); the balance is the account's own.
    /// </summary>
    public async Task<IReadOnlyList<CoursePoint>> Course(AccountKind kind, string key, Instant now, int days, CancellationToken cancel = default)
    {
        days = Math.Clamp(days, 1, DailyCourse.DaysKept);
        var first = FirstDay(now, days);
        var end = new Instant(first.UnixMicros + days * Instant.MicrosPerDay);
        var balance = (await Account(kind, key, now, cancel))?.Balance ?? 0;
        return Points(await AskAll(new ProducerCourseQuery(kind, key, first, end), cancel), first, end, Instant.MicrosPerDay, balance);
    }

    /// <summary>How the accounts of a kind moved between the last <paramref name="days"/> days and those before, for pages that compare.</summary>
    public async Task<IReadOnlyList<ProducerChange>> Changes(AccountKind kind, Instant now, int days, CancellationToken cancel = default) =>
        [.. (await Periods(kind, FirstDay(now, days), days, cancel)).Values.Select(ChangeOf)];

    private async Task<Dictionary<string, ProducerPeriods>> Periods(AccountKind kind, Instant first, int days, CancellationToken cancel)
    {
        var merged = new Dictionary<string, ProducerPeriods>(StringComparer.Ordinal);
        var length = days * Instant.MicrosPerDay;
        foreach (var part in await AskAll(new ProducerPeriodsQuery(kind, new(first.UnixMicros - length), first, new(first.UnixMicros + length)), cancel))
        {
            foreach (var period in part)
            {
                merged[period.Name] = merged.TryGetValue(period.Name, out var known)
                    ? known with { Before = Sum(known.Before, period.Before), Now = Sum(known.Now, period.Now) }
                    : period;
            }
        }
        return merged;
    }

    private async Task<IReadOnlyList<CoursePoint>> Course(Instant first, int days, long balanceNow, CancellationToken cancel)
    {
        var daily = days > 7;
        var step = daily ? Instant.MicrosPerDay : Instant.MicrosPerHour;
        var end = new Instant(first.UnixMicros + days * Instant.MicrosPerDay);
        return Points(await AskAll(new CourseQuery(first, end, daily), cancel), first, end, step, balanceNow);
    }

    private static IReadOnlyList<CoursePoint> Points(
        IEnumerable<IReadOnlyList<CourseSum>> parts, Instant first, Instant end, long step, long balanceNow)
    {
        var sums = new Dictionary<long, CourseSum>();
        foreach (var part in parts)
            foreach (var sum in part)
                sums[sum.Start.UnixMicros] = Sum(sums.GetValueOrDefault(sum.Start.UnixMicros), sum);
        var after = balanceNow;
        var points = new List<CoursePoint>();
        for (var start = end.UnixMicros - step; start >= first.UnixMicros; start -= step)
        {
            var sum = sums.GetValueOrDefault(start);
            points.Add(new(new Instant(start).ToDateTimeOffset(), sum.Interactions, sum.Graded, sum.Mean, sum.Amount.Milli, after));
            after -= sum.Amount.Milli;
        }
        points.Reverse();
        return points;
    }

    private static ProducerChange ChangeOf(ProducerPeriods period)
    {
        var (now, before) = (period.Now, period.Before);
        double? low = null, high = null;
        if (now.Graded >= ChangeGradedMin && before.Graded >= ChangeGradedMin && now.Variance is { } later && before.Variance is { } earlier)
        {
            // Welch's standard error; the normal quantile, for the smallest n at which a change is said is stated with it.
            var half = 1.959964 * Math.Sqrt(later / now.Graded + earlier / before.Graded);
            var change = now.Mean!.Value - before.Mean!.Value;
            (low, high) = (change - half, change + half);
        }
        return new(period.Name, now.Mean, before.Mean, now.Graded, before.Graded, now.Amount.Milli, low, high);
    }

    private static CourseSum Sum(CourseSum a, CourseSum b) => new(
        a.Start, a.Interactions + b.Interactions, a.Graded + b.Graded, a.GradeSumMilli + b.GradeSumMilli,
        a.GradeSquareSumMicro + b.GradeSquareSumMicro, a.Amount + b.Amount);

    private static Instant FirstDay(Instant now, int days) => new((FloorDiv(now.UnixMicros, Instant.MicrosPerDay) - days + 1) * Instant.MicrosPerDay);

    private static long FloorDiv(long value, long by) => value >= 0 ? value / by : (value - by + 1) / by;
}
