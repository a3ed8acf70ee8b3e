using Veinte.Model;
using Veinte.Statistics;

namespace Veinte.Engine.Folds.Measures;

/// <summary>Where measures are read: all partitions' counts together, with their intervals and changes. Holds no state; thread-safe.</summary>
public sealed class MeasureDesk(Books books)
{
    /// <summary>A measure by a dimension, over the last days and against as many before them; most answers first.</summary>
    /// <param name="measure">Which measure.</param>
    /// <param name="dimension">By what.</param>
    /// <param name="now">The present, or a time on the last day of the period.</param>
    /// <param name="days">Length of the period, 1–200; its last day counts as one.</param>
    /// <param name="cancel">Ends the question.</param>
    public async Task<IReadOnlyList<MeasureReading>> Read(MeasureKind measure, MeasureDimension dimension, Instant now, int days, CancellationToken cancel = default)
    {
        var until = DayOf(now) + 1;
        var shares = await books.AskEach(new MeasuresQuery(measure, dimension, until - 2 * days, until - days, until), cancel);
        return
        [
            .. shares.SelectMany(share => share).GroupBy(share => share.Name)
                .Select(same => MeasureReading.Of(measure, same.Key, same.Aggregate(default(MeasureCounts), (sum, share) => sum.Plus(share.Before)), same.Aggregate(default(MeasureCounts), (sum, share) => sum.Plus(share.Now))))
                .OrderByDescending(reading => reading.N).ThenBy(reading => reading.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>A measure by day.</summary>
    /// <param name="measure">Which measure.</param>
    /// <param name="dimension">By what.</param>
    /// <param name="key">Of which touchpoint, channel …; empty for all.</param>
    /// <param name="now">The present, or a time on the last day of the course.</param>
    /// <param name="days">Days back.</param>
    /// <param name="cancel">Ends the question.</param>
    public async Task<IReadOnlyList<MeasurePoint>> Course(MeasureKind measure, MeasureDimension dimension, string key, Instant now, int days, CancellationToken cancel = default)
    {
        var until = DayOf(now) + 1;
        var shares = await books.AskEach(new MeasureCourseQuery(measure, dimension, key, until - days, until), cancel);
        return
        [
            .. shares.SelectMany(share => share).GroupBy(day => day.Day).OrderBy(same => same.Key).Select(same =>
            {
                var reading = MeasureReading.Of(measure, key, default, same.Aggregate(default(MeasureCounts), (sum, day) => sum.Plus(day.Counts)));
                return new MeasurePoint(new Instant(same.Key * Instant.MicrosPerDay).ToDateTimeOffset(), reading.N, reading.Value, reading.Low, reading.High);
            }),
        ];
    }

    private static int DayOf(Instant at) => (int)(at.UnixMicros / Instant.MicrosPerDay);
}

/// <summary>A measure with its interval and its change. Values are null where there are no answers.</summary>
/// <param name="Key">Of which touchpoint, channel …; empty for all together.</param>
/// <param name="N">Answers of the period.</param>
/// <param name="Value">NPS −1 to 1, CSAT 0 to 1 (share of satisfied), CES 1 to 7 (mean).</param>
/// <param name="Low">Lower end of the 95 % interval: adjusted Wald, Wilson, Student.</param>
/// <param name="High">Upper end.</param>
/// <param name="NBefore">Answers of the period before.</param>
/// <param name="Before">Value of the period before.</param>
/// <param name="Change">Value less value before.</param>
/// <param name="ChangeLow">Lower end of the change's 95 % interval: adjusted Wald, Newcombe, Welch.</param>
/// <param name="ChangeHigh">Upper end.</param>
public sealed record MeasureReading(
    string Key, long N, double? Value, double? Low, double? High, long NBefore, double? Before, double? Change, double? ChangeLow, double? ChangeHigh)
{
    /// <summary>The reading of counts.</summary>
    public static MeasureReading Of(MeasureKind measure, string key, MeasureCounts before, MeasureCounts now)
    {
        var (value, interval) = Of(measure, now);
        var (earlier, _) = Of(measure, before);
        Interval? change = now.N == 0 || before.N == 0 ? null : measure switch
        {
            MeasureKind.Nps => NetPromoterScore.Change(Nps(before), Nps(now)).Interval,
            MeasureKind.Csat => Proportion.NewcombeDifference(now.A, now.N, before.A, before.N),
            MeasureKind.Ces => MeanScore.Difference(MomentsOf(now), MomentsOf(before)),
        };
        return new(
            key, now.N, value, Finite(interval?.Low), Finite(interval?.High), before.N, earlier, value - earlier, Finite(change?.Low), Finite(change?.High));
    }

    private static (double? Value, Interval? Interval) Of(MeasureKind measure, MeasureCounts counts) => counts.N == 0 ? (null, null) : measure switch
    {
        MeasureKind.Nps => (Nps(counts).Score, Nps(counts).Interval()),
        MeasureKind.Csat => (counts.A / (double)counts.N, Proportion.Wilson(counts.A, counts.N)),
        MeasureKind.Ces => (counts.A / 1_000.0 / counts.N, MeanScore.Interval(MomentsOf(counts))),
    };

    private static NetPromoterScore Nps(MeasureCounts counts) => new(counts.A, counts.N - counts.A - counts.B, counts.B);

    private static Statistics.Moments MomentsOf(MeasureCounts counts)
    {
        var mean = counts.A / 1_000.0 / counts.N;
        return new Statistics.Moments(counts.N, counts.N, mean, Math.Max(0, counts.B / 1e6 - counts.N * mean * mean), 0, 0);
    }

    // Below two answers a mean has no interval.
    private static double? Finite(double? end) => end is { } value && double.IsFinite(value) ? value : null;
}

/// <summary>A measure on a day.</summary>
/// <param name="At">The day.</param>
/// <param name="N">Answers.</param>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
public sealed record MeasurePoint(DateTimeOffset At, long N, double? Value, double? Low, double? High);
