using System.Globalization;
using System.Runtime.CompilerServices;
using Veinte.Model;
using Xunit;

namespace Veinte.Simulator.Tests;

/// <summary>
/// Compares Aurora, with everybody answering, with a survey of 103,904 airline passengers that is not part of the repository.
/// </summary>
public sealed class Calibrated_on_real_passengers
{
    private const string Survey = "data/airline_satisfaction/airline_train.csv";

    private static readonly (string Column, string Touchpoint)[] Pairs =
    [
        ("Departure and Arrival Time Convenience", "Flight times"), ("Ease of Online Booking", "Online booking"),
        ("Check-in Service", "Check-in counter"), ("Online Boarding", "Online check-in"), ("Gate Location", "Gate"),
        ("On-board Service", "Cabin crew"), ("Seat Comfort", "Seat comfort"), ("Leg Room Service", "Leg room"),
        ("Cleanliness", "Cabin cleanliness"), ("Food and Drink", "Food and drink"), ("In-flight Service", "In-flight service"),
        ("In-flight Wifi Service", "Wi-Fi on board"), ("In-flight Entertainment", "Entertainment on board"),
        ("Baggage Handling", "Baggage claim"),
    ];

    [Fact]
    public void Means_spreads_and_correlations_are_those_of_the_survey()
    {
        var path = Path.Combine(SharedFolder(), Survey);
        Assert.SkipUnless(File.Exists(path), $"The survey is not here: {path}. Set VEINTE_SHARED to the folder that has {Survey}.");
        var real = Columns(File.ReadLines(path));
        var simulated = Simulated();

        for (var i = 0; i < Pairs.Length; i++)
        {
            var (realMean, realSpread) = MeanAndSpread(real[i]);
            var (mean, spread) = MeanAndSpread(simulated[i]);
            Assert.True(Math.Abs(mean - realMean) < 0.12, $"{Pairs[i].Touchpoint}: mean {mean:F3}, survey {realMean:F3}.");
            Assert.True(Math.Abs(spread - realSpread) < 0.10, $"{Pairs[i].Touchpoint}: spread {spread:F3}, survey {realSpread:F3}.");
        }

        var (sum, realSum, worst) = (0.0, 0.0, (Away: 0.0, Pair: ""));
        for (var i = 0; i < Pairs.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (r, realR) = (Correlation(simulated[i], simulated[j]), Correlation(real[i], real[j]));
                (sum, realSum) = (sum + r, realSum + realR);
                if (Math.Abs(r - realR) > worst.Away)
                    worst = (Math.Abs(r - realR), $"{Pairs[i].Touchpoint} and {Pairs[j].Touchpoint}: {r:F3}, survey {realR:F3}");
            }
        }
        var count = Pairs.Length * (Pairs.Length - 1) / 2;
        Assert.True(Math.Abs(sum - realSum) / count < 0.03, $"Mean correlation {sum / count:F3}, survey {realSum / count:F3}.");
        Assert.True(worst.Away < 0.15, $"Correlation furthest away: {worst.Pair}.");
    }

    /// <summary>One row a flight, one column a touchpoint; NaN where it was not rated.</summary>
    private static List<double>[] Simulated()
    {
        var aurora = Aurora.Create(11, new() { AnswerShare = 1, Stories = false, PassengersPerDay = 400, Today = Periods.Today });
        var rows = new Dictionary<((int, int), string?), double[]>();
        var booking = new Dictionary<(int, int), (double Book, double Times)>();
        foreach (var e in aurora.Between(Periods.DaysAgo(90), Periods.Today))
        {
            var column = Array.FindIndex(Pairs, pair => pair.Touchpoint == e.Touchpoint);
            if (e.Kind != SimulatedKind.Interaction || column < 0 || !e.Signals.Has(SignalSet.Rating)) continue;
            var known = booking.GetValueOrDefault(e.Trip, (double.NaN, double.NaN));
            // Booking and flight times are rated once for both flights of a trip.
            if (column == 1) booking[e.Trip] = (e.Signals.Rating, known.Item2);
            else if (column == 0) booking[e.Trip] = (known.Item1, e.Signals.Rating);
            else
            {
                if (!rows.TryGetValue((e.Trip, e.Flight), out var row))
                {
                    rows[(e.Trip, e.Flight)] = row = new double[Pairs.Length];
                    Array.Fill(row, double.NaN);
                }
                row[column] = e.Signals.Rating;
            }
        }
        foreach (var ((trip, _), row) in rows)
            if (booking.TryGetValue(trip, out var rated)) (row[1], row[0]) = rated;
        return [.. Enumerable.Range(0, Pairs.Length).Select(column => rows.Values.Select(row => row[column]).ToList())];
    }

    private static List<double>[] Columns(IEnumerable<string> lines)
    {
        List<double>[] columns = [.. Pairs.Select(_ => new List<double>())];
        int[]? places = null;
        foreach (var line in lines)
        {
            var cells = line.Split(',');
            if (places is null)
            {
                places = [.. Pairs.Select(pair => Array.IndexOf(cells, pair.Column))];
                Assert.DoesNotContain(-1, places);
                continue;
            }
            for (var i = 0; i < places.Length; i++)
            {
                var value = int.Parse(cells[places[i]], CultureInfo.InvariantCulture);
                columns[i].Add(value == 0 ? double.NaN : value);
            }
        }
        return columns;
    }

    private static (double Mean, double Spread) MeanAndSpread(List<double> values)
    {
        var known = values.Where(v => !double.IsNaN(v)).ToList();
        Assert.True(known.Count > 5_000, $"Only {known.Count} ratings.");
        var mean = known.Average();
        return (mean, Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / (known.Count - 1)));
    }

    private static double Correlation(List<double> a, List<double> b)
    {
        double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (var i = 0; i < a.Count; i++)
        {
            if (double.IsNaN(a[i]) || double.IsNaN(b[i])) continue;
            n++;
            (sa, sb, saa, sbb, sab) = (sa + a[i], sb + b[i], saa + a[i] * a[i], sbb + b[i] * b[i], sab + a[i] * b[i]);
        }
        return (n * sab - sa * sb) / Math.Sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
    }

    private static string SharedFolder([CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("VEINTE_SHARED") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(here)!); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Veinte.slnx")))
                return Path.Combine(folder.FullName, "../shared");
        return "../shared";
    }
}
