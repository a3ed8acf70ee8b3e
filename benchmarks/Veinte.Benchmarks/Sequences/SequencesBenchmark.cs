using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Veinte.Model;
using Veinte.Sequences;

namespace Veinte.Benchmarks.Sequences;

/// <summary>
/// The scan kernels over many interactions on one thread, beside the same questions asked in SQL of DuckDB on one thread
/// in the same process. Answers are compared, so neither side can be fast by being wrong.
/// Arguments: number of interactions (10,000,000), repetitions (9), <c>--no-peer</c>.
/// </summary>
internal static class SequencesBenchmark
{
    private const int Customers = 500_000;
    private const int Touchpoints = 40;
    private const int Days = 90;
    private const int PathSteps = 5;
    private static readonly ushort[][] Steps = [[3], [7], [11], [19]];
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);
    private static readonly Instant End = new(Days * Instant.MicrosPerDay);

    public static Task Run(string[] args)
    {
        var numbers = args.Where(a => !a.StartsWith('-')).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var events = numbers.Length > 0 ? numbers[0] : 10_000_000;
        var repetitions = numbers.Length > 1 ? numbers[1] : 9;

        Console.WriteLine($"{events:N0} interactions, {Customers:N0} customers, {Touchpoints} touchpoints, {Days} days, seed 2020; {repetitions} repetitions; one thread");
        var (columns, build) = Measure.Once(() => Generate(events));
        Console.WriteLine($"append in order of arrival   {build}");
        var (sorted, sort) = Measure.Once(() => SortedColumns.From(columns));
        Console.WriteLine($"sort by customer and time    {sort}");
        Console.WriteLine();
        Console.WriteLine("question                      form           cpu ms: median (min–max)    wall ms: median");

        var definition = new FunnelDefinition(Steps, Window);
        var funnel = Kernel("funnel, 4 steps in 7 days", "sorted", repetitions, () => Funnel.Count(definition, sorted, End));
        Kernel("funnel, 4 steps in 7 days", "arrival order", repetitions, () => Live(new Funnel(definition), columns).Counts(End));
        var graph = Kernel("directly-follows", "sorted", repetitions, () => FollowsGraph.Of(sorted));
        Kernel("directly-follows", "arrival order", repetitions, () => Live(new DirectlyFollows(), columns).Graph());
        var paths = Kernel("paths of 5 steps", "sorted", repetitions, () => Paths.Count(sorted, PathSteps));
        Kernel("paths of 5 steps", "arrival order", repetitions, () => Live(new Paths(PathSteps), columns).Counts());
        Kernel("weekly retention", "sorted", repetitions, () => Retention.Count(sorted, default));
        Kernel("weekly retention", "arrival order", repetitions, () => Live(new Retention(default), columns).Table());

        Console.WriteLine($"answers: funnel {string.Join(' ', funnel.Reached)}; {graph.EdgeCount} edges, {graph.Edges().Sum(e => e.Count):N0} pairs; {paths.Distinct:N0} different paths");
        if (!args.Contains("--no-peer")) DuckDbPeer.Run(columns, Steps, Window, PathSteps, funnel, graph, paths);
        Console.WriteLine($"peak memory of the process: {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576:N0} MB");
        return Task.CompletedTask;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TKernel Live<TKernel>(TKernel kernel, EventColumns columns)
        where TKernel : ISequenceKernel
    {
        kernel.ObserveAll(columns);
        return kernel;
    }

    private static T Kernel<T>(string question, string form, int repetitions, Func<T> answer)
    {
        var (result, measure) = Measure.Many(answer, repetitions);
        Console.WriteLine($"{question,-28}  {form,-13}  {measure}");
        return result;
    }

    /// <summary>Touchpoints are skewed (a few are frequent), customers are not; one in a thousand interactions comes late.</summary>
    private static EventColumns Generate(int events)
    {
        var columns = new EventColumns(events);
        var random = new Random(2020);
        var step = Days * Instant.MicrosPerDay / events;
        for (var i = 0; i < events; i++)
        {
            var time = i * step;
            if (random.Next(1000) == 0) time = Math.Max(0, time - random.NextInt64(Instant.MicrosPerDay));
            var touchpoint = (ushort)(Touchpoints * Math.Pow(random.NextDouble(), 1.5));
            columns.Append(random.Next(Customers), new(time), new(i + 1), touchpoint);
        }
        return columns;
    }
}
