using System.Globalization;
using System.Runtime.Intrinsics;
using Veinte.Engine.Folds.Promises;
using Veinte.Model;
using Veinte.Statistics;

namespace Veinte.Benchmarks.Watch;

/// <summary>
/// The watch as promises use it, at the setting that ships (90 days between false alarms), looked at after every outcome of streams that are as bad
/// as a quiet one can be: their mean is exactly the level watched. After an alarm the evidence begins anew, as it does behind a verdict.
/// </summary>
internal static class QuietStreams
{
    private static readonly (string Name, double Level, Func<double, double> Draw)[] Kinds =
    [
        ("share 0.55 (check-in of the demo)", 0.55, u => u < 0.55 ? 1 : 0),
        ("share 0.87 (Wi-Fi of the demo)", 0.87, u => u < 0.87 ? 1 : 0),
        ("share 0.98", 0.98, u => u < 0.98 ? 1 : 0),
        ("grade, uniform 5–20", 12.5 / 20, u => (5 + 15 * u) / 20),
    ];

    private static readonly int[] PerDay = [40, 1_440, 14_400];

    /// <summary>Ten times as many outcomes a day are as much work with a tenth of the streams.</summary>
    private static int StreamsOf(int perDay, int streams) => perDay > 1_440 ? streams / 10 : streams;

    public static void Run(int streams, int years, IReadOnlyCollection<string> rows)
    {
        foreach (var row in rows)
            if (!Kinds.Any(kind => PerDay.Any(perDay => IsNamed(row, kind.Name, perDay)))) throw new ArgumentException($"There is no row '{row}'. Name a kind ({string.Join(", ", Kinds.Select(kind => kind.Name))}), and behind a slash how many a day ({string.Join(", ", PerDay)}).");
        var alarmDays = new PromiseDefinition().FalseAlarmDays;
        Console.WriteLine($"False alarms of the watch where the mean is exactly the level watched; promised: one in {alarmDays} days or more. {streams} streams of {years} years each, a tenth of them where most comes in");
        foreach (var (name, level, draw) in Kinds)
        {
            foreach (var perDay in PerDay.Where(perDay => rows.Count == 0 || rows.Any(row => IsNamed(row, name, perDay))))
            {
                var (alarms, soon, begun) = (0L, 0L, 0L);
                for (var number = 0; number < StreamsOf(perDay, streams); number++)
                {
                    var stream = new QuietStream(level, draw, perDay, alarmDays, (ulong)(perDay * 1_000_003L + number));
                    stream.Run(years * 365L * Instant.MicrosPerDay);
                    alarms += stream.Alarms;
                    soon += stream.AlarmsOnTheFirstDay;
                    begun += stream.Begun;
                }
                Console.WriteLine($"{name,-36} {perDay,6:N0} a day  {WatchBenchmark.TimePerEvent(alarms, StreamsOf(perDay, streams) * years * 365.0)}; {soon:N0} of them on the first of {begun:N0} beginnings' days");
            }
        }
    }

    private static bool IsNamed(string row, string kind, int perDay) =>
        row.Split('/') is [var name, .. var rest] && name.Length > 0 && kind.StartsWith(name, StringComparison.Ordinal) && (rest.Length == 0 || rest is [var outcomes] && outcomes == perDay.ToString(CultureInfo.InvariantCulture));

    private sealed class QuietStream(double level, Func<double, double> draw, int perDay, int alarmDays, ulong seed)
    {
        private readonly Vector256<double> _bets = ChangeWatch.BetsAt(level);
        private SplitMix64 _random = new(SplitMix64.Mix(seed));
        private ChangeWatch _watch = new(level);
        private Vector256<double> _bound;
        private long _minute = long.MinValue, _n, _since;

        public long Alarms { get; private set; }

        public long AlarmsOnTheFirstDay { get; private set; }

        /// <summary>How often evidence began.</summary>
        public long Begun { get; private set; } = 1;

        public void Run(long until)
        {
            for (var at = Gap(); at < until; at += Gap())
            {
                Add(at, draw(_random.NextDouble()));
                var limit = PromiseJudge.WatchLimit(alarmDays, _n, at - _since);
                // Without forgetting, and without reading old minutes as hours, the statistic is never smaller: below the limit nobody needs to look.
                if (Vector256.Sum(_bound) / Vector256<double>.Count < limit || ChangeWatch.Statistic([_watch.Copy()]) < limit) continue;
                Alarms++;
                if (at - _since < Instant.MicrosPerDay) AlarmsOnTheFirstDay++;
                (_watch, _bound, _minute, _n, _since) = (new(level), default, long.MinValue, 0, at);
                Begun++;
            }
        }

        private void Add(long at, double x)
        {
            _n++;
            _watch.Add(at, x);
            var minute = at / (60 * Instant.MicrosPerSecond);
            if (minute != _minute) _bound += Vector256<double>.One;
            _minute = minute;
            _bound *= Vector256<double>.One + _bets * (level - x);
        }

        private long Gap() => 1 + (long)(-Math.Log(1 - _random.NextDouble()) * Instant.MicrosPerDay / perDay);
    }
}
