using CsCheck;
using Veinte.Engine.Moments;
using Veinte.Statistics;

namespace Veinte.Simulation;

/// <summary>What very bad and very good grades do is counted; it is the same as if each of them were a variable of its own.</summary>
public sealed class Contrast_is_counted
{
    private const int Drivers = 3;

    private static readonly Gen<double[]> Trip = Gen.Select(
        Gen.Double[0, 10], Gen.Frequency((4, Gen.Int[0, 4].Select(fifth => fifth * 5.0)), (1, Gen.Const(double.NaN))).Array[Drivers], (outcome, grades) => (double[])[outcome, .. grades]);

    private static readonly Gen<double[][]> Trips = Trip.Array[0, 30];

    [Fact]
    public void Counts_give_the_co_moments_of_indicators() => Trips.Sample(trips => SameFigures(ByIndicators(trips), Counted(trips).ToCoMoments()));

    [Fact]
    public void What_is_taken_out_or_corrected_leaves_nothing_behind() => Gen.Select(Trips, Trip, Trip, Trip).Sample((trips, gone, wrong, right) =>
    {
        var counts = Counted([.. trips, gone, wrong]);
        counts.Move(gone, -1);
        counts.Replace(wrong, right);
        SameFigures(ByIndicators([.. trips, right]), counts.ToCoMoments());
    });

    [Fact]
    [Trait("merges", nameof(ContrastCounts))]
    public void Parts_merge_in_whatever_order_they_number_touchpoints() => Gen.Select(Trips, Trips, Gen.Shuffle(new[] { 0, 1, 2 })).Sample((here, there, places) =>
    {
        var merged = Counted(here);
        double[][] renumbered = [.. there.Select(trip => (double[])[trip[0], .. Enumerable.Range(0, Drivers).Select(driver => trip[1 + places[driver]])])];
        // Whoever is third there goes where it is first here.
        merged.Merge(Counted(renumbered).Arranged(places, Drivers));
        SameFigures(ByIndicators([.. here, .. there]), merged.ToCoMoments());
    });

    private static ContrastCounts Counted(double[][] trips)
    {
        var counts = new ContrastCounts(Drivers);
        foreach (var trip in trips) counts.Move(trip, +1);
        return counts;
    }

    private static CoMoments ByIndicators(double[][] trips)
    {
        var moments = new CoMoments(1 + 2 * Drivers);
        foreach (var trip in trips)
            moments.Add([trip[0], .. trip[1..].SelectMany(grade => double.IsNaN(grade) ? (double[])[double.NaN, double.NaN] : [grade <= TripCell.Low ? 1 : 0, grade >= TripCell.High ? 1 : 0])]);
        return moments;
    }

    private static void SameFigures(CoMoments expected, CoMoments actual)
    {
        for (var at = 0; at < expected.Numbers.Length; at++) Assert.Equal(expected.Numbers[at], actual.Numbers[at], 1e-8);
    }
}
