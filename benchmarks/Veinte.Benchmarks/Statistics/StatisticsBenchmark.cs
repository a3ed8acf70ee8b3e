using Veinte.Statistics;

namespace Veinte.Benchmarks.Statistics;

/// <summary>
/// What an outcome costs the promise test and what an answer costs the drivers, beside the least either could cost: adding to a
/// sum, and the same updates in one set of co-moments without groups. Also how long the questions take.
/// </summary>
internal static class StatisticsBenchmark
{
    private const int Outcomes = 10_000_000, Answers = 200_000, Drivers = 30;

    public static Task Run(string[] args)
    {
        Console.WriteLine($"{Outcomes:N0} outcomes                        cpu ms (min–max)            wall ms");
        var x = Uniform(1 << 16);
        Report("one sum (ceiling)", () => Sum(x), Outcomes);
        Report("EmpiricalBernsteinSums.Add", () => Adding(x), Outcomes);
        Report("Add and judge one promise", () => Judging(x, 1), Outcomes);
        Report("one hundred promises, each", () => Judging(x, 100), Outcomes);
        Report("EDetector.Add, four bets", () => Detecting(x), Outcomes);
        Report("DDSketch.Add", () => Sketching(x), Outcomes);

        foreach (var answered in new[] { Drivers, 8 })
        {
            Console.WriteLine($"{Answers:N0} answers with {answered} of {Drivers} drivers");
            var rows = Rows(1 << 12, answered);
            Report("CoMoments.Add (ceiling)", () => Moments(rows).Numbers[0], Answers);
            Report("GroupedCoMoments.Add", () => Grouped(rows).Groups, Answers);
        }

        foreach (var drivers in new[] { 10, 15, Drivers })
        {
            var grouped = Grouped(Rows(1 << 12, drivers, drivers));
            Report($"DriverAnalysis.Of, {drivers} drivers, 20 groups", () => DriverAnalysis.Of(grouped).R2, 1);
        }
        var fifteen = CorrelationMatrix.From(Grouped(Rows(1 << 12, 15, 15)).Total());
        Report("LMG of 15 drivers", () => LmgImportance.Of(fifteen).R2, 1);
        return Task.CompletedTask;
    }

    private static void Report<T>(string name, Func<T> body, int times)
    {
        var (_, measure) = Measure.Many(body, 5);
        var each = measure.CpuMs.Order().ElementAt(2) * 1e6 / times;
        Console.WriteLine($"{name,-44} {measure}   {(times > 1 ? $"{each:N1} ns each" : "")}");
    }

    private static double Sum(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < Outcomes; i++) sum += x[i & 0xFFFF];
        return sum;
    }

    private static double Adding(double[] x)
    {
        var sums = new EmpiricalBernsteinSums();
        for (var i = 0; i < Outcomes; i++) sums.Add(x[i & 0xFFFF]);
        return sums.V;
    }

    private static int Judging(double[] x, int promises)
    {
        var watches = Enumerable.Range(0, promises).Select(i => new EmpiricalBernsteinWatch(new(0.4 + 0.2 * i / promises))).ToArray();
        var (sums, decided) = (new EmpiricalBernsteinSums[promises], 0);
        for (var i = 0; i < Outcomes; i++)
        {
            var at = i % promises;
            sums[at].Add(x[i & 0xFFFF]);
            if (watches[at].Judge(sums[at]) != MeanVerdict.Open) decided++;
        }
        return decided;
    }

    private static double Detecting(double[] x)
    {
        var detector = new EDetector(0.5, 1000);
        var (state, last) = (detector.NewState(), 0.0);
        for (var i = 0; i < Outcomes; i++)
        {
            last = detector.Add(state, x[i & 0xFFFF]);
            if (detector.IsAlarm(last)) Array.Clear(state);
        }
        return last;
    }

    private static long Sketching(double[] x)
    {
        var sketch = new DDSketch();
        for (var i = 0; i < Outcomes; i++) sketch.Add(x[i & 0xFFFF]);
        return sketch.Count;
    }

    private static CoMoments Moments(double[][] rows)
    {
        var moments = new CoMoments(rows[0].Length);
        for (var i = 0; i < Answers; i++) moments.Add(rows[i & 0xFFF]);
        return moments;
    }

    private static GroupedCoMoments Grouped(double[][] rows)
    {
        var moments = new GroupedCoMoments(rows[0].Length);
        for (var i = 0; i < Answers; i++) moments.Add(rows[i & 0xFFF], (ulong)i);
        return moments;
    }

    private static double[] Uniform(int count)
    {
        var (random, x) = (new SplitMix64(1), new double[count]);
        for (var i = 0; i < count; i++) x[i] = random.NextDouble();
        return x;
    }

    /// <summary>Grades that share a mood; of each row some drivers are answered, the others missing.</summary>
    private static double[][] Rows(int count, int answered, int drivers = Drivers)
    {
        var (random, rows) = (new SplitMix64(2), new double[count][]);
        for (var i = 0; i < count; i++)
        {
            var (row, mood) = (new double[drivers + 1], random.NextDouble());
            Array.Fill(row, double.NaN);
            row[0] = 20 * (0.5 * mood + 0.5 * random.NextDouble());
            for (var k = 0; k < answered; k++) row[1 + (i + k * 7) % drivers] = 20 * (0.5 * mood + 0.5 * random.NextDouble());
            rows[i] = row;
        }
        return rows;
    }
}
