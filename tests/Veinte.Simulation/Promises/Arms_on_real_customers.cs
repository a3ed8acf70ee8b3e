using System.Globalization;
using System.Runtime.CompilerServices;
using Veinte.Engine.Folds.Promises;
using Veinte.Statistics;

namespace Veinte.Simulation.Promises;

/// <summary>
/// The three e-mail arms of the MineThatData challenge (64,000 customers, Hillstrom 2008) as promises with arms: the effects are the published ones, each look
/// agrees with a reference computed another way, the verdicts are those of the fixed sample, and the order of customers changes nothing that does not depend on order.
/// </summary>
public sealed class Arms_on_real_customers
{
    private const double Level = 0.05 / 2;
    private static readonly string[] Segments = ["No E-Mail", "Womens E-Mail", "Mens E-Mail"];
    private static readonly double[] Shares = [0.334, 0.333, 0.333];

    [Theory]
    [InlineData("visit", ArmsMethod.Drawn, 0.0452331, 0.0765896)]
    [InlineData("visit", ArmsMethod.Observed, 0.0452331, 0.0765896)]
    [InlineData("visit", ArmsMethod.Adjusted, 0.0452331, 0.0765896)]
    [InlineData("conversion", ArmsMethod.Drawn, 0.0031109, 0.0068045)]
    [InlineData("conversion", ArmsMethod.Observed, 0.0031109, 0.0068045)]
    [InlineData("conversion", ArmsMethod.Adjusted, 0.0031109, 0.0068045)]
    [InlineData("spend", ArmsMethod.Drawn, 0.4244, 0.7698)]
    [InlineData("spend", ArmsMethod.Observed, 0.4244, 0.7698)]
    [InlineData("spend", ArmsMethod.Adjusted, 0.4244, 0.7698)]
    public void Each_arm_gains_what_was_published_and_is_proven_to_where_the_fixed_sample_says_so_too(string outcome, ArmsMethod method, double women, double men)
    {
        var rows = Read(outcome);
        var arms = Judge(rows, outcome, method, out var evidence, out var promise);
        // Adjusting moves an estimate within its error, by what the arms differed in before.
        var tolerance = method == ArmsMethod.Adjusted ? outcome == "spend" ? 0.05 : outcome == "visit" ? 0.001 : 0.0002 : outcome == "spend" ? 0.001 : 0.000005;
        Assert.Equal(women, arms[1].Difference!.Value, tolerance);
        Assert.Equal(men, arms[2].Difference!.Value, tolerance);
        for (var arm = 1; arm < 3; arm++)
        {
            var fixedSample = ArmComparison.Of(Rows(rows, 0), Rows(rows, arm)).AtFixedSample(Level);
            var (low, high) = (arms[arm].DifferenceInterval!.Value.Low, arms[arm].DifferenceInterval!.Value.High);
            Assert.True(low <= arms[arm].Difference && arms[arm].Difference <= high);
            Assert.True(high - low > fixedSample.Interval.High - fixedSample.Interval.Low, "An interval for all looks cannot be narrower than one for a single look.");
            Assert.Equal(arms[arm].Better, low > 0);
            if (arms[arm].Better) Assert.True(fixedSample.P < Level && arms[arm].Difference > 0);
            // The fixed sample finds all six; looking at all times costs about two standard errors more, which these have to spare.
            Assert.True(fixedSample.P < Level);
            var z = arms[arm].Difference!.Value / ArmComparison.Of(Rows(rows, 0), Rows(rows, arm)).StandardError;
            if (z > 5) Assert.True(arms[arm].Better, $"{arms[arm].Name} {outcome} {method}: ln e = {arms[arm].LogE}, z = {z}");
            TestContext.Current.SendDiagnosticMessage($"{outcome} {method} {arms[arm].Name}: {arms[arm].Difference} [{low}, {high}], ln e {arms[arm].LogE}, z {z}, better {arms[arm].Better}");
        }
        Assert.True(PromiseArmsJudge.SampleRatio(promise, evidence) < Math.Log(1_000));
    }

