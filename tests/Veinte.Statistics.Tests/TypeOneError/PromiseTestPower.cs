using Xunit;

namespace Veinte.Statistics.Tests.TypeOneError;

/// <summary>How soon the promise test decides, and how wide its interval is beside that of a sample whose size was fixed beforehand.</summary>
public sealed class PromiseTestPower(ITestOutputHelper output)
{
    private const int Runs = 1000;

    /// <summary>Medians of the reference, within 15 %.</summary>
    [Theory]
    [InlineData(0.85, 0.80, 399)]
    [InlineData(0.90, 0.80, 101)]
    [InlineData(0.97, 0.95, 621)]
    public void A_kept_promise_is_recognised_as_soon_as_the_reference_says(double truth, double target, double median)
    {
        var (test, needed) = (new EmpiricalBernsteinTest(target, Simulation.Alpha, optimalV: 30), new double[Runs]);
        for (var run = 0; run < Runs; run++)
        {
            var (random, sums, watch) = (new SplitMix64((ulong)run), new EmpiricalBernsteinSums(), new EmpiricalBernsteinWatch(test));
            while (watch.Judge(sums) != MeanVerdict.Above && sums.N < 20_000) sums.Add(random.NextDouble() < truth ? 1 : 0);
            needed[run] = sums.N;
        }
        Array.Sort(needed);
        var found = Quantiles.OfSorted(needed, 0.5);
        var fixedSize = FixedSample(truth, target);
        output.WriteLine($"{truth} against {target}: kept after {found:0} outcomes (median; reference {median:0}); a fixed sample needs {fixedSize:0} for a power of one half, {FixedSample(truth, target, 0.8416):0} for 80 %");
        Assert.InRange(found, 0.85 * median, 1.15 * median);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10000)]
    public void The_interval_for_all_times_is_wider_than_the_one_for_one_time_by_a_known_factor(int n)
    {
        var (test, sums, random) = (new EmpiricalBernsteinTest(0.5), new EmpiricalBernsteinSums(), new SplitMix64(3));
        for (var i = 0; i < n; i++) sums.Add(random.NextDouble() < 0.8 ? 1 : 0);
        var (always, once) = (test.Interval(sums).Width, Proportion.Wilson(sums.Sum, n).Width);
        output.WriteLine($"n = {n}: width {always.Text()} at all times, {once.Text()} at one look by Wilson, ratio {always / once:0.00}");
        Assert.InRange(always / once, 1, 3);
    }

    /// <summary>Size of a one-sided test of a share at 5 % with a power given by its normal quantile.</summary>
    private static double FixedSample(double truth, double target, double power = 0) =>
        Math.Pow((1.6449 * Math.Sqrt(target * (1 - target)) + power * Math.Sqrt(truth * (1 - truth))) / (truth - target), 2);
}
