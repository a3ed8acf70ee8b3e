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
    };

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
