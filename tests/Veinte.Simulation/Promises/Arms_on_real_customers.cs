using System.Globalization;
using System.Runtime.CompilerServices;
using Veinte.Engine.Folds.Promises;
using Xunit;

namespace Veinte.Simulation.Promises;

/// <summary>
/// The three e-mail arms of the MineThatData challenge (64,000 customers, Hillstrom 2008) as promises with arms: the effects are the published ones, the
/// verdicts those of the fixed sample, and the order of customers changes nothing that does not depend on order.
/// </summary>
public sealed class Arms_on_real_customers
{
    private static readonly string[] Segments = ["No E-Mail", "Womens E-Mail", "Mens E-Mail"];

    [Theory]
    [InlineData("visit", 0.0452331, 0.0765896)]
    [InlineData("conversion", 0.0031109, 0.0068079)]
    [InlineData("spend", 0.4244, 0.7698)]
    public void Each_arm_gains_what_was_published_and_is_proven_to(string outcome, double women, double men)
    {
        var rows = Read(outcome);
        var evidence = Evidence(rows, outcome, out var promise);
        var arms = PromiseArmsJudge.Judge(promise, new("hillstrom", promise), evidence);
        Assert.Equal(women, arms[1].Difference!.Value, outcome == "spend" ? 3 : 5);
        Assert.Equal(men, arms[2].Difference!.Value, outcome == "spend" ? 3 : 5);
        // The fixed sample's verdict: z beyond 1.96 in all six comparisons; the sequence needs more, and has it where the effect is large.
        foreach (var arm in arms.Skip(1))
        {
            Assert.True(arm.DifferenceInterval!.Value.Contains(arm.Difference!.Value));
            if (outcome == "visit") Assert.True(arm.Better, $"{arm.Name} {outcome}: ln e = {arm.LogE}");
            if (!arm.Better) Assert.True(arm.DifferenceInterval.Value.Low <= 0);
        }
        Assert.True(PromiseArmsJudge.SampleRatio(promise, evidence) < Math.Log(1_000));
    }

    [Fact]
    public void The_order_of_customers_changes_no_difference_and_no_interval_of_the_comparison()
    {
        var rows = Read("visit");
        var first = Judge(rows);
        var random = new Random(20);
        for (var round = 0; round < 3; round++)
        {
            random.Shuffle(rows);
            var again = Judge(rows);
            for (var arm = 1; arm < 3; arm++)
            {
                Assert.Equal(first[arm].Difference!.Value, again[arm].Difference!.Value, 9);
                Assert.Equal(first[arm].DifferenceInterval!.Value.Low, again[arm].DifferenceInterval!.Value.Low, 9);
                Assert.Equal(first[arm].LogE, again[arm].LogE, 6);
            }
        }

        static IReadOnlyList<ArmJudgement> Judge((int Arm, double Value)[] rows)
        {
            var evidence = Evidence(rows, "visit", out var promise);
            return PromiseArmsJudge.Judge(promise, new("hillstrom", promise), evidence);
        }
    }

    private static EvidenceShare Evidence((int Arm, double Value)[] rows, string outcome, out PromiseDefinition promise)
    {
        promise = new()
        {
            Question = "Which e-mail?",
            State = PromiseWords.Running,
            Measure = outcome == "spend" ? new() { Kind = PromiseWords.Number, Signal = "property", Property = "spend", Min = 0, Max = 500 }
                : new() { Kind = PromiseWords.Share, Condition = new() { Signal = "property", Property = outcome, Compare = PromiseWords.AtLeast, Value = 1 } },
            Target = outcome == "spend" ? 1 : 0.1,
            SmallestDifference = outcome == "spend" ? 0.1 : 0.005,
            Arms = new()
            {
                By = "property",
                Property = "segment",
                Items = [.. Segments.Select((name, index) => new PromiseArm { Name = name, Values = [name], Share = index == 0 ? 0.334 : 0.333 })],
            },
        };
        Assert.Empty(PromiseCheck.Of(promise, null, spanish: false));
        var evidence = new PromiseEvidence(1, 0, new("hillstrom", promise));
        var scale = PromiseScale.Of(promise.Measure, promise.Direction)!.Value;
        for (var i = 0; i < rows.Length; i++)
        {
            evidence.Meet(inAnArm: true, i);
            evidence.CountCustomer(rows[i].Arm);
            evidence.AddAnswer(0, rows[i].Arm, default, scale.In(rows[i].Value), i + 1, i);
        }
        return evidence.Share(whole: false);
    }

    private static (int Arm, double Value)[] Read(string outcome)
    {
        var path = Path.Combine(SharedFolder(), "data", "hillstrom", "hillstrom.csv");
        Assert.SkipUnless(File.Exists(path), $"{path} is not there: put the shared data beside the repository.");
        var lines = File.ReadLines(path);
        var columns = lines.First().Split(',');
        // Counted from the end: an earlier column has commas within quotes.
        var (segment, value) = (columns.Length - Array.IndexOf(columns, "segment"), columns.Length - Array.IndexOf(columns, outcome));
        return [.. lines.Skip(1).Select(line => line.Split(',')).Select(row => (Array.IndexOf(Segments, row[^segment].Trim('"')), double.Parse(row[^value], CultureInfo.InvariantCulture)))];
    }

    private static string SharedFolder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "shared"));
}
