using System.Runtime.Intrinsics;
using Veinte.Model;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// Looks for a fall of the mean after a verdict: the Shiryaev–Roberts e-detector of Shin, Ramdas &amp; Rinaldo (2024),
/// arXiv:2203.03532, eq. (6), with a possible change at the beginning of every minute instead of every outcome. What is
/// kept of a step of time is, for each bet λ, the sum of ln(1 + λ(m₀ − x)): it merges over partitions by addition and does not depend on
/// the order in which they saw things. Minutes of the last hours, hours of the last week. Owned by the partition's loop.
/// </summary>
/// <remarks>
/// <b>Guarantee.</b> For a change that is assumed at a step, the product over what happens from then on is a nonnegative supermartingale with
/// mean at most 1 while every conditional mean is at least m₀; the statistic is the sum of these products over the steps so far. Hence the
/// expected number of steps (minutes in which anything came in) to the first alarm is at least the threshold, whatever distribution or
/// dependence, and however often one looks within a minute. Forgetting the oldest steps, or where within an hour the change was, only makes the statistic smaller.
/// </remarks>
/// <param name="level">m₀, above 0 and below 1.</param>
internal sealed class ChangeWatch(double level)
{
    /// <summary>The hours kept: a week.</summary>
    public const int HoursMax = 168;

    /// <summary>Minutes are kept for the latest hour and so many before it.</summary>
    private const int HoursInMinutes = 2;

    private const long Minute = 60 * Instant.MicrosPerSecond, MinutesPerHour = 60;
    private static readonly double[] AllBets = [0.25, 0.5, 1, 2];
    private readonly SortedDictionary<long, double[]> _minutes = [], _hours = [];

    private readonly Vector256<double> _bets = BetsAt(level);
    private long _latest = long.MinValue;

    // Most outcomes belong to the minute of the one before: their factors are multiplied, and one logarithm stands for many. A bet of 0.9/(1 − m₀) at most
    // leaves a tenth at least, so that many products never come near the smallest number.
    private const int FactorsMax = 64;
    private Vector256<double> _product = Vector256<double>.One;
    private double[]? _step;
    private long _minute = long.MinValue;
    private int _factors;

    /// <summary>The bets on a fall below a level: one of 1/(1 − m₀) or more could lose everything at once.</summary>
    public static Vector256<double> BetsAt(double level) => Vector256.Min(Vector256.Create(AllBets), Vector256.Create(0.9 / (1 - level)));

    /// <summary>Touches what an outcome changes; the answer means nothing.</summary>
    public long ReadAhead() => _factors;

    /// <summary>Takes an outcome in.</summary>
    public void Add(long atMicros, double x)
    {
        var minute = atMicros / Minute;
        if (minute != _minute) Turn(minute);
        // What is older than everything kept cannot say when the change was.
        if (_step is null) return;
        _product *= Vector256<double>.One + _bets * (level - x);
        if (++_factors == FactorsMax) Settle();
    }

    /// <summary>Takes outcomes in: <paramref name="times"/> of them with value <paramref name="x"/>.</summary>
    public void Add(long atMicros, double x, long times)
    {
        var minute = atMicros / Minute;
        if (minute != _minute) Turn(minute);
        if (_step is null) return;
        for (var bet = 0; bet < _step.Length; bet++) _step[bet] += times * Math.Log(1 + _bets[bet] * (level - x));
    }

    private void Settle()
    {
        if (_factors == 0) return;
        for (var bet = 0; bet < _step!.Length; bet++) _step[bet] += Math.Log(_product[bet]);
        _product = Vector256<double>.One;
        _factors = 0;
    }

    private void Turn(long minute)
    {
        Settle();
        _minute = minute;
        var hour = minute / MinutesPerHour;
        if (hour > _latest)
        {
            _latest = hour;
            while (_minutes.Count > 0 && _minutes.First() is var (oldest, logs) && oldest / MinutesPerHour < _latest - HoursInMinutes)
            {
                AddTo(_hours, oldest / MinutesPerHour, logs);
                _minutes.Remove(oldest);
            }
            while (_hours.Count > HoursMax) _hours.Remove(_hours.First().Key);
        }
        _step = _hours.Count == HoursMax && hour < _hours.First().Key ? null
            : hour < _latest - HoursInMinutes ? StepOf(_hours, hour) : StepOf(_minutes, minute);
    }

