using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Promises { get; } = new()
    {
        ["promise_eb_mixture"] = Promise,
        ["promise_eb_mixture_merged"] = MergedPromise,
    };

    private static object Promise(JsonElement input)
    {
        var test = new EmpiricalBernsteinTest(input.Number("target"), input.Number("alpha"), input.Number("v_opt"));
        var names = new[] { "V", "log_e_greater", "log_e_less", "lower_one_sided", "upper_one_sided", "lower_two_sided", "upper_two_sided" };
        var columns = names.ToDictionary(name => name, _ => new List<double>());
        var sums = new EmpiricalBernsteinSums();
        foreach (var x in input.Numbers("x"))
        {
            sums.Add(x);
            var (one, two) = (test.OneSidedBounds(sums), test.Interval(sums));
            double[] row = [sums.V, test.LogEAbove(sums), test.LogEBelow(sums), one.Low, one.High, two.Low, two.High];
            for (var i = 0; i < row.Length; i++) columns[names[i]].Add(row[i]);
        }
        return columns;
    }

    private static object MergedPromise(JsonElement input)
    {
        var test = new EmpiricalBernsteinTest(input.Number("target"), input.Number("alpha"), input.Number("v_opt"));
        var all = new EmpiricalBernsteinSums();
        foreach (var partition in input.Rows("partitions"))
        {
            var part = new EmpiricalBernsteinSums();
            foreach (var x in partition) part.Add(x);
            all.Merge(part);
        }
        return new Dictionary<string, object?>
        {
            ["n"] = all.N,
            ["S"] = all.Excess(test.Target),
            ["V"] = all.V,
            ["log_e_greater"] = test.LogEAbove(all),
            ["log_e_less"] = test.LogEBelow(all),
            ["lower_one_sided"] = test.OneSidedBounds(all).Low,
            ["upper_one_sided"] = test.OneSidedBounds(all).High,
            ["lower_two_sided"] = test.Interval(all).Low,
            ["upper_two_sided"] = test.Interval(all).High,
        };
    }
}
