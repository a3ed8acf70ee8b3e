using Veinte.Engine.Partitions;
using Veinte.Engine.Views;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Engine;

public sealed partial class Books
{
    /// <summary>Fewest graded interactions on each side before a change is said in numbers.</summary>
    private const int ChangeGradedMin = 5;

    /// <summary>The course of the last <paramref name="days"/> days up to <paramref name="now"/> (whole UTC days, the present one included), hourly up to 7 days and daily above, beside the same time before.</summary>
    public async Task<Overview> Overview(Instant now, int days, CancellationToken cancel = default)
    {
        days = Math.Clamp(days, 1, 3_650);
        var firstDay = FloorDiv(now.UnixMicros, Instant.MicrosPerDay) - days + 1;
        var totals = await AskAll(new TotalsQuery(), cancel);
        var balance = TrialBalanceOf(totals);
        var periods = await Periods(AccountKind.Touchpoint, firstDay, days, cancel);
        var course = await Course(firstDay, days, balance.Customers, cancel);
        var (sum, before) = (new CourseSum(), new CourseSum());
        foreach (var period in periods.Values)
        {
            sum += period.Now;
            before += period.Before;
        }
        return new(
            balance, MeanOf(sum), MeanOf(before), sum.Interactions, before.Interactions, totals.Sum(t => t.Customers), course,
            [.. periods.Values.Select(ChangeOf).OrderByDescending(change => Math.Abs(change.Amount)).ThenBy(change => change.Key, StringComparer.Ordinal)]);
    }

    /// <summary>How the accounts of a kind moved between the last <paramref name="days"/> days and those before, for pages that compare.</summary>
    public async Task<IReadOnlyList<ProducerChange>> Changes(AccountKind kind, Instant now, int days, CancellationToken cancel = default)
    {
        var firstDay = FloorDiv(now.UnixMicros, Instant.MicrosPerDay) - days + 1;
        return [.. (await Periods(kind, firstDay, days, cancel)).Values.Select(ChangeOf)];
    }

    private async Task<Dictionary<string, ProducerPeriods>> Periods(AccountKind kind, long firstDay, int days, CancellationToken cancel)
    {
        var merged = new Dictionary<string, ProducerPeriods>(StringComparer.Ordinal);
        var halfLife = await HalfLife(cancel);
        foreach (var part in await AskAll(new ProducerPeriodsQuery(kind, firstDay, days), cancel))
        {
            foreach (var period in part)
            {
                if (!merged.TryGetValue(period.Name, out var known))
                {
                    merged.Add(period.Name, period);
                    continue;
                }
                known.Figures.Absorb(period.Figures, halfLife);
                merged[period.Name] = known with { Before = known.Before + period.Before, Now = known.Now + period.Now };
            }
        }
        return merged;
    }

    private async Task<IReadOnlyList<CoursePoint>> Course(long firstDay, int days, long balanceNow, CancellationToken cancel)
    {
        var daily = days > 7;
        var (from, to) = (firstDay * 24, (firstDay + days) * 24);
        var sums = new SortedDictionary<long, CourseSum>();
        foreach (var part in await AskAll(new CourseQuery(from, to, daily), cancel))
            foreach (var (start, sum) in part)
                sums[start] = sums.GetValueOrDefault(start) + sum;
        var after = balanceNow;
        var points = new List<CoursePoint>();
        for (var hour = to - (daily ? 24 : 1); hour >= from; hour -= daily ? 24 : 1)
        {
            var sum = sums.GetValueOrDefault(hour);
            points.Add(new(
                new Instant(hour * Instant.MicrosPerHour).ToDateTimeOffset(), sum.Interactions, sum.Graded, MeanOf(sum), sum.AmountMilli, after));
            after -= sum.AmountMilli;
        }
        points.Reverse();
        return points;
    }

    // The spread within a touchpoint is taken from its whole history: it is far steadier than that of a short period.
    private static ProducerChange ChangeOf(ProducerPeriods period)
    {
        var (now, before) = (MeanOf(period.Now), MeanOf(period.Before));
        double? low = null, high = null;
        if (now is { } later && before is { } earlier && period.Now.Graded >= ChangeGradedMin && period.Before.Graded >= ChangeGradedMin)
        {
            var half = 1.959964 * Math.Sqrt(period.Figures.GradeVariance * (1.0 / period.Now.Graded + 1.0 / period.Before.Graded));
            (low, high) = (later - earlier - half, later - earlier + half);
        }
        return new(period.Name, now, before, period.Now.Graded, period.Before.Graded, period.Now.AmountMilli, low, high);
    }

    private static double? MeanOf(CourseSum sum) => sum.Graded > 0 ? sum.GradeSumMilli / 1000.0 / sum.Graded : null;

    private static long FloorDiv(long value, long by) => value >= 0 ? value / by : (value - by + 1) / by;
}
