using CsCheck;
using Xunit;

namespace Veinte.Statistics.Tests;

/// <summary>The stream that follows from each arm's sums is the one that unit after unit would have made.</summary>
public sealed class ArmPredictionsTests
{
    private static readonly double[] Shares = [0.5, 0.3, 0.2];
    private static readonly Gen<(int Arm, double X)[]> Units = Gen.Select(Gen.Int[0, 2], Gen.Double[0, 1]).Array[0, 80];

    [Fact]
    public void Sums_of_arms_give_the_scores_of_every_unit() => Units.Sample(units =>
    {
        var (sums, predictions) = Counted(units);
        for (var arm = 1; arm < 3; arm++)
        {
            var design = Design(arm);
            var (n, sum, v) = (0L, 0.0, 0.0);
            for (var i = 0; i < units.Length; i++)
            {
                var (of, x) = units[i];
                if (of != 0 && of != arm) continue;
                var (treated, control) = (MeanBefore(units, i, arm), MeanBefore(units, i, 0));
                var score = of == arm ? (x - treated) / design.Propensity : (control - x) / (1 - design.Propensity);
                (n, sum, v) = (n + 1, sum + treated - control + score, v + score * score);
            }
            var stream = predictions.Stream(design, sums, arm);
            Assert.Equal(n, stream.N);
            Assert.Equal(sum, stream.Sum, 1e-9);
            Assert.Equal(v, stream.V, 1e-9);
        }
    });

    [Fact]
    [Trait("merges", nameof(ArmPredictions))]
    public void Parts_merge_to_the_sum_of_their_streams() => Gen.Select(Units, Units).Sample((a, b) =>
    {
        var ((left, ofLeft), (right, ofRight)) = (Counted(a), Counted(b));
        for (var arm = 1; arm < 3; arm++)
        {
            var expected = ofLeft.Stream(Design(arm), left, arm);
            expected.Merge(ofRight.Stream(Design(arm), right, arm));
            var merged = new ArmPredictions(ofLeft.Predicted, ofLeft.Gaps);
            merged.Merge(ofRight);
            EmpiricalBernsteinSums[] both = [.. left];
            for (var i = 0; i < both.Length; i++) both[i].Merge(right[i]);
            var stream = merged.Stream(Design(arm), both, arm);
            Assert.Equal(expected.N, stream.N);
            Assert.Equal(expected.Sum, stream.Sum, 1e-8);
            Assert.Equal(expected.V, stream.V, 1e-8);
        }
    });

    [Fact]
    public void A_corrected_outcome_stands_in_the_place_of_the_first_one_and_one_that_is_taken_out_leaves_no_outcome_behind()
    {
        var (sums, predictions) = Counted([(0, 0.2), (1, 0.9), (2, 0.4), (0, 0.6)]);
        predictions.Note(sums, 1);
        var counted = sums[1].Add(0.1);
        var first = predictions.Stream(Design(1), sums, 1);
        sums[1].Replace(counted, 0.7);
        var corrected = predictions.Stream(Design(1), sums, 1);
        // 0.6 more at a unit of the arm, divided by the chance of meeting it.
        Assert.Equal(first.Sum + 0.6 / Design(1).Propensity, corrected.Sum, 1e-12);
        Assert.Equal(first.V + (0.2 * 0.2 - 0.8 * 0.8) / Math.Pow(Design(1).Propensity, 2), corrected.V, 1e-12);

        var (before, ofBefore) = Counted([(0, 0.2), (1, 0.9), (2, 0.4), (0, 0.6)]);
        var expected = ofBefore.Stream(Design(1), before, 1);
        ofBefore.Note(before, 1);
        counted = before[1].Add(0.1);
        ofBefore.TakeOut(before, 1, counted);
        before[1].Remove(counted);
        var stream = ofBefore.Stream(Design(1), before, 1);
        Assert.Equal(expected.N, stream.N);
        Assert.Equal(expected.Sum, stream.Sum, 1e-12);
        Assert.Equal(expected.V, stream.V, 1e-12);
    }

    private static (EmpiricalBernsteinSums[] Sums, ArmPredictions Predictions) Counted((int Arm, double X)[] units)
    {
        var (sums, predictions) = (new EmpiricalBernsteinSums[3], new ArmPredictions(3));
        foreach (var (arm, x) in units)
        {
            predictions.Note(sums, arm);
            sums[arm].Add(x);
        }
        return (sums, predictions);
    }

    private static double MeanBefore((int Arm, double X)[] units, int before, int arm) =>
        units.Take(before).Where(unit => unit.Arm == arm).Select(unit => unit.X).DefaultIfEmpty(0.5).Average();

    private static RandomisedDesign Design(int arm) => new(Shares[arm] / (Shares[0] + Shares[arm]), 0, 1);
}
