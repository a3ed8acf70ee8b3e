using System.Globalization;
using Veinte.Engine.Moments;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>What a real survey must not be made to say: where outcomes are drawn by lot nothing is proven, and a question asked twice counts once.</summary>
public sealed class Chance_and_duplicates_in_a_survey
{
    private const int Repetitions = 100;
    private const int Passengers = 2_000;
    private const int FirstRating = 9;
    private const int Ratings = 14;

    [Fact]
    public void With_outcomes_drawn_by_lot_no_touchpoint_is_a_moment_of_truth()
    {
        var rows = Rows();
        var random = new Random(20);
        var (any, single, moments) = (0, 0, 0);
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            double[] outcomes = [.. rows.Select(row => row[0])];
            random.Shuffle(outcomes);
            var view = Judged([.. rows.Select((row, i) => (double[])[outcomes[i], .. row[1..]])]);
            Assert.True(view.Enough);
            any += view.Items.Any(item => item.Significant) ? 1 : 0;
            single += view.Items.Count(item => item.Significant);
            moments += view.Items.Any(item => item.MomentOfTruth) ? 1 : 0;
            Assert.All(view.Items, item => Assert.Equal(item.Significant, item.Rank is not null));
        }
        TestContext.Current.SendDiagnosticMessage("Of {0} repetitions {1} had a significant touchpoint, {2} a moment of truth; {3} touchpoints in all.", Repetitions, any, moments, single);
        Assert.True(any <= 0.05 * Repetitions, $"{any} of {Repetitions} repetitions had a significant touchpoint.");
    }

    [Fact]
    public void A_question_asked_twice_shares_its_importance()
    {
        var rows = Rows();
        var once = Judged(rows);
        var column = Column(once.Items[0].Touchpoint);
        SharesItsImportance(once, Judged(AskedTwice(rows, column)), column);
    }

    [Fact]
    public void It_does_so_in_the_stream_whose_answer_is_that_of_the_rows()
    {
        var rows = Rows();
        var once = Streamed(rows);
        var column = Column(once.Items[0].Touchpoint);
        var twice = Streamed(AskedTwice(rows, column));
        SharesItsImportance(once, twice, column);
        var fromRows = Judged(AskedTwice(rows, column)).Items.ToDictionary(item => item.Touchpoint);
        Assert.Equal(fromRows.Count, twice.Items.Count);
        Assert.All(twice.Items, item => Assert.Equal(fromRows[item.Touchpoint].Share, item.Share, 1e-9));
    }

    private static void SharesItsImportance(MomentsView once, MomentsView twice, int column)
    {
        var items = twice.Items.ToDictionary(item => item.Touchpoint);
        var (doubled, a, b) = (once.Items.Single(item => item.Touchpoint == Name(column)), items[Name(column)], items[Name(Ratings + 1)]);
        Assert.Equal(a.Share, b.Share, 1e-9);
        Assert.True(a.Share + b.Share < 1.25 * doubled.Share && a.Share + b.Share > 0.9 * doubled.Share, $"{doubled.Share:F4} became {a.Share:F4} and {b.Share:F4}.");
        Assert.True(a.Share < 0.7 * doubled.Share, $"{doubled.Share:F4} became {a.Share:F4}.");
    }

    private static string Name(int column) => $"t{column:00}";

    private static int Column(string name) => int.Parse(name[1..], CultureInfo.InvariantCulture);

    private static double[][] AskedTwice(double[][] rows, int column) => [.. rows.Select(row => (double[])[.. row, row[column]])];

    /// <summary>Each row as a passenger of the stream who rates what he has met and then says whether he is satisfied; two partitions together.</summary>
    private static MomentsView Streamed(double[][] rows)
    {
        var trips = new Trips(partitions: 2);
        trips.Defines("satisfied", new() { Name = "Satisfied", Kind = OutcomeKinds.Property, Touchpoint = "Verdict", Property = "satisfied" });
        for (var i = 0; i < rows.Length; i++)
        {
            var passenger = $"passenger-{i}";
            for (var j = 1; j < rows[i].Length; j++)
                if (!double.IsNaN(rows[i][j])) trips.Rates(passenger, Name(j), 1 + rows[i][j] / 5, i + 1 + j / 100.0);
            trips.Comes(passenger, "Verdict", i + 2, $$"""{"satisfied":{{rows[i][0]}}}""");
        }
        return trips.View("satisfied");
    }

    private static MomentsView Judged(double[][] rows) => Trips.Judge([.. Enumerable.Range(1, rows[0].Length - 1).Select(Name)], rows);

    /// <summary>Outcome and 14 grades of the first passengers; NaN where not applicable.</summary>
    private static double[][] Rows()
    {
        var shared = Environment.GetEnvironmentVariable("VEINTE_SHARED") is { Length: > 0 } given ? given : Path.Combine(Root(), "..", "shared");
        var path = Path.Combine(shared, "data/airline_satisfaction/airline_train.csv");
        Assert.SkipUnless(File.Exists(path), "There is no survey under ../shared/data; set VEINTE_SHARED to where it lies.");
        return
        [
            .. File.ReadLines(path).Skip(1).Take(Passengers).Select(line => line.Split(',')).Select(cells => (double[])
            [
                cells[^1] == "Satisfied" ? 1 : 0,
                .. cells[FirstRating..(FirstRating + Ratings)].Select(cell => cell == "0" ? double.NaN : (double.Parse(cell, CultureInfo.InvariantCulture) - 1) * 5),
            ]),
        ];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Veinte.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No Veinte.slnx above the test.");
    }
}
