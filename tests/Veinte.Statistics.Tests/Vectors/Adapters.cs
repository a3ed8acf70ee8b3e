using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

/// <summary>One function for each that the vectors name: from their input to their form of result.</summary>
internal static partial class Adapters
{
    /// <summary>Gathered on first use, for the parts are initialised in no certain order.</summary>
    private static readonly Lazy<Dictionary<string, Func<JsonElement, object?>>> Gathered = new(Gather);

    public static IReadOnlyDictionary<string, Func<JsonElement, object?>> All => Gathered.Value;

    private static Dictionary<string, Func<JsonElement, object?>> Gather()
    {
        Dictionary<string, Func<JsonElement, object?>>[] parts = [Boundaries, Betting, Arms, Promises, Multiple, Importance, Asymmetry, Reports, Accounts, Change, Seasons, Sketches];
        var all = new Dictionary<string, Func<JsonElement, object?>>();
        foreach (var part in parts)
            foreach (var (fn, adapter) in part) all.Add(fn, adapter);
        return all;
    }

    private static double Number(this JsonElement json, string name) => json.GetProperty(name).GetDouble();

    private static double Number(this JsonElement json, string name, double otherwise) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;

    private static bool Flag(this JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static double[] Numbers(this JsonElement json, string name) => json.GetProperty(name).Numbers();

    /// <summary>Numbers; NaN where one is null.</summary>
    private static double[] Numbers(this JsonElement json) =>
        [.. json.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number ? item.GetDouble() : double.NaN)];

    private static double[][] Rows(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(Numbers)];

    private static double[] Pair(Interval interval) => [interval.Low, interval.High];

    private static Dictionary<string, object?> ByName(IEnumerable<string> names, IEnumerable<double> values) =>
        names.Zip(values).ToDictionary(pair => pair.First, object? (pair) => pair.Second);
}

/// <summary>Columns for every step, of which the reference lists those at some times (counted from 1) only.</summary>
internal sealed record AtTimes(string Name, Dictionary<string, List<double>> Columns)
{
    public Dictionary<string, object?> At(double[] times)
    {
        var result = Columns.ToDictionary(column => column.Key, object? (column) => times.Select(t => column.Value[(int)t - 1]).ToArray());
        result[Name] = times;
        return result;
    }
}

/// <summary>A measured figure that may be anything up to what the reference allows.</summary>
internal sealed record AtMost(double Measured);