    [Theory]
    [InlineData("visit")]
    [InlineData("conversion")]
    [InlineData("spend")]
    public void Every_look_at_drawn_arms_agrees_with_the_mixture_integrated_by_hand(string outcome)
    {
        var rows = Read(outcome);
        var scale = outcome == "spend" ? 500.0 : 1;
        var books = new Counting(outcome, ArmsMethod.Drawn);
        var (sum, n) = (new double[3], new double[3]);
        var (s, v, units) = (new double[3], new double[3], new double[3]);
        var variance = PromisePlanning.Variance(books.Promise);
        for (var i = 0; i < rows.Length; i++)
        {
            // The scores of Howard et al., Corollary 2, by their definition.
            var (arm, x) = (rows[i].Arm, rows[i].Value / scale);
            double Mean(int of) => n[of] > 0 ? sum[of] / n[of] : 0.5;
            for (var other = 1; other < 3; other++)
            {
                if (arm != 0 && arm != other) continue;
                var p = Shares[other] / (Shares[0] + Shares[other]);
                var score = arm == other ? (x - Mean(other)) / p : (Mean(0) - x) / (1 - p);
                (s[other], v[other], units[other]) = (s[other] + Mean(other) - Mean(0) + score, v[other] + score * score, units[other] + 1);
            }
            (sum[arm], n[arm]) = (sum[arm] + x, n[arm] + 1);
            books.Count(i, rows[i]);
            if (i % 4_000 != 3_999 && i != 99) continue;
            var judged = books.Judge();
            for (var other = 1; other < 3; other++)
            {
                var p = Shares[other] / (Shares[0] + Shares[other]);
                var mixture = new Integrated(5_000 * variance * (1 / p + 1 / (1 - p)), 2 / Math.Min(p, 1 - p), Level / 2);
                Assert.Equal(EValues.LogAverage([mixture.LogE(s[other], v[other]), mixture.LogE(-s[other], v[other])]), judged[other].LogE, 1e-4);
                // At the ends of the interval the evidence against them is what decides.
                var (interval, decides) = (judged[other].DifferenceInterval!.Value, -Math.Log(judged[other].Level!.Value / 2));
                if (interval.Low / scale > -0.999) Assert.Equal(decides, mixture.LogE(s[other] - units[other] * interval.Low / scale, v[other]), 1e-4);
                if (interval.High / scale < 0.999) Assert.Equal(decides, mixture.LogE(units[other] * interval.High / scale - s[other], v[other]), 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("visit")]
    [InlineData("spend")]
    public void Every_look_at_observed_arms_agrees_with_the_formula_on_all_rows_so_far_and_none_speaks_before_its_burn_in(string outcome)
    {
        var rows = Read(outcome);
        var books = new Counting(outcome, ArmsMethod.Observed);
        for (var i = 0; i < 24_000; i++)
        {
            books.Count(i, rows[i]);
            if (i % 60 != 59 && i % 2_000 != 1_999) continue;
            var judged = books.Judge();
            for (var arm = 1; arm < 3; arm++)
            {
                double[] a = [.. rows.Take(i + 1).Where(row => row.Arm == 0).Select(row => row.Value)], b = [.. rows.Take(i + 1).Where(row => row.Arm == arm).Select(row => row.Value)];
                var isReady = outcome == "spend" ? Math.Min(a.Length, b.Length) >= 100 : Math.Min(a.Sum(), b.Sum()) >= 20;
                Assert.Equal(isReady, judged[arm].Speaks);
                if (!isReady)
                {
                    Assert.Equal((0.0, false, false), (judged[arm].LogE, judged[arm].Better, judged[arm].NoGain));
                    continue;
                }
                if (i % 2_000 != 1_999) continue;
                var n = (double)(a.Length + b.Length);
                var s = Math.Sqrt((Variance(a) / a.Length + Variance(b) / b.Length) * n);
                var rho = Math.Sqrt((-2 * Math.Log(Level) + Math.Log(1 - 2 * Math.Log(Level))) / 5_000);
                var half = s * Math.Sqrt(2 * (n * rho * rho + 1) / (n * n * rho * rho) * Math.Log(Math.Sqrt(n * rho * rho + 1) / judged[arm].Level!.Value));
                Assert.Equal(b.Average() - a.Average() - half, judged[arm].DifferenceInterval!.Value.Low, 1e-8);
                Assert.Equal(b.Average() - a.Average() + half, judged[arm].DifferenceInterval!.Value.High, 1e-8);
            }
        }

        static double Variance(double[] values) => values.Average() is var mean ? values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) : 0;
    }

    [Theory]
    [InlineData(ArmsMethod.Observed)]
    [InlineData(ArmsMethod.Adjusted)]
    public void The_order_of_customers_changes_no_difference_and_no_interval_of_the_comparison(ArmsMethod method)
    {
        var rows = Read("visit");
        var first = Judge(rows, "visit", method, out _, out _);
        var random = new Random(20);
        for (var round = 0; round < 3; round++)
        {
            random.Shuffle(rows);
            var again = Judge(rows, "visit", method, out _, out _);
            for (var arm = 1; arm < 3; arm++)
            {
                Assert.Equal(first[arm].Difference!.Value, again[arm].Difference!.Value, 9);
                Assert.Equal(first[arm].DifferenceInterval!.Value.Low, again[arm].DifferenceInterval!.Value.Low, 9);
                Assert.Equal(first[arm].LogE, again[arm].LogE, 6);
            }
        }
    }

    [Fact]
    public void Another_order_moves_the_interval_of_drawn_arms_by_a_fiftieth_of_its_width_at_most()
    {
        var rows = Read("visit");
        var first = Judge(rows, "visit", ArmsMethod.Drawn, out _, out _);
        var random = new Random(20);
        for (var round = 0; round < 3; round++)
        {
            random.Shuffle(rows);
            var again = Judge(rows, "visit", ArmsMethod.Drawn, out _, out _);
            for (var arm = 1; arm < 3; arm++)
            {
                var (one, other) = (first[arm].DifferenceInterval!.Value, again[arm].DifferenceInterval!.Value);
                Assert.True(Math.Abs(one.Low - other.Low) + Math.Abs(one.High - other.High) < (one.High - one.Low) / 50 * 2, $"seed 20, round {round}: [{one.Low}, {one.High}] and [{other.Low}, {other.High}]");
            }
        }
    }

    [Fact]
    public void What_was_spent_before_makes_the_comparison_sharper_never_blunter()
    {
        var rows = Read("visit");
        var plain = Judge(rows, "visit", ArmsMethod.Observed, out _, out _);
        var adjusted = Judge(rows, "visit", ArmsMethod.Adjusted, out _, out _);
        for (var arm = 1; arm < 3; arm++) Assert.True(Width(adjusted[arm]) < Width(plain[arm]));

        static double Width(ArmJudgement arm) => arm.DifferenceInterval!.Value.High - arm.DifferenceInterval.Value.Low;
    }

    private static IReadOnlyList<ArmJudgement> Judge((int Arm, double Value, double History)[] rows, string outcome, ArmsMethod method, out EvidenceShare evidence, out PromiseDefinition promise)
    {
        var books = new Counting(outcome, method);
        for (var i = 0; i < rows.Length; i++) books.Count(i, rows[i]);
        (evidence, promise) = (books.Share, books.Promise);
        return books.Judge();
    }

    private static ArmMean Rows((int Arm, double Value, double History)[] rows, int arm) =>
        rows.Where(row => row.Arm == arm).Aggregate(default(ArmSums), (sums, row) => sums.With(row.Value)).Estimate;

    private static (int Arm, double Value, double History)[] Read(string outcome)
    {
        var path = Path.Combine(SharedFolder(), "data", "hillstrom", "hillstrom.csv");
        Assert.SkipUnless(File.Exists(path), $"{path} is not there: put the shared data beside the repository.");
        var lines = File.ReadLines(path);
        var columns = lines.First().Split(',').ToList();
        return
        [
            .. lines.Skip(1).Select(Fields).Select(row => (
                Array.IndexOf(Segments, row[columns.IndexOf("segment")]), double.Parse(row[columns.IndexOf(outcome)], CultureInfo.InvariantCulture),
                double.Parse(row[columns.IndexOf("history")], CultureInfo.InvariantCulture))),
        ];
    }

    // One column has commas within quotes.
    private static string[] Fields(string line) =>
        [.. line.Split('"').SelectMany((part, index) => index % 2 == 1 ? [part.Replace(',', ';')] : (string[])[part]).Aggregate("", string.Concat).Split(',')];

    private static string SharedFolder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "shared"));

