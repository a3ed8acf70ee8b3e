using Xunit;

namespace Veinte.Statistics.Tests.TypeOneError;

/// <summary>How often the promise test and its confidence sequence are ever wrong about the running average.</summary>
public sealed class PromiseTestErrors(ITestOutputHelper output)
{
    private const double OptimalV = 10;

    public static TheoryData<string> Streams() => [.. Stream.All.Select(stream => stream.Name)];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Neither_side_nor_the_interval_is_ever_wrong_more_often_than_promised(string name)
    {
        var stream = Stream.All.Single(s => s.Name == name);
        int above = 0, below = 0;
        var either = Simulation.Share("promise " + name, random =>
        {
            var (kept, broken, missed) = EverWrong(stream, ref random);
            (above, below) = (above + (kept ? 1 : 0), below + (broken ? 1 : 0));
            return missed;
        });
        var (keptShare, brokenShare) = (above / (double)Simulation.Runs, below / (double)Simulation.Runs);
        output.WriteLine($"{name}: falsely kept {keptShare.Text()}, falsely broken {brokenShare.Text()}, interval ever misses {either.Text()} (limit {Simulation.Limit.Text()})");
        Assert.True(keptShare <= Simulation.Limit, "falsely kept");
        Assert.True(brokenShare <= Simulation.Limit, "falsely broken");
        Assert.True(either <= Simulation.Limit, "interval misses");
    }

    /// <summary>
    /// Answers of one customer counted one by one break the test, counted as one value they do not, and neither does the live way: the first answer
    /// counts at once and each later one replaces it.
    /// </summary>
    [Fact]
    public void Answers_of_one_customer_must_count_once()
    {
        var ignored = Simulation.Share("clusters ignored", random => Clusters(ref random, (ref sums, watch, correct, wrong) =>
        {
            for (var i = 0; i < 5; i++)
            {
                sums.Add(i < correct ? 1 : 0);
                if (watch.Reaches(sums.Excess(0.8), sums.V)) return true;
            }
            return false;
        }));
        var replaced = Simulation.Share("clusters replaced", random => Clusters(ref random, (ref sums, watch, correct, _) =>
        {
            var customer = default(CustomerAnswers);
            for (var i = 0; i < 5; i++)
            {
                sums.AddAnswer(ref customer, i < correct ? 1 : 0);
                if (watch.Reaches(sums.Excess(0.8), sums.V)) return true;
            }
            return false;
        }));
        output.WriteLine($"five answers each, counted one by one: falsely kept {ignored.Text()}; the mean so far in place of the first: {replaced.Text()} (limit {Simulation.Limit.Text()})");
        Assert.True(ignored > Simulation.Limit, "Ignoring clusters should show; if it does not, the simulation proves nothing.");
        Assert.True(replaced <= Simulation.Limit);
    }

    private delegate bool Count(ref EmpiricalBernsteinSums sums, MixtureWatch watch, int correct, int wrong);

    private static bool Clusters(ref SplitMix64 random, Count count)
    {
        var (sums, watch) = (new EmpiricalBernsteinSums(), new MixtureWatch(new(OptimalV, 1, Simulation.Alpha), Simulation.Alpha));
        for (var t = 0; t < Simulation.Length / 5; t++)
        {
            var (correct, _) = Stream.Cluster(ref random);
            if (count(ref sums, watch, correct, 5 - correct)) return true;
        }
        return false;
    }

    private static (bool Kept, bool Broken, bool Missed) EverWrong(Stream stream, ref SplitMix64 random)
    {
        var sums = new EmpiricalBernsteinSums();
        var (side, half) = (new MixtureWatch(new(OptimalV, 1, Simulation.Alpha), Simulation.Alpha), new MixtureWatch(new(OptimalV, 1, Simulation.Alpha / 2), Simulation.Alpha / 2));
        var (kept, broken, missed, means) = (false, false, false, 0.0);
        for (var t = 0; t < Simulation.Length; t++)
        {
            var (x, mean) = stream.Next(t, ref random);
            sums.Add(x);
            means += mean;
            var excess = sums.Sum - means;
            kept |= side.Reaches(excess, sums.V);
            broken |= side.Reaches(-excess, sums.V);
            missed |= half.Reaches(Math.Abs(excess), sums.V);
        }
        return (kept, broken, missed);
    }
}
