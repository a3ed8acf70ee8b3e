using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Arms { get; } = new()
    {
        ["welch_t"] = Welch,
        ["sequential_two_sided"] = input => Sequential(input, Arm(input.GetProperty("a")), Arm(input.GetProperty("b"))),
        ["sequential_two_sided_cuped"] = input => Sequential(
            input, AdjustedArm(input.GetProperty("a")).Adjusted(input.Number("theta")), AdjustedArm(input.GetProperty("b")).Adjusted(input.Number("theta"))),
        ["msprt_log_lambda"] = input => AsymptoticSequence.LogMixtureRatio(
            input.Number("n"), input.Number("xbar"), input.Number("theta0"), input.Number("sigma2"), input.Number("tau2")),
        ["asymptotic_cs"] = Asymptotic,
        ["cuped_pooled_theta"] = Cuped,
        ["srm_sequential"] = SampleRatioWatched,
        ["srm_chi_square"] = input => SampleRatio.ChiSquare(input.Numbers("counts"), input.Numbers("expected_split")) is var (chiSquare, p)
            ? new Dictionary<string, object?> { ["chi2"] = chiSquare, ["p"] = p } : null,
        ["ate_gamma_exponential"] = AverageEffect,
    };

    private static ArmMean Arm(JsonElement arm) => arm.TryGetProperty("successes", out var successes)
        ? ArmSums.OfShare(successes.GetDouble(), arm.Number("n"))
        : new ArmSums(arm.Number("n"), arm.Number("sum"), arm.Number("sum_squares")).Estimate;

    private static AdjustedArmSums AdjustedArm(JsonElement arm)
    {
        var (post, pre) = (arm.GetProperty("post"), arm.GetProperty("pre"));
        return new(arm.Number("n"), post.Number("sum"), post.Number("sum_squares"), pre.Number("sum"), pre.Number("sum_squares"), arm.Number("post_pre_sum_of_products"));
    }

    private static object Welch(JsonElement input)
    {
        var comparison = ArmComparison.Of(Arm(input.GetProperty("a")), Arm(input.GetProperty("b")), input.Flag("relative"));
        var (interval, p) = comparison.AtFixedSample(input.Number("alpha"));
        return new Dictionary<string, object?>
        {
            ["point"] = comparison.Difference,
            ["se"] = comparison.StandardError,
            ["df"] = comparison.DegreesOfFreedom,
            ["ci"] = Pair(interval),
            ["p"] = p,
        };
    }

    private static object Sequential(JsonElement input, ArmMean a, ArmMean b)
    {
        var comparison = ArmComparison.Of(a, b, input.Flag("relative"));
        var sequence = AsymptoticSequence.Of(comparison, input.Number("alpha"), input.Number("sequential_tuning_parameter"));
        return new Dictionary<string, object?>
        {
            ["point"] = comparison.Difference,
            ["se"] = comparison.StandardError,
            ["ci"] = Pair(sequence.Interval),
            ["log_e"] = sequence.LogE,
            ["p"] = sequence.P,
        };
    }

    /// <summary>The reference begins at the second outcome.</summary>
    private static object Asymptotic(JsonElement input)
    {
        var (moments, low, high) = (new Moments(), new List<double>(), new List<double>());
        var rho2 = AsymptoticSequence.BestRho2(input.Number("t_opt"), input.Number("alpha"));
        foreach (var x in input.Numbers("x"))
        {
            moments.Add(x);
            if (moments.Weight < 2) continue;
            var interval = AsymptoticSequence.OfMean(moments, rho2, input.Number("alpha"));
            low.Add(interval.Low);
            high.Add(interval.High);
        }
        return new Dictionary<string, object?> { ["rho2"] = rho2, ["lower"] = low, ["upper"] = high };
    }

    private static object Cuped(JsonElement input)
    {
        var (y, x, arm) = (input.Numbers("y"), input.Numbers("x"), input.Numbers("arm"));
        var arms = new AdjustedArmSums[2];
        for (var i = 0; i < y.Length; i++) arms[(int)arm[i]] = arms[(int)arm[i]].With(y[i], x[i]);
        var theta = AdjustedArmSums.PooledTheta(arms);
        var comparison = ArmComparison.Of(arms[0].Adjusted(theta), arms[1].Adjusted(theta));
        var all = arms[0].Merge(arms[1]);
        return new Dictionary<string, object?>
        {
            ["theta"] = theta,
            ["diff"] = comparison.Difference,
            ["se"] = comparison.StandardError,
            ["variance_reduction"] = 1 - all.Adjusted(theta).Variance / all.Adjusted(0).Variance,
        };
    }

    private static object SampleRatioWatched(JsonElement input)
    {
        var (shares, counts, evidence, p) = (input.Numbers("expected_split"), new double[input.GetProperty("expected_split").GetArrayLength()], new List<double>(), new List<double>());
        foreach (var row in input.Rows("rows"))
        {
            for (var i = 0; i < counts.Length; i++) counts[i] += row[i];
            evidence.Add(SampleRatio.LogE(counts, shares, input.Number("dirichlet_concentration")));
            p.Add(Math.Min(p.LastOrDefault(1), EValues.P(evidence[^1])));
        }
        return new Dictionary<string, object?> { ["log_bf"] = evidence, ["p"] = p };
    }

    /// <summary>The reference gives the p-value of the side "above" and reports at the times its expectation lists.</summary>
    private static object AverageEffect(JsonElement input)
    {
        var support = input.Numbers("support");
        var design = new RandomisedDesign(
            input.Number("propensity"), support[0], support[1], input.Number("alpha"), input.Number("expected_outcome_noise"), input.Number("optimized_t"));
        var (y, treatment, stream) = (input.Numbers("y"), input.Numbers("treatment"), new RandomisedStream());
        var names = new[] { "point", "upper", "lower", "p" };
        var columns = names.ToDictionary(name => name, _ => new List<double>());
        for (var i = 0; i < y.Length; i++)
        {
            stream.Add(design, y[i], treatment[i] == 1);
            var interval = design.Interval(stream);
            double[] row = [stream.Effect, interval.High, interval.Low, EValues.P(design.LogEAbove(stream))];
            for (var k = 0; k < row.Length; k++) columns[names[k]].Add(row[k]);
        }
        return new AtTimes("t", columns);
    }
}
