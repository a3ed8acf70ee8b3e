using CsCheck;
using Xunit;

namespace Veinte.Statistics.Tests;

/// <summary>
/// Parts that are merged give what the whole gives, in any order; where it holds to the last bit, that is asked. A failure prints the seed it is repeated with.
/// What merges and is not tried here or elsewhere is caught by <c>Whatever_merges_is_tried</c>.
/// </summary>
public sealed class MergingTests
{
    private static readonly Gen<double[]> Numbers = Gen.Double[-1000, 1000].Array[0, 80];

    [Fact]
    [Trait("merges", nameof(Statistics.Moments))]
    public void Moments()
    {
        Gen.Select(Numbers, Numbers).Sample((a, b) =>
        {
            var (whole, ab, ba) = (MomentsOf([.. a, .. b]), MomentsOf(a), MomentsOf(b));
            ab.Merge(MomentsOf(b));
            ba.Merge(MomentsOf(a));
            foreach (var merged in new[] { ab, ba })
            {
                Assert.Equal(whole.Weight, merged.Weight);
                Near(whole.Mean, merged.Mean, 1000);
                Near(whole.M2, merged.M2, 1e6 * (whole.Weight + 1));
                Near(whole.M3, merged.M3, 1e9 * (whole.Weight + 1));
                Near(whole.M4, merged.M4, 1e12 * (whole.Weight + 1));
            }
        });
    }

    [Fact]
    [Trait("merges", nameof(DDSketch))]
    public void Relative_quantile_sketches_to_the_last_bit()
    {
        Gen.Select(Numbers, Numbers, Gen.Double[0, 1]).Sample((a, b, q) =>
        {
            var (whole, ab, ba) = (SketchOf([.. a, .. b]), SketchOf(a), SketchOf(b));
            ab.Merge(SketchOf(b));
            ba.Merge(SketchOf(a));
            Assert.Equal(whole.Count, ab.Count);
            Assert.Equal(whole.Quantile(q), ab.Quantile(q));
            Assert.Equal(whole.Quantile(q), ba.Quantile(q));
        });
    }

    [Fact]
    public void A_relative_quantile_is_within_its_accuracy_of_a_true_one()
    {
        Gen.Select(Gen.Double[-1e9, 1e9].Array[1, 200], Gen.Double[0, 1]).Sample((x, q) =>
        {
            var sketch = SketchOf(x);
            Array.Sort(x);
            var rank = q * (x.Length - 1);
            var (low, high) = (x[(int)Math.Floor(rank)], x[(int)Math.Ceiling(rank)]);
            var estimate = sketch.Quantile(q);
            Assert.True(estimate >= low - 0.0101 * Math.Abs(low) - DDSketch.Smallest && estimate <= high + 0.0101 * Math.Abs(high) + DDSketch.Smallest, $"{estimate} is not within 1 % of [{low}, {high}]");
        });
    }

    [Fact]
    [Trait("merges", nameof(HyperLogLog))]
    [Trait("merges", nameof(CountMinSketch))]
    public void Distinct_and_count_sketches_to_the_last_bit()
    {
        Gen.Select(Gen.ULong.Array[0, 300], Gen.ULong.Array[0, 300]).Sample((a, b) =>
        {
            var (whole, merged) = (DistinctOf([.. a, .. b]), DistinctOf(b));
            merged.Merge(DistinctOf(a));
            Assert.True(whole.Registers.SequenceEqual(merged.Registers));

            var (counts, mergedCounts) = (CountsOf([.. a, .. b]), CountsOf(b));
            mergedCounts.Merge(CountsOf(a));
            foreach (var hash in a.Take(20)) Assert.Equal(counts.Estimate(hash), mergedCounts.Estimate(hash));
        }, iter: 30);
    }

