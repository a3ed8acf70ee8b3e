using CsCheck;
using Veinte.Engine.Folds.Measures;
using Veinte.Engine.Folds.Promises;
using Veinte.Engine.Moments;
using Veinte.Statistics;

namespace Veinte.Simulation;

/// <summary>What partitions have counted apart is, put together in either order, what one would have counted.</summary>
public sealed class Sums_of_folds_merge
{
    private static readonly Gen<(ulong Customer, double[] Values)[]> Trips = Gen.Select(Gen.ULong[0, 40],
        Gen.Select(Gen.Double[0, 10], Gen.Frequency((4, Gen.Double[0, 20]), (1, Gen.Const(double.NaN))).Array[1, 12], (outcome, grades) => (double[])[outcome, .. grades])).Array[0, 40];

    [Fact]
    [Trait("merges", nameof(MeasureCounts))]
    public void Counts_of_measures() => Gen.Select(Gen.Int[0, 10].Array[0, 50], Gen.Int[0, 10].Array[0, 50]).Sample((a, b) =>
    {
        foreach (var of in (Func<double, MeasureCounts>[])[MeasureCounts.OfNps, answer => MeasureCounts.OfCsat(1 + answer % 5), answer => MeasureCounts.OfCes(1 + answer % 7)])
        {
            MeasureCounts Counted(int[] answers) => answers.Aggregate(default(MeasureCounts), (sum, answer) => sum.Plus(of(answer)));
            var (n, one, two) = (a.Length + b.Length, a.Concat(b).Sum(answer => of(answer).A), a.Concat(b).Sum(answer => of(answer).B));
            Assert.Equal(new MeasureCounts(n, one, two), Counted(a).Plus(Counted(b)));
            Assert.Equal(new MeasureCounts(n, one, two), Counted(b).Plus(Counted(a)));
        }
    });

    [Fact]
    [Trait("merges", nameof(EvidenceStep))]
    public void Steps_of_evidence()
    {
        var steps = Gen.Select(Gen.Long[0, 50], Gen.Double[0, 1]).Array[0, 60];
        Gen.Select(steps, steps).Sample((a, b) =>
        {
            var (whole, left, right) = (SeriesOf([.. a, .. b]), SeriesOf(a), SeriesOf(b));
            foreach (var merged in new[] { EvidenceStep.Merge([.. left, .. right]), EvidenceStep.Merge([.. right, .. left]) })
            {
                Assert.Equal(whole.Select(step => (step.At, step.N)), merged.Select(step => (step.At, step.N)));
                foreach (var (expected, actual) in whole.Zip(merged)) Assert.Equal((expected.Sum, expected.V), (actual.Sum, actual.V), Near);
            }
        });
    }

    [Fact]
    [Trait("merges", nameof(TripCell))]
    public void Trips_of_a_month() => Gen.Select(Trips, Trips).Sample((a, b) =>
    {
        var (whole, ab, ba) = (CellOf([.. a, .. b]), CellOf(a), CellOf(b));
        ab.Merge(CellOf(b));
        ba.Merge(CellOf(a));
        foreach (var merged in new[] { ab, ba })
        {
            Assert.Equal(whole.Trips, merged.Trips);
            Assert.Equal(whole.Drivers, merged.Drivers);
            SameFigures(whole.Groups.Total(), merged.Groups.Total());
            SameFigures(whole.Contrast(), merged.Contrast());
            for (var group = 0; group < whole.Groups.Groups; group++)
            {
                Assert.Equal(whole.Groups.Group(group) is null, merged.Groups.Group(group) is null);
                if (whole.Groups.Group(group) is { } expected) SameFigures(expected, merged.Groups.Group(group)!);
            }
        }
    });

    private static IReadOnlyList<EvidenceStep> SeriesOf((long At, double X)[] outcomes)
    {
        var series = new EvidenceSeries(10, 100);
        foreach (var (at, x) in outcomes) series.Add(at, 1, x, x * x);
        return series.CopyWith(default);
    }

    private static TripCell CellOf((ulong Customer, double[] Values)[] trips)
    {
        var cell = new TripCell();
        foreach (var (customer, values) in trips) cell.Move(values, customer, +1);
        return cell;
    }

    private static bool Near((double Sum, double V) expected, (double Sum, double V) actual) => Math.Abs(expected.Sum - actual.Sum) < 1e-9 && Math.Abs(expected.V - actual.V) < 1e-9;

    private static void SameFigures(CoMoments expected, CoMoments actual)
    {
        Assert.Equal(expected.Numbers.Length, actual.Numbers.Length);
        for (var at = 0; at < expected.Numbers.Length; at++) Assert.Equal(expected.Numbers[at], actual.Numbers[at], 1e-7);
    }
}
