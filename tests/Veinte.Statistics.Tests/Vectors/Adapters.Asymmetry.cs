using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Asymmetry { get; } = new()
    {
        ["bootstrap_percentile_ci"] = Bootstrap,
        ["relative_weights_logistic"] = RelativeWeightsLogistic,
        ["dominance_linear"] = input => DominanceOf(Table.Of(input).Drivers, "r2", SubsetFits.OfLinearModels(Table.Of(input).Correlations)),
        ["dominance_from_correlation"] = input =>
            DominanceOf(Table.OfCorrelation(input).Drivers, "r2", SubsetFits.OfLinearModels(Table.OfCorrelation(input).Correlations)),
        ["dominance_logistic"] = DominanceLogistic,
        ["penalty_reward"] = PenaltyAndReward,
        ["importance_performance"] = Quadrants,
    };

    private static object Bootstrap(JsonElement input)
    {
        var (table, result) = (Table.Of(input), new Dictionary<string, object?>());
        foreach (var metric in input.GetProperty("metrics").EnumerateArray().Select(name => name.GetString()!))
        {
            var intervals = ImportanceBootstrap.Intervals(
                table.Rows, metric == "lmg" ? LmgImportance.Of : RelativeWeights.Of, input.GetProperty("resamples").GetInt32(), input.Number("level"));
            result[metric + "_lower"] = intervals.Select(interval => interval.Low);
            result[metric + "_upper"] = intervals.Select(interval => interval.High);
        }
        result["names"] = table.Drivers;
        return result;
    }

    private static object RelativeWeightsLogistic(JsonElement input)
    {
        var table = Table.Of(input);
        var weights = LogisticImportance.RelativeWeightsOf(table.Inputs, table.Outcome);
        return new Dictionary<string, object?>
        {
            ["r2"] = weights.R2,
            ["raw"] = ByName(table.Drivers, weights.Raw),
            ["pct"] = ByName(table.Drivers, weights.Shares.Select(share => 100 * share)),
        };
    }

    private static object DominanceLogistic(JsonElement input)
    {
        var table = Table.Of(input);
        var result = DominanceOf(table.Drivers, "r2.m", LogisticImportance.Subsets(table.Inputs, table.Outcome));
        var average = (Dictionary<string, object?>)result["average"]!;
        foreach (var (name, measure) in new[] { ("r2.cs", PseudoR2.CoxSnell), ("r2.n", PseudoR2.Nagelkerke), ("r2.e", PseudoR2.Estrella) })
            average[name] = ByName(table.Drivers, LogisticImportance.Subsets(table.Inputs, table.Outcome, measure).Shapley());
        return result;
    }

    private static Dictionary<string, object?> DominanceOf(string[] drivers, string measure, SubsetFits fits)
    {
        var dominance = new Dominance(fits);
        var levels = drivers.Zip(dominance.MeansBySize).ToDictionary(pair => pair.First, object? (pair) => pair.Second);
        levels["level"] = Enumerable.Range(0, drivers.Length);
        return new()
        {
            ["average"] = new Dictionary<string, object?> { [measure] = ByName(drivers, dominance.General) },
            ["complete"] = dominance.Complete,
            ["conditional"] = dominance.Conditional,
            ["general"] = dominance.InGeneral,
            ["predictors"] = drivers,
            ["level"] = levels,
        };
    }

    private static object PenaltyAndReward(JsonElement input)
    {
        var table = Table.Of(input);
        var fit = PenaltyReward.Of(
            table.Inputs, table.Outcome, [.. table.Drivers.Select(name => input.GetProperty("lo").Number(name))], [.. table.Drivers.Select(name => input.GetProperty("hi").Number(name))]);
        return new Dictionary<string, object?>
        {
            ["intercept"] = fit.Intercept,
            ["r2"] = fit.R2,
            ["attributes"] = table.Drivers.Zip(fit.Effects).ToDictionary(pair => pair.First, object? (pair) => new Dictionary<string, object?>
            {
                ["penalty"] = pair.Second.Penalty,
                ["reward"] = pair.Second.Reward,
                ["p_penalty"] = pair.Second.PenaltyP,
                ["p_reward"] = pair.Second.RewardP,
                ["riocs"] = pair.Second.Range,
                ["ia"] = pair.Second.Asymmetry,
                ["cls"] = pair.Second.Class switch
                {
                    AsymmetryClass.Basic => "frustrator",
                    AsymmetryClass.Dissatisfier => "dissatisfier",
                    AsymmetryClass.Performance => "hybrid",
                    AsymmetryClass.Satisfier => "satisfier",
                    _ => "delighter",
                },
            }),
        };
    }

    private static object Quadrants(JsonElement input)
    {
        var (importance, performance) = (input.GetProperty("importance"), input.GetProperty("performance"));
        string[] names = [.. importance.EnumerateObject().Select(item => item.Name)];
        var map = ImportancePerformance.Map([.. names.Select(name => importance.Number(name))], [.. names.Select(name => performance.Number(name))]);
        return new Dictionary<string, object?>
        {
            ["importance_cut"] = map.ImportanceCut,
            ["performance_cut"] = map.PerformanceCut,
            ["quadrant"] = names.Zip(map.Quadrants).ToDictionary(pair => pair.First, object? (pair) => pair.Second switch
            {
                Quadrant.KeepUp => "keep_up",
                Quadrant.ConcentrateHere => "concentrate_here",
                Quadrant.PossibleOverkill => "possible_overkill",
                _ => "low_priority",
            }),
        };
    }
}