    [Fact]
    [Trait("merges", nameof(ArmSums))]
    [Trait("merges", nameof(AdjustedArmSums))]
    [Trait("merges", nameof(NetPromoterScore))]
    public void Arms_and_scores()
    {
        Gen.Select(Numbers, Numbers, Numbers, Numbers).Sample((y1, x1, y2, x2) =>
        {
            var (plain, others, together) = (SumsOf(y1), SumsOf(y2), SumsOf([.. y1, .. y2]));
            foreach (var merged in new[] { plain.Merge(others), others.Merge(plain) })
            {
                Assert.Equal(together.N, merged.N);
                Near(together.Sum, merged.Sum, 1e3 * (together.N + 1));
                Near(together.SumSquares, merged.SumSquares, 1e6 * (together.N + 1));
            }
            var (first, second, whole) = (ArmsOf(y1, x1), ArmsOf(y2, x2), ArmsOf([.. y1.Take(x1.Length), .. y2.Take(x2.Length)], [.. x1.Take(y1.Length), .. x2.Take(y2.Length)]));
            foreach (var merged in new[] { first.Merge(second), second.Merge(first) })
            {
                Assert.Equal(whole.N, merged.N);
                Near(whole.Products, merged.Products, 1e6 * (whole.N + 1));
                Near(whole.Post, merged.Post, 1e3 * (whole.N + 1));
                Near(whole.PostSquares, merged.PostSquares, 1e6 * (whole.N + 1));
                Near(whole.Pre, merged.Pre, 1e3 * (whole.N + 1));
                Near(whole.PreSquares, merged.PreSquares, 1e6 * (whole.N + 1));
            }
        });
        Gen.Select(Gen.Int[0, 10].Array[0, 50], Gen.Int[0, 10].Array[0, 50]).Sample((a, b) =>
            Assert.Equal(ScoreOf([.. a, .. b]), ScoreOf(b).Merge(ScoreOf(a))));
    }

    [Fact]
    [Trait("merges", nameof(RandomisedStream))]
    public void Randomised_streams()
    {
        var design = new RandomisedDesign(0.5, 0, 1);
        var units = Gen.Select(Gen.Double[0, 1], Gen.Bool).Array[0, 60];
        Gen.Select(units, units).Sample((a, b) =>
        {
            var (left, right, ab, ba, whole) = (StreamOf(design, a), StreamOf(design, b), StreamOf(design, a), StreamOf(design, b), StreamOf(design, [.. a, .. b]));
            ab.Merge(right);
            ba.Merge(left);
            foreach (var merged in new[] { ab, ba })
            {
                // What depends on outcomes alone is what one stream has; scores are around each part's own predictions, and their sums add up.
                Assert.Equal((whole.N, whole.TreatedN, whole.ControlN), (merged.N, merged.TreatedN, merged.ControlN));
                Near(whole.TreatedSum, merged.TreatedSum, 100);
                Near(whole.ControlSum, merged.ControlSum, 100);
                Near(left.Sum + right.Sum, merged.Sum, 100);
                Near(left.V + right.V, merged.V, 100);
            }
        });
    }

    [Fact]
    [Trait("merges", nameof(KllSketch))]
    public void Rank_sketches_stay_within_their_bound_in_either_order()
    {
        // 1.33 % of the ranks with 99 % confidence is a standard deviation of 0.52 %; three times the bound is nearly eight of them, beyond any seed.
        const double bound = 3 * 0.0133;
        Gen.Select(Gen.Double[0, 20].Array[0, 4000], Gen.Double[-5, 5].Array[0, 4000], Gen.ULong, Gen.Double[0, 1]).Sample((a, b, seed, q) =>
        {
            double[] all = [.. a, .. b];
            if (all.Length == 0) return;
            Array.Sort(all);
            var (whole, ab, ba) = (RanksOf([.. a, .. b], seed), RanksOf(a, seed), RanksOf(b, seed ^ 1));
            ab.Merge(RanksOf(b, seed ^ 1));
            ba.Merge(RanksOf(a, seed));
            foreach (var sketch in new[] { whole, ab, ba })
            {
                Assert.Equal(all.Length, sketch.Count);
                RankIsNear(all, q, sketch.Quantile(q), bound);
            }
        }, iter: 40);
    }

    [Fact]
    [Trait("merges", nameof(TDigest))]
    public void Digests_stay_within_a_centroid_in_either_order_and_keep_their_ends()
    {
        // What k₁ = δ/2π · asin(2q − 1) lets one centroid hold, at the rank asked for: dq = 2π/δ · √(q(1 − q)).
        Gen.Select(Gen.Double[0, 20].Array[0, 3000], Gen.Double[-5, 5].Array[0, 3000], Gen.Double[0, 1]).Sample((a, b, q) =>
        {
            double[] all = [.. a, .. b];
            if (all.Length == 0) return;
            Array.Sort(all);
            var (whole, ab, ba) = (DigestOf([.. a, .. b]), DigestOf(a), DigestOf(b));
            ab.Merge(DigestOf(b));
            ba.Merge(DigestOf(a));
            foreach (var digest in new[] { whole, ab, ba })
            {
                Assert.Equal(all.Length, digest.Count);
                Assert.Equal(all[0], digest.Quantile(0), 1e-9);
                Assert.Equal(all[^1], digest.Quantile(1), 1e-9);
                RankIsNear(all, q, digest.Quantile(q), 2 * Math.PI / digest.Compression * Math.Sqrt(q * (1 - q)));
            }
        }, iter: 40);
    }

