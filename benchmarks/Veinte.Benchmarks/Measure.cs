using System.Diagnostics;
using System.Globalization;

namespace Veinte.Benchmarks;

/// <summary>
/// How long something took. CPU time of the process is the main figure: on a shared machine wall time also counts the
/// others' work.
/// </summary>
internal sealed record Measure(double[] CpuMs, double[] WallMs)
{
    /// <summary>Runs something once.</summary>
    public static (T Result, Measure Measure) Once<T>(Func<T> body)
    {
        var (cpu, clock) = (Cpu(), Stopwatch.StartNew());
        var result = body();
        return (result, new([(Cpu() - cpu).TotalMilliseconds], [clock.Elapsed.TotalMilliseconds]));
    }

    /// <summary>Runs something once to warm up, then several times.</summary>
    public static (T Result, Measure Measure) Many<T>(Func<T> body, int repetitions)
    {
        var result = body();
        var (cpus, walls) = (new double[repetitions], new double[repetitions]);
        for (var i = 0; i < repetitions; i++)
        {
            GC.Collect();
            (result, var once) = Once(body);
            (cpus[i], walls[i]) = (once.CpuMs[0], once.WallMs[0]);
        }
        return (result, new(cpus, walls));
    }

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    /// <inheritdoc/>
    public override string ToString() => CpuMs.Length == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{CpuMs[0]:N0} cpu ms, {WallMs[0]:N0} wall ms")
        : string.Create(CultureInfo.InvariantCulture, $"{Median(CpuMs),8:N0} ({CpuMs.Min():N0}–{CpuMs.Max():N0}){"",10}{Median(WallMs),8:N0}");

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