    /// <summary>The evidence of one promise, customer after customer.</summary>
    private sealed class Counting
    {
        private readonly PromiseEvidence _evidence;
        private readonly PromiseScale _scale;
        private readonly PromisePlan _plan;

        public Counting(string outcome, ArmsMethod method)
        {
            Promise = new()
            {
                Question = "Which e-mail?",
                State = PromiseWords.Running,
                Measure = outcome == "spend" ? new() { Kind = PromiseWords.Number, Signal = "property", Property = "spend", Min = 0, Max = 500 }
                    : new() { Kind = PromiseWords.Share, Condition = new() { Signal = "property", Property = outcome, Compare = PromiseWords.AtLeast, Value = 1 } },
                Target = outcome == "spend" ? 1 : outcome == "visit" ? 0.1 : 0.01,
                SmallestDifference = outcome == "spend" ? 0.1 : 0.005,
                Arms = new()
                {
                    By = "property",
                    Property = "segment",
                    Drawn = method == ArmsMethod.Drawn,
                    Before = method == ArmsMethod.Adjusted ? "history" : null,
                    Items = [.. Segments.Select((name, arm) => new PromiseArm { Name = name, Values = [name], Share = Shares[arm] })],
                },
            };
            Assert.Empty(PromiseCheck.Of(Promise, null, spanish: false));
            Assert.Equal(method, Promise.Arms!.Method);
            _plan = new("hillstrom", Promise);
            _evidence = new(1, 0, _plan);
            _scale = PromiseScale.Of(Promise.Measure, Promise.Direction)!.Value;
        }

