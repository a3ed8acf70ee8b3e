using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Reports { get; } = new()
    {
        ["wilson_and_clopper_pearson"] = Proportions,
        ["newcombe_difference"] = input => Pair(Proportion.NewcombeDifference(
            input.Number("x1"), input.Number("n1"), input.Number("x2"), input.Number("n2"), input.Number("level"))),
        ["nps"] = NetPromoter,
        ["nps_change"] = NetPromoterChanged,
        ["weighted_mean_se"] = WeightedMeanError,
        ["post_stratify"] = PostStratified,
        ["rake"] = Raked,
        ["earned_growth"] = Earned,
    };

    private static object WeightedMeanError(JsonElement input)
    {
        var mean = Weighting.Mean(input.Numbers("x"), input.Numbers("w"));
        return new Dictionary<string, object?> { ["mean"] = mean.Mean, ["se"] = mean.StandardError, ["n_effective"] = mean.EffectiveN };
    }

    private static object PostStratified(JsonElement input)
    {
        var data = input.GetProperty("data");
        var (x, weights) = (data.Numbers("x"), Weighting.PostStratify(Texts(data, "seg"), Sizes(input, "population_by_segment")));
        return new Dictionary<string, object?> { ["mean"] = Weighting.Mean(x, weights).Mean, ["weights"] = weights, ["unweighted"] = x.Average() };
    }

    private static object Raked(JsonElement input)
    {
        var data = input.GetProperty("data");
        var weights = Weighting.Rake<string>([
            new(Texts(data, "seg"), Sizes(input, "population_by_segment")), new(Texts(data, "ch"), Sizes(input, "population_by_channel"))]);
        return new Dictionary<string, object?> { ["mean"] = Weighting.Mean(data.Numbers("x"), weights).Mean, ["weights"] = weights };
    }

    private static object Earned(JsonElement input)
    {
        var growth = EarnedGrowth.Of(
            input.Number("revenue_last_year"), input.Number("revenue_this_year_from_last_year_customers"),
            input.Number("revenue_this_year_new_earned"), input.Number("revenue_this_year_new_bought"));
        return new Dictionary<string, object?>
        {
            ["nrr"] = growth.NetRevenueRetention,
            ["enc"] = growth.EarnedNewCustomers,
            ["earned_growth"] = growth.Rate,
            ["total_growth"] = growth.TotalGrowth,
            ["earned_growth_ratio"] = growth.Ratio,
        };
    }

    private static string[] Texts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    private static Dictionary<string, double> Sizes(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateObject().ToDictionary(cell => cell.Name, cell => cell.Value.GetDouble());

    private static object Proportions(JsonElement input)
    {
        var (successes, n, level) = (input.Number("successes"), input.Number("n"), input.Number("level"));
        return new Dictionary<string, object?>
        {
            ["wilson"] = Pair(Proportion.Wilson(successes, n, level)),
            ["clopper_pearson"] = Pair(Proportion.ClopperPearson(successes, n, level)),
        };
    }

    private static object NetPromoter(JsonElement input)
    {
        var (score, level) = (new NetPromoterScore(
            input.GetProperty("promoters").GetInt64(), input.GetProperty("passives").GetInt64(), input.GetProperty("detractors").GetInt64()), input.Number("level"));
        return new Dictionary<string, object?>
        {
            ["nps"] = score.Score,
            ["variance"] = score.Variance,
            ["se"] = score.StandardError,
            ["wald"] = Pair(score.WaldInterval(level)),
            ["adjusted"] = score.Adjusted,
            ["adjusted_se"] = score.AdjustedError,
            ["adjusted_wald"] = Pair(score.Interval(level)),
        };
    }

    private static object NetPromoterChanged(JsonElement input)
    {
        var change = NetPromoterScore.Change(Counts("before"), Counts("after"), input.Number("level"));
        return new Dictionary<string, object?>
        {
            ["diff"] = change.Difference,
            ["se"] = change.StandardError,
            ["z"] = change.Difference / change.StandardError,
            ["p"] = change.P,
            ["adjusted_diff"] = change.Adjusted,
            ["adjusted_se"] = change.AdjustedError,
            ["adjusted_ci"] = Pair(change.Interval),
        };

        NetPromoterScore Counts(string name) => input.Numbers(name) is var counts ? new((long)counts[0], (long)counts[1], (long)counts[2]) : default;
    }
}
