using MathNet.Numerics;
using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>Compares arms with the first one, whenever one likes, and watches whether customers are shared out as planned. Pure.</summary>
/// <remarks>
/// The difference of two means: the asymptotic confidence sequence of Waudby-Smith et al. (2021), arXiv:2103.06476, Theorem 2.2, as
/// used for experiments: with s² the squared error of the difference times n, ρ tuned for 5,000 observations.
/// It is asymptotic, so it speaks only once each arm has 100 observations, or for shares 20 of the rarer outcome; before that the difference of the arms'
/// own (exact) sequences is shown and nothing is decided. Several arms are judged together by e-BH (Wang &amp; Ramdas 2022).
/// </remarks>
internal static class PromiseArmsJudge
{
    private const double TunedFor = 5_000;
    private const double RarerMin = 20, ObservationsMin = 100;
    private const double Concentration = 1_000;

    public static IReadOnlyList<ArmJudgement> Judge(PromiseDefinition definition, PromisePlan plan, EvidenceShare evidence)
    {
        if (definition.Arms is not { } arms) return [];
        var level = definition.ErrorLevel / (arms.Items.Count - 1);
        var own = new EmpiricalBernsteinTest(0.5, definition.ErrorLevel / 2);
        var binary = definition.Measure.IsShare;
        var smallest = plan.Scale.Length(definition.SmallestDifference);
        var differences = new List<Difference> { new(0, 0, new(0, 0)) };
        for (var arm = 1; arm < arms.Items.Count; arm++)
            differences.Add(Compare(Of(evidence, 0), Of(evidence, arm), level, binary, own));
        var proven = Multiplicity.EBenjaminiHochberg([.. differences.Skip(1).Select(difference => difference.LogE)], definition.ErrorLevel);
        return
        [
            .. arms.Items.Select((item, arm) =>
            {
                var sums = evidence.Sums[arm];
                var difference = differences[arm];
                var (length, sign) = (plan.Scale.Max - plan.Scale.Min, plan.Scale.Turned ? -1 : 1);
                var known = arm > 0 && sums.N > 0 && evidence.Sums[0].N > 0;
                return new ArmJudgement(
                    item.Name, sums.N, evidence.Customers[arm], sums.N > 0 ? plan.Scale.Out(sums.Mean) : null, PromiseJudge.Out(plan.Scale, own.Interval(sums)),
                    known ? sign * length * difference.Value : null,
                    known ? Signed(difference.Interval, sign * length) : null,
                    difference.LogE,
                    arm > 0 && difference.Value > 0 && proven.Contains(arm - 1),
                    arm > 0 && known && difference.Interval.High < smallest);
            }),
        ];
    }

    /// <summary>
    /// ln of the Bayes factor against the planned shares, with a Dirichlet prior around them: 1 over it is a p-value at any time
    /// (Lindon &amp; Malek 2022, arXiv:2011.03567).
    /// </summary>
    public static double? SampleRatio(PromiseDefinition definition, EvidenceShare evidence)
    {
        if (definition.Arms is not { } arms) return null;
        var total = evidence.Customers.Sum();
        var log = SpecialFunctions.GammaLn(Concentration) - SpecialFunctions.GammaLn(Concentration + total);
        for (var arm = 0; arm < arms.Items.Count; arm++)
        {
            var (share, count) = (arms.Items[arm].Share, evidence.Customers[arm]);
            log += SpecialFunctions.GammaLn(Concentration * share + count) - SpecialFunctions.GammaLn(Concentration * share) - count * Math.Log(share);
        }
        return log;
    }

    private static Difference Compare(Arm first, Arm other, double level, bool binary, EmpiricalBernsteinTest own)
    {
        var value = other.Sums.N > 0 && first.Sums.N > 0 ? other.Sums.Mean - first.Sums.Mean : 0;
        var error = first.Variance / first.Sums.N + other.Variance / other.Sums.N;
        if (!first.Suffices(binary) || !other.Suffices(binary) || !(error > 0))
        {
            var (a, b) = (own.Interval(first.Sums), own.Interval(other.Sums));
            return new(value, 0, new(b.Low - a.High, b.High - a.Low));
        }
        double n = first.Sums.N + other.Sums.N;
        var square = (-2 * Math.Log(level) + Math.Log(1 - 2 * Math.Log(level))) / TunedFor;
        var grown = n * square + 1;
        var half = Math.Sqrt(error * 2 * grown * Math.Log(Math.Sqrt(grown) / level) / (n * square));
        return new(value, square * n * value * value / error / (2 * grown) - 0.5 * Math.Log(grown), new(value - half, value + half));
    }

    private static Arm Of(EvidenceShare evidence, int arm)
    {
        var sums = evidence.Sums[arm];
        return new(sums, sums.N < 2 ? double.NaN : Math.Max(0, (evidence.Squares[arm] - sums.Sum * sums.Mean) / (sums.N - 1)));
    }

    private static Interval Signed(Interval interval, double factor) =>
        factor > 0 ? new(factor * interval.Low, factor * interval.High) : new(factor * interval.High, factor * interval.Low);

    private readonly record struct Arm(EmpiricalBernsteinSums Sums, double Variance)
    {
        public bool Suffices(bool binary) =>
            binary ? Sums.N * Math.Min(Sums.Mean, 1 - Sums.Mean) >= RarerMin : Sums.N >= ObservationsMin;
    }

    private readonly record struct Difference(double Value, double LogE, Interval Interval);
}
