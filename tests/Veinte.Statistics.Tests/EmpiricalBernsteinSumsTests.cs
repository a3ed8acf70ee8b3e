using CsCheck;
using Xunit;

namespace Veinte.Statistics.Tests;

public sealed class EmpiricalBernsteinSumsTests
{
    private static readonly Gen<double[]> Outcomes = Gen.Double[0, 1].Array[0, 60];

    [Fact]
    [Trait("merges", nameof(EmpiricalBernsteinSums))]
    public void Parts_merge_in_any_order()
    {
        Gen.Select(Outcomes, Outcomes, Outcomes).Sample((a, b, c) =>
        {
            var (left, right) = (Of(a), Of(c));
            left.Merge(Of(b));
            left.Merge(Of(c));
            right.Merge(Of(b));
            right.Merge(Of(a));
            Assert.Equal(a.Length + b.Length + c.Length, left.N);
            Assert.Equal(left.N, right.N);
            Assert.Equal(left.Sum, right.Sum, 1e-12);
            Assert.Equal(left.V, right.V, 1e-12);
            Assert.Equal(Of([.. a, .. b, .. c]).Sum, left.Sum, 1e-12);
            // Distances are from each part's own predictions, and their sums add up.
            Assert.Equal(Of(a).V + Of(b).V + Of(c).V, left.V, 1e-12);
        });
    }

    [Fact]
    public void A_replaced_outcome_counts_as_if_it_had_come_first()
    {
        Gen.Select(Outcomes, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((before, wrong, right) =>
        {
            var (corrected, direct) = (Of(before), Of(before));
            var contribution = corrected.Add(wrong);
            corrected.Replace(corrected.Replace(contribution, 1 - wrong), right);
            direct.Add(right);
            Assert.Equal(direct.N, corrected.N);
            Assert.Equal(direct.Sum, corrected.Sum, 1e-12);
            Assert.Equal(direct.V, corrected.V, 1e-12);
        });
    }

    [Fact]
    public void A_removed_outcome_leaves_what_was_there_before()
    {
        Gen.Select(Outcomes, Gen.Double[0, 1]).Sample((before, x) =>
        {
            var (sums, plain) = (Of(before), Of(before));
            sums.Remove(sums.Add(x));
            Assert.Equal(plain.N, sums.N);
            Assert.Equal(plain.Sum, sums.Sum, 1e-12);
            Assert.Equal(plain.V, sums.V, 1e-12);
        });
    }

    [Fact]
    public void The_answers_of_one_customer_count_once_as_their_mean()
    {
        Gen.Double[0, 1].Array[1, 9].Sample(answers =>
        {
            var (sums, customer, direct) = (Of([0.2, 0.9]), default(CustomerAnswers), Of([0.2, 0.9]));
            foreach (var answer in answers) sums.AddAnswer(ref customer, answer);
            direct.Add(answers.Average());
            Assert.Equal(3, sums.N);
            Assert.Equal(direct.Sum, sums.Sum, 1e-12);
            Assert.Equal(direct.V, sums.V, 1e-12);
        });
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void An_outcome_outside_its_scale_is_refused_and_changes_nothing(double x)
    {
        var sums = Of([0.5, 1]);
        var before = sums;
        Assert.Throws<ArgumentOutOfRangeException>(() => sums.Add(x));
        Assert.Equal(before, sums);
    }

    [Fact]
    public void The_watch_decides_as_the_test_does_even_when_outcomes_are_taken_back()
    {
        var test = new EmpiricalBernsteinTest(target: 0.7, alpha: 0.05);
        Gen.Select(Gen.Double[0, 1], Gen.Int[5, 400], Gen.ULong).Sample((mean, length, seed) =>
        {
            var (watch, random, sums, contributions) = (new EmpiricalBernsteinWatch(test), new SplitMix64(seed), new EmpiricalBernsteinSums(), new List<Contribution>());
            for (var i = 0; i < length; i++)
            {
                if (contributions.Count > 0 && random.NextInt(5) == 0)
                {
                    var at = random.NextInt(contributions.Count);
                    contributions[at] = sums.Replace(contributions[at], random.NextDouble());
                }
                else contributions.Add(sums.Add(random.NextDouble() < mean ? 1 : 0));
                Assert.Equal(test.Judge(sums), watch.Judge(sums));
            }
        }, iter: 200);
    }

    [Fact]
    public void The_evidence_reaches_its_threshold_exactly_at_the_bound()
    {
        var mixture = new GammaExponentialMixture(10, 1, 0.05);
        Gen.Double[0, 1e7].Sample(v => Assert.Equal(-Math.Log(0.05), mixture.LogE(mixture.Bound(v, 0.05), v), 1e-8), iter: 60);
    }

    private static EmpiricalBernsteinSums Of(double[] outcomes)
    {
        var sums = new EmpiricalBernsteinSums();
        foreach (var x in outcomes) sums.Add(x);
        return sums;
    }
}
