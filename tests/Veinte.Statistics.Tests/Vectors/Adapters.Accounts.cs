using System.Text.Json;
using Veinte.Grading;
using Veinte.Ledger;
using Veinte.Model;

namespace Veinte.Statistics.Tests.Vectors;

/// <summary>Suites 04: shrinkage here, grades and decay where the product keeps them.</summary>
internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Accounts { get; } = new()
    {
        ["james_stein_proportions"] = JamesStein,
        ["buhlmann_straub"] = BuhlmannStraub,
        ["random_effects"] = ShrunkenEffects,
        ["decayed_mean"] = DecayedMean,
        ["isotonic_increasing"] = input => IsotonicRegression.Increasing(input.Numbers("y"), input.Numbers("weights")),
        ["grade_map"] = GradeMap,
        ["peak_end"] = PeakAndEnd,
    };

    private static object JamesStein(JsonElement input)
    {
        var estimate = Credibility.JamesStein(input.Numbers("y"), input.GetProperty("n_each").GetInt32());
        return new Dictionary<string, object?>
        {
            ["grand_mean"] = estimate.Mean,
            ["sigma2"] = estimate.Variance,
            ["shrink"] = estimate.Shrink,
            ["estimate"] = estimate.Estimates,
        };
    }

    private static object BuhlmannStraub(JsonElement input)
    {
        var estimate = Credibility.BuhlmannStraub(input.Rows("ratios"), input.Rows("weights"));
        return new Dictionary<string, object?>
        {
            ["collective"] = estimate.Collective,
            ["means"] = estimate.Means,
            ["between"] = estimate.Between,
            ["within"] = estimate.Within,
            ["weights"] = estimate.Weights,
            ["cred"] = estimate.Credibilities,
            ["premium"] = estimate.Premiums,
        };
    }

    private static object ShrunkenEffects(JsonElement input)
    {
        var fit = RandomEffects.Fit(input.Numbers("mean"), input.Numbers("variance"), input.GetProperty("method").GetString() switch
        {
            "DL" => BetweenVariance.DerSimonianLaird,
            "PM" => BetweenVariance.PauleMandel,
            _ => BetweenVariance.Reml,
        });
        return new Dictionary<string, object?>
        {
            ["tau2"] = fit.Between,
            ["mu"] = fit.Mean,
            ["se"] = fit.StandardError,
            ["Q"] = fit.Heterogeneity,
            ["blup"] = fit.Estimates,
        };
    }

    private static object DecayedMean(JsonElement input)
    {
        var (days, grades, decayed) = (input.Numbers("days"), input.Numbers("grade"), new DecayedGrade());
        var (means, effective) = (new List<double>(), new List<double>());
        for (var i = 0; i < days.Length; i++)
        {
            decayed.Add(grades[i], new((long)(days[i] * Instant.MicrosPerDay)), input.Number("half_life_days"));
            means.Add(decayed.Mean!.Value);
            effective.Add(decayed.EffectiveN);
        }
        return new Dictionary<string, object?> { ["mean"] = means, ["n_effective"] = effective };
    }

    private static object GradeMap(JsonElement input)
    {
        var (value, rules) = (input.GetProperty("value"), ScoringPolicy.Default.Signals);
        return input.GetProperty("kind").GetString() switch
        {
            "scale_0_10" => GradeMaps.Linear(value.GetDouble(), 0, 10),
            "scale_1_5" => GradeMaps.Linear(value.GetDouble(), 1, 5),
            "scale_1_7" => GradeMaps.Linear(value.GetDouble(), 1, 7),
            "sentiment_-1_1" => GradeMaps.Linear(value.GetDouble(), -1, 1),
            "effort_1_7_high_is_hard" => GradeMaps.Linear(value.GetDouble(), 7, 1),
            "wait_over_promise" => GradeMaps.Piecewise(
                value.GetDouble(), [.. rules.Wait.Points.Select(p => p.Ratio)], [.. rules.Wait.Points.Select(p => p.Grade.Value)]),
            "outcome" => rules.Outcome.GradeOf(value.GetString() switch
            {
                "solved" => Outcome.Success,
                "partly" => Outcome.Partial,
                "unsolved" => Outcome.Failure,
                var other => throw new NotSupportedException($"The reference speaks of the outcome '{other}', which interactions cannot have."),
            }).Value,
            var kind => throw new NotSupportedException($"The reference has a grade map '{kind}' that is not known here."),
        };
    }

    private static object PeakAndEnd(JsonElement input)
    {
        var weights = input.GetProperty("weights");
        var journey = PeakEnd.Of(input.Numbers("grades"), input.Number("expectation"), weights.Number("mean"), weights.Number("peak"), weights.Number("end"));
        return new Dictionary<string, object?>
        {
            ["mean"] = journey.Mean,
            ["peak"] = journey.Peak,
            ["peak_index"] = journey.PeakIndex,
            ["end"] = journey.End,
            ["score"] = journey.Score,
            ["contributions"] = new Dictionary<string, object?> { ["mean"] = journey.FromMean, ["peak"] = journey.FromPeak, ["end"] = journey.FromEnd },
        };
    }
}
