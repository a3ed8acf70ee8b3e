using System.Text.Json;
using Veinte.Grading;
using Veinte.Model;
using Xunit;

namespace Veinte.Ledger.Tests;

/// <summary>
/// Reference figures computed by others (R actuar, pandas, scikit-learn, published papers), one adapter for each function.
/// A function without one is skipped by its name, never passed.
/// </summary>
public sealed class VectorTests
{
    private static readonly string[] Files = ["04a_shrinkage.json", "04b_grade_and_decay.json"];

    private static readonly Dictionary<string, Action<JsonElement, JsonElement, Tolerance>> Adapters = new()
    {
        ["james_stein_proportions"] = JamesStein,
        ["buhlmann_straub"] = BuhlmannStraub,
        ["decayed_mean"] = DecayedMean,
        ["isotonic_increasing"] = IsotonicIncreasing,
        ["grade_map"] = GradeMap,
    };

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var file in Files)
        {
            if (PathOf(file) is not { } path)
            {
                cases.Add(file, "", "");
                continue;
            }
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            foreach (var test in document.RootElement.GetProperty("cases").EnumerateArray())
                cases.Add(file, test.GetProperty("id").GetString()!, test.GetProperty("fn").GetString()!);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_figures_are_those_of_the_reference(string file, string id, string fn)
    {
        Assert.SkipWhen(id.Length == 0, $"'{file}' is not under ../shared/vectors; set VEINTE_VECTORS to the folder that holds it, or VEINTE_SHARED to the one above.");
        Assert.SkipUnless(Adapters.TryGetValue(fn, out var adapter), $"The function '{fn}' has no adapter: nothing in the ledger or the grading computes it.");

        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(file)!));
        var test = document.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
        adapter!(test.GetProperty("input"), test.GetProperty("expected"), new(test.GetProperty("tolerance")));
    }

    private static void JamesStein(JsonElement input, JsonElement expected, Tolerance tolerance)
    {
        var estimate = Credibility.JamesStein(Numbers(input.GetProperty("y")), input.GetProperty("n_each").GetInt32());
        tolerance.Check(expected.GetProperty("grand_mean"), estimate.Mean);
        tolerance.Check(expected.GetProperty("sigma2"), estimate.Variance);
        tolerance.Check(expected.GetProperty("shrink"), estimate.Shrink);
        tolerance.CheckAll(expected.GetProperty("estimate"), estimate.Estimates);
    }

    private static void BuhlmannStraub(JsonElement input, JsonElement expected, Tolerance tolerance)
    {
        var estimate = Credibility.BuhlmannStraub(Rows(input.GetProperty("ratios")), Rows(input.GetProperty("weights")));
        tolerance.Check(expected.GetProperty("collective"), estimate.Collective);
        tolerance.Check(expected.GetProperty("between"), estimate.Between);
        tolerance.Check(expected.GetProperty("within"), estimate.Within);
        tolerance.CheckAll(expected.GetProperty("means"), estimate.Means);
        tolerance.CheckAll(expected.GetProperty("weights"), estimate.Weights);
        tolerance.CheckAll(expected.GetProperty("cred"), estimate.Credibilities);
        tolerance.CheckAll(expected.GetProperty("premium"), estimate.Premiums);
    }

    private static void DecayedMean(JsonElement input, JsonElement expected, Tolerance tolerance)
    {
        var (days, grades) = (Numbers(input.GetProperty("days")), Numbers(input.GetProperty("grade")));
        var (means, effective, decayed) = (new double[days.Length], new double[days.Length], new DecayedGrade());
        for (var i = 0; i < days.Length; i++)
        {
            decayed.Add(grades[i], new((long)(days[i] * Instant.MicrosPerDay)), input.GetProperty("half_life_days").GetDouble());
            (means[i], effective[i]) = (decayed.Mean!.Value, decayed.EffectiveN);
        }
        tolerance.CheckAll(expected.GetProperty("mean"), means);
        tolerance.CheckAll(expected.GetProperty("n_effective"), effective);
    }

    private static void IsotonicIncreasing(JsonElement input, JsonElement expected, Tolerance tolerance) =>
        tolerance.CheckAll(expected, IsotonicRegression.Increasing(Numbers(input.GetProperty("y")), Numbers(input.GetProperty("weights"))));

    private static void GradeMap(JsonElement input, JsonElement expected, Tolerance tolerance)
    {
        var kind = input.GetProperty("kind").GetString()!;
        var rules = ScoringPolicy.Default.Signals;
        var value = input.GetProperty("value");
        Assert.SkipWhen(kind == "sentiment_-1_1", "The tone of texts is not graded yet, so 'sentiment_-1_1' has no map.");
        tolerance.Check(expected, kind switch
        {
            "scale_0_10" => GradeMaps.Linear(value.GetDouble(), 0, 10),
            "scale_1_5" => GradeMaps.Linear(value.GetDouble(), 1, 5),
            "scale_1_7" => GradeMaps.Linear(value.GetDouble(), 1, 7),
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
            _ => throw new NotSupportedException($"The reference has a grade map '{kind}' that is not known here; add it to the adapter."),
        });
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static double[][] Rows(JsonElement array) => [.. array.EnumerateArray().Select(Numbers)];

    private static string? PathOf(string file)
    {
        var folder = Environment.GetEnvironmentVariable("VEINTE_VECTORS")
            ?? (Environment.GetEnvironmentVariable("VEINTE_SHARED") is { } shared ? Path.Combine(shared, "vectors") : Beside());
        return folder is not null && File.Exists(Path.Combine(folder, file)) ? Path.Combine(folder, file) : null;
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Veinte.slnx")))
                return Path.Combine(folder.Parent!.FullName, "shared", "vectors");
        return null;
    }

    private sealed class Tolerance(JsonElement json)
    {
        private readonly double _absolute = json.TryGetProperty("abs", out var abs) ? abs.GetDouble() : 0;
        private readonly double _relative = json.TryGetProperty("rel", out var rel) ? rel.GetDouble() : 0;

        public void Check(JsonElement expected, double actual) =>
            Assert.Equal(expected.GetDouble(), actual, _absolute + _relative * Math.Abs(expected.GetDouble()));

        public void CheckAll(JsonElement expected, IReadOnlyList<double> actual)
        {
            Assert.Equal(expected.GetArrayLength(), actual.Count);
            for (var i = 0; i < actual.Count; i++) Check(expected[i], actual[i]);
        }
    }
}