    [Fact]
    [Trait("merges", nameof(GroupedCoMoments))]
    public void Groups_of_co_moments()
    {
        var rows = Gen.Select(Gen.ULong[0, 50], Gen.Double[0, 20].Array[2]).Array[0, 60];
        Gen.Select(rows, rows).Sample((a, b) =>
        {
            var (whole, ab, ba) = (GroupsOf([.. a, .. b]), GroupsOf(a), GroupsOf(b));
            ab.Merge(GroupsOf(b));
            ba.Merge(GroupsOf(a));
            foreach (var merged in new[] { ab, ba })
            {
                for (var group = 0; group < whole.Groups; group++)
                {
                    Assert.Equal(whole.Group(group) is null, merged.Group(group) is null);
                    if (whole.Group(group) is not { } expected) continue;
                    for (var i = 0; i < expected.Numbers.Length; i++) Near(expected.Numbers[i], merged.Group(group)!.Numbers[i], 400 * (a.Length + b.Length + 1));
                }
            }
        });
    }

    /// <summary>An estimate stands where at most so many of the ranks, and the two beside it, are passed over.</summary>
    private static void RankIsNear(double[] sorted, double q, double estimate, double bound)
    {
        var (below, notAbove) = (sorted.Count(x => x < estimate), sorted.Count(x => x <= estimate));
        var (wanted, slack) = (q * sorted.Length, bound * sorted.Length + 2);
        Assert.True(below <= wanted + slack && notAbove >= wanted - slack, $"{estimate} has ranks {below} to {notAbove} of {sorted.Length}, wanted was {wanted} ± {slack}");
    }

    private static void Near(double expected, double actual, double scale) => Assert.True(Math.Abs(expected - actual) <= 1e-10 * scale, $"{actual} is not {expected}");

    private static Moments MomentsOf(double[] x)
    {
        var moments = new Moments();
        foreach (var value in x) moments.Add(value);
        return moments;
    }

    private static DDSketch SketchOf(double[] x)
    {
        var sketch = new DDSketch();
        foreach (var value in x) sketch.Add(value);
        return sketch;
    }

    private static ArmSums SumsOf(double[] y) => y.Aggregate(new ArmSums(), (arm, outcome) => arm.With(outcome));

    private static KllSketch RanksOf(double[] x, ulong seed)
    {
        var sketch = new KllSketch(seed: seed);
        foreach (var value in x) sketch.Add(value);
        return sketch;
    }

    private static TDigest DigestOf(double[] x)
    {
        var digest = new TDigest();
        foreach (var value in x) digest.Add(value);
        return digest;
    }

    private static GroupedCoMoments GroupsOf((ulong Key, double[] Values)[] rows)
    {
        var groups = new GroupedCoMoments(2, groups: 5);
        foreach (var (key, values) in rows) groups.Add(values, key);
        return groups;
    }

    private static HyperLogLog DistinctOf(ulong[] hashes)
    {
        var sketch = new HyperLogLog(8);
        foreach (var hash in hashes) sketch.Add(hash);
        return sketch;
    }

    private static CountMinSketch CountsOf(ulong[] hashes)
    {
        var sketch = new CountMinSketch(0.01, 0.01);
        foreach (var hash in hashes) sketch.Add(hash);
        return sketch;
    }

    private static AdjustedArmSums ArmsOf(double[] y, double[] x) =>
        y.Zip(x).Aggregate(new AdjustedArmSums(), (arm, pair) => arm.With(pair.First, pair.Second));

    private static NetPromoterScore ScoreOf(int[] answers) => answers.Aggregate(new NetPromoterScore(), (score, answer) => score.With(answer));

    private static RandomisedStream StreamOf(RandomisedDesign design, (double Y, bool IsTreated)[] units)
    {
        var stream = new RandomisedStream();
        foreach (var (y, isTreated) in units) stream.Add(design, y, isTreated);
        return stream;
    }
}
