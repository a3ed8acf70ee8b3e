using System.Text.Json;

namespace Veinte.Statistics.Tests.Vectors;

internal static partial class Adapters
{
    private static Dictionary<string, Func<JsonElement, object?>> Seasons { get; } = new()
    {
        ["holt_winters"] = Course,
        ["stl"] = Decomposition,
    };

    /// <summary>The reference begins to predict after the first period.</summary>
    private static object Course(JsonElement input)
    {
        var (x, period) = (input.Numbers("x"), input.GetProperty("period").GetInt32());
        var course = new HoltWinters(
            input.Number("level0"), input.Number("trend0"), input.Numbers("seasonal0"), input.Number("alpha"), input.Number("beta"), input.Number("gamma"),
            input.GetProperty("seasonal").GetString() == "multiplicative");
        var squares = x.Skip(period).Select(course.Add).Sum(error => error * error);
        var coefficients = new Dictionary<string, object?> { ["a"] = course.Level, ["b"] = course.Trend };
        for (var i = 0; i < period; i++) coefficients[$"s{i + 1}"] = course.Season[i];
        return new Dictionary<string, object?>
        {
            ["coefficients"] = coefficients,
            ["sse"] = squares,
            ["forecast6"] = Enumerable.Range(1, 6).Select(course.Forecast),
        };
    }

    private static object Decomposition(JsonElement input)
    {
        var window = input.GetProperty("s_window");
        var parts = SeasonalDecomposition.Decompose(
            input.Numbers("x"), input.GetProperty("period").GetInt32(), window.ValueKind == JsonValueKind.Number ? window.GetInt32() : null, input.Flag("robust"));
        return new Dictionary<string, object?>
        {
            ["seasonal"] = parts.Season,
            ["trend"] = parts.Trend,
            ["remainder"] = parts.Rest,
            ["weights"] = parts.Weights,
        };
    }
}
