using Veinte.Model;
using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>
/// What came in, in steps of time of one width: the last so many steps, older ones gone. Each step has what it added to the
/// sums, so that the sums at any step are a running total from the end backwards. Owned by the partition's loop.
/// </summary>
/// <param name="stepMicros">Width of a step.</param>
/// <param name="stepsMax">How many are kept.</param>
internal sealed class EvidenceSeries(long stepMicros, int stepsMax)
{
    private readonly List<EvidenceStep> _steps = [];

    /// <summary>Where the latest step begins; 0 before any.</summary>
    public long LatestAt => _steps.Count == 0 ? 0 : _steps[^1].At;

    /// <summary>Adds to the step of an instant; what is older than everything kept is left out.</summary>
    public void Add(long atMicros, long n, double sum, double v)
    {
        var start = atMicros - Modulo(atMicros, stepMicros);
        var index = _steps.Count - 1;
        while (index >= 0 && _steps[index].At > start) index--;
        if (index >= 0 && _steps[index].At == start)
        {
            var step = _steps[index];
            _steps[index] = new(start, step.N + n, step.Sum + sum, step.V + v);
            return;
        }
        if (index < 0 && _steps.Count >= stepsMax) return;
        _steps.Insert(index + 1, new(start, n, sum, v));
        if (_steps.Count > stepsMax) _steps.RemoveAt(0);
    }

    /// <summary>The steps, oldest first, as they will be with one more.</summary>
    public EvidenceStep[] CopyWith(EvidenceStep open)
    {
        if (open == default) return [.. _steps];
        var copy = new EvidenceSeries(stepMicros, stepsMax);
        copy._steps.AddRange(_steps);
        copy.Add(open.At, open.N, open.Sum, open.V);
        return [.. copy._steps];
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_steps.Count);
        foreach (var step in _steps)
        {
            writer.Write(step.At);
            writer.Write(step.N);
            writer.Write(step.Sum);
            writer.Write(step.V);
        }
    }

    public void Read(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
            _steps.Add(new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble()));
    }

    private static long Modulo(long value, long step) => (value % step + step) % step;
}

/// <summary>What one step of time added to the evidence.</summary>
/// <param name="At">Where it begins, Unix microseconds.</param>
/// <param name="N">Observations.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="V">Their squared distances from what was predicted.</param>
public readonly record struct EvidenceStep(long At, long N, double Sum, double V)
{
    /// <summary>Merges the steps of several parts, oldest first.</summary>
    public static IReadOnlyList<EvidenceStep> Merge(IEnumerable<EvidenceStep> steps) =>
        [.. steps.GroupBy(step => step.At).OrderBy(same => same.Key).Select(same => new EvidenceStep(same.Key, same.Sum(s => s.N), same.Sum(s => s.Sum), same.Sum(s => s.V)))];

    /// <summary>
    /// Days as they are while they reach over few; else weeks of them, and so on: each as long as it must be for so many at most. It goes by the calendar and not by how
    /// many there are, so that parts which meet different customers mostly come to the same; where they do not, the sums are right and some steps are longer than others.
    /// </summary>
    /// <param name="days">Steps of a day, oldest first.</param>
    /// <param name="most">How many steps at most.</param>
    public static EvidenceStep[] Few(EvidenceStep[] days, int most)
    {
        if (days.Length == 0) return days;
        var (length, reach) = (Instant.MicrosPerDay, days[^1].At - days[0].At);
        while (reach / length >= most) length = length == Instant.MicrosPerDay ? 7 * length : 2 * length;
        return length == Instant.MicrosPerDay ? days : [.. Merge(days.Select(step => step with { At = step.At - step.At % length }))];
    }

    /// <summary>The step as sums.</summary>
    public EmpiricalBernsteinSums Sums => new(N, Sum, V);
}
