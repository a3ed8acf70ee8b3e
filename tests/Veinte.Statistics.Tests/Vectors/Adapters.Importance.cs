using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Importance { get; } = new()
    {
        ["relative_importance"] = input => RelativeImportance(Table.Of(input)),
        ["relative_importance_from_correlation"] = input => RelativeImportance(Table.OfCorrelation(input)),
        ["relative_weights_linear"] = RelativeWeightsLinear,
    };

    private static Dictionary<string, object?> RelativeImportance(Table table)
    {
        var correlations = table.Correlations;
        var (lmg, weights, fits) = (LmgImportance.Of(correlations), RelativeWeights.Of(correlations), SubsetFits.OfLinearModels(correlations));
        var (beta, bySize) = (StandardisedRegression.Coefficients(correlations), fits.MeansBySize());
        var withOutcome = Enumerable.Range(1, correlations.Drivers).Select(j => correlations[0, j]).ToArray();
        return new()
        {
            ["r2"] = lmg.R2,
            ["n"] = table.N,
            ["lmg"] = ByName(table.Drivers, lmg.Raw),
            ["genizi"] = ByName(table.Drivers, weights.Raw),
            ["first"] = ByName(table.Drivers, bySize.Select(row => row[0])),
            ["last"] = ByName(table.Drivers, bySize.Select(row => row[^1])),
            ["betasq"] = ByName(table.Drivers, beta.Select(b => b * b)),
            ["pratt"] = ByName(table.Drivers, beta.Zip(withOutcome, (b, r) => b * r)),
            ["car"] = ByName(table.Drivers, StandardisedRegression.CarScores(correlations).Select(score => score * score)),
        };
    }

    private static object RelativeWeightsLinear(JsonElement input)
    {
        var table = Table.Of(input);
        var weights = RelativeWeights.Of(table.Correlations);
        return new Dictionary<string, object?>
        {
            ["r2"] = weights.R2,
            ["raw"] = ByName(table.Drivers, weights.Raw),
            ["pct"] = ByName(table.Drivers, weights.Shares.Select(share => 100 * share)),
        };
    }

    /// <summary>Columns with an outcome; rows with a missing value are left out.</summary>
    private sealed record Table(string[] Drivers, double[][] Rows, CorrelationMatrix Correlations)
    {
        public int N => Rows.Length;

        public double[][] Inputs => Array.ConvertAll(Rows, row => row[1..]);

        public double[] Outcome => [.. Rows.Select(row => row[0])];

        public static Table Of(JsonElement input)
        {
            var (outcome, data) = (input.GetProperty("outcome").GetString()!, input.GetProperty("data"));
            string[] drivers = [.. data.EnumerateObject().Select(column => column.Name).Where(name => name != outcome)];
            double[][] columns = [data.Numbers(outcome), .. drivers.Select(name => data.Numbers(name))];
            double[][] rows = [.. Enumerable.Range(0, columns[0].Length).Select(i => columns.Select(column => column[i]).ToArray()).Where(row => !row.Any(double.IsNaN))];
            var moments = new CoMoments(columns.Length);
            foreach (var row in rows) moments.Add(row);
            return new(drivers, rows, CorrelationMatrix.From(moments));
        }

        public static Table OfCorrelation(JsonElement input)
        {
            string[] names = [.. input.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
            var (outcome, r) = (input.GetProperty("outcome").GetString()!, input.Rows("correlation"));
            int[] order = [Array.IndexOf(names, outcome), .. Enumerable.Range(0, names.Length).Where(i => names[i] != outcome)];
            var matrix = new double[names.Length, names.Length];
            for (var i = 0; i < order.Length; i++)
                for (var j = 0; j < order.Length; j++)
                    matrix[i, j] = r[order[i]][order[j]];
            return new([.. order.Skip(1).Select(i => names[i])], [], CorrelationMatrix.From(matrix));
        }
    }
}
