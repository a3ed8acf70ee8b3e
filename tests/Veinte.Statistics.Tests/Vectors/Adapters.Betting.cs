using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Betting { get; } = new()
    {
        ["lambda_predmix_eb"] = Stakes,
        ["eprocess_greater"] = input => Wealth(input, process => process.LogAbove),
        ["eprocess_less"] = input => Wealth(input, process => process.LogBelow),
        ["hedged_cs"] = Hedged,
        ["predmix_empbern_twosided_cs"] = input => PredictableMixture(input, 0.5, (ref sequence, x, alpha, largest) => sequence.AddEmpiricalBernstein(x, alpha, largest)),
        ["predmix_hoeffding_cs"] = input => PredictableMixture(input, 1, (ref sequence, x, alpha, largest) => sequence.AddHoeffding(x, alpha, largest)),
    };

    private delegate void Adding(ref PredictableMixtureSequence sequence, double x, double alpha, double largest);

    private static object Stakes(JsonElement input)
    {
        var (process, stakes, madeUp) = (new BettingProcess(), new List<double>(), input.Number("fake_obs", 1));
        foreach (var x in input.Numbers("x"))
        {
            stakes.Add(process.NextStake(input.Number("alpha"), input.Number("prior_variance", 0.25), madeUp));
            process.Observe(x, input.Number("prior_mean", 0.5), madeUp);
        }
        return stakes;
    }

    private static object Wealth(JsonElement input, Func<BettingProcess, double> side)
    {
        var (process, wealth) = (new BettingProcess(), new List<double>());
        foreach (var x in input.Numbers("x"))
        {
            process.Add(x, input.Number("m"), input.Number("alpha"), input.Number("trunc_scale", 0.5));
            wealth.Add(Math.Exp(side(process)));
        }
        return wealth;
    }

    /// <summary>The reference tries a grid of means, tunes the stakes for half the level and widens by one cell on either side.</summary>
    private static object Hedged(JsonElement input)
    {
        var (x, alpha, breaks) = (input.Numbers("x"), input.Number("alpha"), (int)input.Number("breaks", 1000));
        var (low, high) = (new double[x.Length], new double[x.Length]);
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        for (var cell = 0; cell <= breaks; cell++)
        {
            var (m, process) = (cell / (double)breaks, new BettingProcess());
            for (var t = 0; t < x.Length; t++)
            {
                process.Add(x[t], m, alpha / 2, input.Number("trunc_scale", 0.5));
                if (process.LogHedged(input.Number("theta", 0.5)) >= -Math.Log(alpha)) continue;
                (low[t], high[t]) = (Math.Min(low[t], m), Math.Max(high[t], m));
            }
        }
        for (var t = 0; t < x.Length; t++)
        {
            (low[t], high[t]) = (Math.Max(0, low[t] - 1.0 / breaks), Math.Min(1, high[t] + 1.0 / breaks));
            if (t > 0 && input.Flag("running_intersection")) (low[t], high[t]) = (Math.Max(low[t], low[t - 1]), Math.Min(high[t], high[t - 1]));
        }
        return new Dictionary<string, object?> { ["lower"] = low, ["upper"] = high };
    }

    private static object PredictableMixture(JsonElement input, double usual, Adding add)
    {
        var (sequence, low, high) = (new PredictableMixtureSequence(), new List<double>(), new List<double>());
        foreach (var x in input.Numbers("x"))
        {
            add(ref sequence, x, input.Number("alpha"), input.Number("truncation", usual));
            var isFirst = low.Count == 0 || !input.Flag("running_intersection");
            low.Add(isFirst ? sequence.Interval.Low : Math.Max(low[^1], sequence.Interval.Low));
            high.Add(isFirst ? sequence.Interval.High : Math.Min(high[^1], sequence.Interval.High));
        }
        return new Dictionary<string, object?> { ["lower"] = low, ["upper"] = high };
    }
}
