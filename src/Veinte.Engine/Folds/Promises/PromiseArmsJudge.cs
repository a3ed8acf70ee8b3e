using Veinte.Statistics;

namespace Veinte.Engine.Folds.Promises;

/// <summary>Compares arms with the first one, whenever one likes, and watches whether customers are shared out as planned. Pure.</summary>
/// <remarks>
/// <para>Which method is a matter of the definition (<see cref="ArmsMethod"/>), never of the data: changing it on the way would spend the error level twice.</para>
/// <para><b>Drawn</b>: the randomised stream of Howard et al. (2021), Corollary 2 (<see cref="RandomisedStream"/>), exact from the first customer.</para>
/// <para><b>Observed</b>, <b>adjusted</b>: the asymptotic sequence of Waudby-Smith et al. (2024), Theorem 2.2 (<see cref="AsymptoticSequence"/>), for adjusted ones on outcomes less what the
/// number from before explains (CUPED). They speak only after their burn-in; before, the difference of the arms' own (exact) sequences is
/// shown and nothing is decided.</para>
/// <para>Several arms are judged together by e-BH (Wang &amp; Ramdas 2022). The interval of an arm that is proven has the level at which it was, αk/K for the k of K that are
/// (e-BY, Xu, Wang &amp; Ramdas 2022, arXiv:2203.12572), so that it leaves out 0; those of the others, and "gains too little", have α/K.</para>
/// </remarks>
internal static class PromiseArmsJudge
{
    // Observations at which comparisons are sharpest; only sharpness depends on it.
    private const double TunedFor = 5_000;

    public static IReadOnlyList<ArmJudgement> Judge(PromiseDefinition definition, PromisePlan plan, EvidenceShare evidence)
    {
        if (definition.Arms is not { } arms) return [];
        var own = new EmpiricalBernsteinTest(0.5, definition.ErrorLevel / 2);
        var comparing = new Comparing(definition, plan, evidence, own);
        var differences = new List<Difference> { default };
        var level = definition.ErrorLevel / (arms.Items.Count - 1);
        for (var arm = 1; arm < arms.Items.Count; arm++) differences.Add(comparing.Of(arm, level));
        var proven = Multiplicity.EBenjaminiHochberg([.. differences.Skip(1).Select(difference => difference.LogE)], definition.ErrorLevel);
        foreach (var arm in proven) differences[arm + 1] = comparing.Of(arm + 1, level * proven.Length);
        var factor = (plan.Scale.Max - plan.Scale.Min) * (plan.Scale.Turned ? -1 : 1);
        return
        [
            .. arms.Items.Select((item, arm) =>
            {
                var (sums, difference) = (evidence.Sums[arm], differences[arm]);
                var known = arm > 0 && sums.N > 0 && evidence.Sums[0].N > 0;
                return new ArmJudgement(
                    item.Name, sums.N, evidence.Customers[arm], sums.N > 0 ? plan.Scale.Out(sums.Mean) : null, PromiseJudge.Out(plan.Scale, own.Interval(sums)),
                    known ? factor * difference.Value : null,
                    known ? Signed(difference.Interval, factor) : null,
                    arm > 0 ? difference.Level : null,
                    difference.LogE,
                    difference.Speaks,
                    difference.Value > 0 && proven.Contains(arm - 1),
                    known && difference.GainsTooLittle);
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
        // The check grants a thousandth of rounding; the test asks for shares of one whole.
        var whole = arms.Items.Sum(arm => arm.Share);
        return Statistics.SampleRatio.LogE([.. evidence.Customers.Select(count => (double)count)], [.. arms.Items.Select(arm => arm.Share / whole)]);
    }

    private static Interval Signed(Interval interval, double factor) =>
        factor > 0 ? new(factor * interval.Low, factor * interval.High) : new(factor * interval.High, factor * interval.Low);

    private sealed class Comparing(PromiseDefinition definition, PromisePlan plan, EvidenceShare evidence, EmpiricalBernsteinTest own)
    {
        private readonly PromiseArms _arms = definition.Arms!;
        private readonly double _level = definition.ErrorLevel / (definition.Arms!.Items.Count - 1);
        private readonly double _smallest = plan.Scale.Length(definition.SmallestDifference);
        private readonly EmpiricalBernsteinSums[] _sums = [.. evidence.Sums.Take(evidence.Arms)];

        public Difference Of(int arm, double level) => _arms.Method == ArmsMethod.Drawn ? Drawn(arm, level) : Asymptotic(arm, level);

        private Difference Drawn(int arm, double level)
        {
            var (first, other) = (_arms.Items[0].Share, _arms.Items[arm].Share);
            var design = new RandomisedDesign(other / (first + other), 0, 1, _level, PromisePlanning.Variance(definition), TunedFor);
            var stream = evidence.Predictions.Stream(design, _sums, arm);
            // Either side may be the one: the average of both is evidence against "no difference".
            var logE = EValues.LogAverage([design.LogEAbove(stream), design.LogEBelow(stream)]);
            return new(Means(arm), logE, design.Interval(stream, level), level, true, design.LogEBelow(stream, _smallest) >= -Math.Log(_level));
        }

        private Difference Asymptotic(int arm, double level)
        {
            if (!IsReady(0) || !IsReady(arm)) return Before(arm);
            var theta = _arms.Method == ArmsMethod.Adjusted ? AdjustedArmSums.PooledTheta([.. evidence.Adjusted]) : 0;
            var comparison = ArmComparison.Of(Mean(0, theta), Mean(arm, theta));
            if (!(comparison.StandardError > 0)) return Before(arm);
            var sequence = AsymptoticSequence.Of(comparison, _level, TunedFor, level);
            var strict = level > _level ? AsymptoticSequence.Of(comparison, _level, TunedFor) : sequence;
            return new(comparison.Difference, sequence.LogE, sequence.Interval, level, true, strict.Interval.High < _smallest);
        }

        private Difference Before(int arm)
        {
            var (a, b) = (own.Interval(_sums[0]), own.Interval(_sums[arm]));
            return new(Means(arm), 0, new(b.Low - a.High, b.High - a.Low), definition.ErrorLevel, false, false);
        }

        private double Means(int arm) => _sums[arm].N > 0 && _sums[0].N > 0 ? _sums[arm].Mean - _sums[0].Mean : 0;

        private bool IsReady(int arm) => definition.Measure.IsShare
            ? AsymptoticSequence.IsReadyForShares(_sums[arm].Sum, _sums[arm].N) : AsymptoticSequence.IsReadyForMeans(_sums[arm].N);

        private ArmMean Mean(int arm, double theta) => _arms.Method == ArmsMethod.Adjusted
            ? evidence.Adjusted[arm].Adjusted(theta, Centre) : new ArmSums(_sums[arm].N, _sums[arm].Sum, evidence.Squares[arm]).Estimate;

        private double Centre => evidence.Adjusted.Sum(arm => arm.Pre) / evidence.Adjusted.Sum(arm => arm.N);
    }

    private readonly record struct Difference(double Value, double LogE, Interval Interval, double Level, bool Speaks, bool GainsTooLittle);
}
