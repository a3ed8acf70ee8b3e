using Xunit;

namespace Veinte.Statistics.Tests;

public sealed class DriverAnalysisTests(ITestOutputHelper output)
{
    /// <summary>Six drivers that share a common mood; the outcome depends on the first three.</summary>
    private static readonly double[] Effects = [0.6, 0.3, 0.15, 0, 0, 0];

    [Theory]
    [InlineData(100)]
    [InlineData(400)]
    public void With_shuffled_outcomes_hardly_ever_is_any_driver_significant(int observations)
    {
        const int runs = 4_000;
        var (random, wrong) = (new SplitMix64(1), 0);
        for (var run = 0; run < runs; run++)
        {
            var rows = Rows(observations, ref random);
            for (var i = rows.Length - 1; i > 0; i--)
            {
                var j = random.NextInt(i + 1);
                (rows[i][0], rows[j][0]) = (rows[j][0], rows[i][0]);
            }
            if (DriverAnalysis.Of(Grouped(rows)).Drivers.Any(driver => driver.IsSignificant)) wrong++;
        }
        var limit = 0.05 + 3 * Math.Sqrt(0.05 * 0.95 / runs);
        output.WriteLine($"shuffled outcomes, {observations} observations: some driver significant in {wrong} of {runs} (limit {limit:0.000})");
        Assert.True(wrong <= limit * runs);
    }

    [Fact]
    public void The_interval_of_a_share_covers_the_share_of_the_whole_population_as_often_as_it_says()
    {
        const int runs = 300;
        var random = new SplitMix64(2);
        var truth = RelativeWeights.Of(CorrelationMatrix.From(Of(Rows(400_000, ref random)))).Shares;
        var (covered, found) = (new int[Effects.Length], new int[Effects.Length]);
        for (var run = 0; run < runs; run++)
        {
            var report = DriverAnalysis.Of(Grouped(Rows(600, ref random)));
            for (var j = 0; j < Effects.Length; j++)
            {
                if (report.Drivers[j].ShareInterval.Contains(truth[j])) covered[j]++;
                if (report.Drivers[j].IsSignificant) found[j]++;
            }
        }
        output.WriteLine($"shares {string.Join(", ", truth.Select(share => share.ToString("0.000")))}; covered by 95 % intervals at n = 600 in {string.Join(", ", covered.Select(c => $"{100.0 * c / runs:0.0} %"))}; significant in {string.Join(", ", found.Select(f => $"{100.0 * f / runs:0.0} %"))}");
        Assert.All(covered, count => Assert.InRange(count / (double)runs, 0.90, 1));
        Assert.True(found[0] > 0.99 * runs);
    }

    [Fact]
    public void A_duplicated_rating_shares_its_importance_instead_of_doubling_it()
    {
        var random = new SplitMix64(3);
        var rows = Rows(2000, ref random);
        var doubled = rows.Select(row => row.Append(row[1]).ToArray()).ToArray();
        var (before, after) = (CorrelationMatrix.From(Of(rows)), CorrelationMatrix.From(Of(doubled)));
        foreach (var importance in new[] { RelativeWeights.Of, (Func<CorrelationMatrix, DriverWeights>)LmgImportance.Of })
        {
            var (one, two) = (importance(before), importance(after));
            Assert.Equal(one.R2, two.R2, 1e-9);
            Assert.Equal(two.Raw[0], two.Raw[^1], 1e-9);
            Assert.True(two.Raw[0] < one.Raw[0]);
            Assert.True(two.Raw[0] + two.Raw[^1] < 1.5 * one.Raw[0]);
        }
    }

    [Fact]
    public void Answers_that_are_missing_at_random_bend_nothing()
    {
        var random = new SplitMix64(4);
        var rows = Rows(60_000, ref random);
        var truth = RelativeWeights.Of(CorrelationMatrix.From(Of(rows))).Shares;
        foreach (var row in rows)
            for (var j = 1; j < row.Length; j++)
                if (random.NextDouble() < 0.4) row[j] = double.NaN;
        var report = DriverAnalysis.Of(Grouped(rows));
        for (var j = 0; j < Effects.Length; j++)
        {
            Assert.Equal(truth[j], report.Drivers[j].Share, 0.03);
            Assert.InRange(report.Drivers[j].N, 35_000, 37_000);
        }
    }

    [Fact]
    public void Correlations_that_do_not_fit_together_are_repaired_and_it_is_said()
    {
        var repaired = CorrelationMatrix.From(new[,] { { 1, 0.9, 0.9 }, { 0.9, 1, -0.9 }, { 0.9, -0.9, 1 } });
        Assert.True(repaired.WasRepaired);
        Assert.True(repaired.SmallestEigenvalue < 0);
        Assert.InRange(RelativeWeights.Of(repaired).R2, 0, 1 + 1e-9);
    }

    [Fact]
    public void Too_few_observations_or_a_constant_are_said_and_not_analysed()
    {
        var random = new SplitMix64(5);
        Assert.False(DriverAnalysis.Of(Grouped(Rows(7, ref random))).IsEnough);

        var rows = Rows(500, ref random);
        foreach (var row in rows) row[2] = 7;
        var report = DriverAnalysis.Of(Grouped(rows));
        Assert.True(report.Drivers[1].IsConstant);
        Assert.False(report.Drivers[1].IsSignificant);
        Assert.Equal(1, report.Drivers.Sum(driver => driver.Share), 1e-9);
    }

    [Fact]
    public void Lmg_and_dominance_agree_and_add_up_to_what_is_explained()
    {
        var random = new SplitMix64(6);
        for (var run = 0; run < 20; run++)
        {
            var correlations = CorrelationMatrix.From(Of(Rows(60, ref random)));
            var lmg = LmgImportance.Of(correlations);
            Assert.Equal(lmg.R2, lmg.Raw.Sum(), 1e-12);
            Assert.Equal(lmg.R2, RelativeWeights.Of(correlations).R2, 1e-10);
        }
    }

    private static double[][] Rows(int n, ref SplitMix64 random)
    {
        var rows = new double[n][];
        for (var i = 0; i < n; i++)
        {
            var (mood, outcome) = (Normal(ref random), Normal(ref random));
            rows[i] = new double[Effects.Length + 1];
            for (var j = 0; j < Effects.Length; j++)
            {
                rows[i][j + 1] = Math.Clamp(Math.Round(3.5 + 0.7 * mood + Normal(ref random)), 1, 5);
                outcome += Effects[j] * rows[i][j + 1];
            }
            rows[i][0] = outcome;
        }
        return rows;
    }

    private static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static CoMoments Of(double[][] rows)
    {
        var moments = new CoMoments(rows[0].Length);
        foreach (var row in rows) moments.Add(row);
        return moments;
    }

    private static GroupedCoMoments Grouped(double[][] rows)
    {
        var moments = new GroupedCoMoments(rows[0].Length);
        for (var i = 0; i < rows.Length; i++) moments.Add(rows[i], (ulong)i);
        return moments;
    }
}
