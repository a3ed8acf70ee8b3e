using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Sketches { get; } = new()
    {
        ["mean_sd"] = MeanAndDeviation,
        ["moments"] = MomentsOfParts,
        ["covariance"] = Covariance,
        ["weighted_moments"] = WeightedMoments,
        ["ddsketch"] = RelativeQuantiles,
        ["quantile_exact"] = ExactQuantiles,
        ["sketch_error_protocol"] = SketchProtocol.Run,
    };

    private static object RelativeQuantiles(JsonElement input)
    {
        var (x, sketch) = (input.Numbers("x"), new DDSketch(input.Number("relative_accuracy")));
        foreach (var value in x) sketch.Add(value);
        Array.Sort(x);
        return new Dictionary<string, object?>
        {
            ["values"] = input.Numbers("q").Select(sketch.Quantile),
            ["exact_lower_rank"] = input.Numbers("q").Select(q => x[(int)Math.Floor(q * (x.Length - 1) + 1e-9)]),
        };
    }

    private static object ExactQuantiles(JsonElement input)
    {
        var x = input.Numbers("x");
        Array.Sort(x);
        return input.Numbers("q").Select(q => Quantiles.OfSorted(x, q, input.GetProperty("type").GetInt32()));
    }

    private static object MeanAndDeviation(JsonElement input)
    {
        var moments = new Moments();
        if (input.GetProperty("values").ValueKind == JsonValueKind.Array)
            foreach (var x in input.Numbers("values")) moments.Add(x);
        else
        {
            moments.Add(input.Number("first"));
            var alternating = input.Numbers("then_alternating");
            for (var i = 0; i < input.GetProperty("repeats").GetInt32(); i++)
                foreach (var x in alternating) moments.Add(x);
        }
        return new Dictionary<string, object?> { ["mean"] = moments.Mean, ["sd"] = moments.StandardDeviation };
    }

    private static object MomentsOfParts(JsonElement input)
    {
        var (x, all) = (input.Numbers("x"), new Moments());
        foreach (var (from, to) in Parts(input, x.Length))
        {
            var part = new Moments();
            for (var i = from; i < to; i++) part.Add(x[i]);
            all.Merge(part);
        }
        return new Dictionary<string, object?>
        {
            ["n"] = all.Weight,
            ["mean"] = all.Mean,
            ["variance"] = all.Variance,
            ["skewness"] = all.Skewness,
            ["kurtosis_excess"] = all.ExcessKurtosis,
        };
    }

    private static object Covariance(JsonElement input)
    {
        var (x, y, all) = (input.Numbers("x"), input.Numbers("y"), new CoMoments(2));
        foreach (var (from, to) in Parts(input, x.Length))
        {
            var part = new CoMoments(2);
            for (var i = from; i < to; i++) part.Add([x[i], y[i]]);
            all.Merge(part);
        }
        return new Dictionary<string, object?> { ["cov"] = all.Covariance(0, 1), ["corr"] = all.Correlation(0, 1) };
    }

    private static object WeightedMoments(JsonElement input)
    {
        var (x, w, moments) = (input.Numbers("x"), input.Numbers("w"), new Moments());
        for (var i = 0; i < x.Length; i++) moments.Add(x[i], w[i]);
        return new Dictionary<string, object?>
        {
            ["mean"] = moments.Mean,
            ["variance_population"] = moments.PopulationVariance,
            ["n_eff"] = moments.EffectiveN,
        };
    }

    private static IEnumerable<(int From, int To)> Parts(JsonElement input, int length)
    {
        int[] cuts = input.TryGetProperty("partitions", out var partitions) ? [.. partitions.EnumerateArray().Select(cut => cut.GetInt32())] : [0, length];
        return cuts.Zip(cuts.Skip(1));
    }
}
