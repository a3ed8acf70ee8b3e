using CsCheck;
using Xunit;

namespace Veinte.Statistics.Tests;

/// <summary>Parts that are merged give what the whole gives, in any order; where it holds to the last bit, that is asked.</summary>
public sealed class MergingTests
{
    private static readonly Gen<double[]> Numbers = Gen.Double[-1000, 1000].Array[0, 80];

    [Fact]
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
    public void Arms_and_scores()
    {
        Gen.Select(Numbers, Numbers, Numbers, Numbers).Sample((y1, x1, y2, x2) =>
        {
            var (first, second, whole) = (ArmsOf(y1, x1), ArmsOf(y2, x2), ArmsOf([.. y1.Take(x1.Length), .. y2.Take(x2.Length)], [.. x1.Take(y1.Length), .. x2.Take(y2.Length)]));
            foreach (var merged in new[] { first.Merge(second), second.Merge(first) })
            {
                Assert.Equal(whole.N, merged.N);
                Near(whole.Products, merged.Products, 1e6 * (whole.N + 1));
                Near(whole.PreSquares, merged.PreSquares, 1e6 * (whole.N + 1));
            }
        });
        Gen.Select(Gen.Int[0, 10].Array[0, 50], Gen.Int[0, 10].Array[0, 50]).Sample((a, b) =>
            Assert.Equal(ScoreOf([.. a, .. b]), ScoreOf(b).Merge(ScoreOf(a))));
    }

    [Fact]
    public void Randomised_streams()
    {
        var design = new RandomisedDesign(0.5, 0, 1);
        var units = Gen.Select(Gen.Double[0, 1], Gen.Bool).Array[0, 60];
        Gen.Select(units, units).Sample((a, b) =>
        {
            var (ab, ba) = (StreamOf(design, a), StreamOf(design, b));
            ab.Merge(StreamOf(design, b));
            ba.Merge(StreamOf(design, a));
            Assert.Equal(a.Length + b.Length, ab.N);
            Near(ab.Sum, ba.Sum, 100);
            Near(ab.V, ba.V, 100);
        });
    }

    [Fact]
    public void A_digest_keeps_its_count_and_its_ends()
    {
        Gen.Select(Gen.Double[0, 20].Array[1, 3000], Gen.Double[0, 20].Array[1, 3000]).Sample((a, b) =>
        {
            var (merged, other) = (new TDigest(), new TDigest());
            foreach (var x in a) merged.Add(x);
            foreach (var x in b) other.Add(x);
            merged.Merge(other);
            Assert.Equal(a.Length + b.Length, merged.Count);
            Assert.Equal(Math.Min(a.Min(), b.Min()), merged.Quantile(0), 1e-9);
            Assert.Equal(Math.Max(a.Max(), b.Max()), merged.Quantile(1), 1e-9);
        }, iter: 20);
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