    /// <summary>A copy that may leave the loop.</summary>
    public WatchedSteps Copy() => new(_latest == long.MinValue ? _latest : _latest - HoursInMinutes, Copy(_hours), Copy(_minutes));

    /// <summary>The statistic from all parts; 0 before anything.</summary>
    public static double Statistic(IReadOnlyCollection<WatchedSteps> parts)
    {
        var (hours, minutes) = (new SortedDictionary<long, double[]>(), new SortedDictionary<long, double[]>());
        if (parts.Count == 0) return 0;
        // Up to here some part knows hours only: all are read in hours up to here.
        var cut = parts.Max(part => part.Cut);
        foreach (var part in parts)
        {
            foreach (var step in part.Hours) AddTo(hours, step.At, step.Logs);
            foreach (var step in part.Minutes)
            {
                if (step.At / MinutesPerHour < cut) AddTo(hours, step.At / MinutesPerHour, step.Logs);
                else AddTo(minutes, step.At, step.Logs);
            }
        }
        var sums = new double[AllBets.Length];
        foreach (var logs in hours.Values.Concat(minutes.Values))
            for (var bet = 0; bet < sums.Length; bet++)
                sums[bet] = Math.Min(1e300, (sums[bet] + 1) * Math.Exp(Math.Clamp(logs[bet], -600, 600)));
        return sums.Average();
    }

    // What is multiplied but not settled is copied with its step, and written as it is: neither a look nor a snapshot changes how it goes on.
    private WatchedStep[] Copy(SortedDictionary<long, double[]> steps)
    {
        var (copies, count) = (new WatchedStep[steps.Count], 0);
        foreach (var (at, logs) in steps)
        {
            var copy = (double[])logs.Clone();
            for (var bet = 0; bet < copy.Length && ReferenceEquals(logs, _step); bet++) copy[bet] += Math.Log(_product[bet]);
            copies[count++] = new(at, copy);
        }
        return copies;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_latest);
        writer.Write(_minute);
        writer.Write(_factors);
        for (var bet = 0; bet < AllBets.Length; bet++) writer.Write(_product[bet]);
        foreach (var steps in (SortedDictionary<long, double[]>[])[_hours, _minutes])
        {
            writer.Write(steps.Count);
            foreach (var (at, logs) in steps)
            {
                writer.Write(at);
                foreach (var log in logs) writer.Write(log);
            }
        }
    }

    public void Read(BinaryReader reader)
    {
        _latest = reader.ReadInt64();
        var minute = reader.ReadInt64();
        var factors = reader.ReadInt32();
        var product = Vector256.Create(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        foreach (var steps in (SortedDictionary<long, double[]>[])[_hours, _minutes])
        {
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var at = reader.ReadInt64();
                var logs = new double[AllBets.Length];
                for (var bet = 0; bet < logs.Length; bet++) logs[bet] = reader.ReadDouble();
                steps.Add(at, logs);
            }
        }
        if (minute != long.MinValue) Turn(minute);
        (_factors, _product) = (factors, product);
    }

    private static void AddTo(SortedDictionary<long, double[]> steps, long at, ReadOnlySpan<double> logs) => AddTo(StepOf(steps, at), logs);

    private static void AddTo(double[] step, ReadOnlySpan<double> logs)
    {
        for (var bet = 0; bet < step.Length; bet++) step[bet] += logs[bet];
    }

    private static double[] StepOf(SortedDictionary<long, double[]> steps, long at)
    {
        if (!steps.TryGetValue(at, out var known)) steps[at] = known = new double[AllBets.Length];
        return known;
    }
}

/// <summary>What one part of the stream has for the watch.</summary>
/// <param name="Cut">Hours since the epoch: what lies before is known in hours only.</param>
/// <param name="Hours">The hours, oldest first.</param>
/// <param name="Minutes">The minutes, oldest first.</param>
public sealed record WatchedSteps(long Cut, IReadOnlyList<WatchedStep> Hours, IReadOnlyList<WatchedStep> Minutes);

/// <summary>One step of the watch.</summary>
/// <param name="At">Hours or minutes since the Unix epoch.</param>
/// <param name="Logs">For each bet the sum of its log factors.</param>
public sealed record WatchedStep(long At, double[] Logs);