        public PromiseDefinition Promise { get; }

        public EvidenceShare Share => _evidence.Share(PromiseDepth.Judged);

        public void Count(int number, (int Arm, double Value, double History) row)
        {
            _evidence.Meet(inAnArm: true, number);
            _evidence.CountCustomer(row.Arm);
            _evidence.AddAnswer(0, row.Arm, default, _scale.In(row.Value), row.History, number + 1, number);
        }

        public IReadOnlyList<ArmJudgement> Judge() => PromiseArmsJudge.Judge(Promise, _plan, Share);
    }

    /// <summary>
    /// The gamma-exponential mixture by quadrature of what it is defined as: exp(λS − ψ(λ)V), ψ(λ) = (−ln(1 − cλ) − cλ)/c², averaged over λ = (1 − z)/c with z in [0, 1]
    /// distributed as a gamma of shape and rate ρ/c² cut off at 1.
    /// </summary>
    private sealed class Integrated(double optimalV, double scale, double alphaForTuning)
    {
        private const int Steps = 20_000;
        private readonly double _rho = optimalV / (2 * Math.Log(1 / (2 * alphaForTuning)) + Math.Log(1 + 2 * Math.Log(1 / (2 * alphaForTuning))));

        public double LogE(double sum, double v)
        {
            var k = _rho / (scale * scale);
            // So far on the other side the closed form ends and counts as no evidence at all.
            if (scale * sum + v + _rho <= 0) return double.NegativeInfinity;
            return LogIntegral(k, z => (1 - z) * sum / scale + v / (scale * scale) * (Math.Log(z) + 1 - z) + (k - 1) * Math.Log(z) - k * z)
                - LogIntegral(k, z => (k - 1) * Math.Log(z) - k * z);
        }

        // Midpoints in u with z = u to a power that leaves nothing steep at 0.
        private static double LogIntegral(double shape, Func<double, double> logDensity)
        {
            var power = Math.Max(4, 2 / shape);
            var terms = new double[Steps];
            for (var i = 0; i < Steps; i++)
            {
                var u = (i + 0.5) / Steps;
                terms[i] = logDensity(Math.Pow(u, power)) + Math.Log(power) + (power - 1) * Math.Log(u);
            }
            var largest = terms.Max();
            return largest + Math.Log(terms.Sum(term => Math.Exp(term - largest)) / Steps);
        }
    }
}
