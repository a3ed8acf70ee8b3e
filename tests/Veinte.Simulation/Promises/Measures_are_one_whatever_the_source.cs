using Veinte.Engine.Folds.Measures;
using Veinte.Model;

namespace Veinte.Simulation.Promises;

/// <summary>NPS, CSAT and CES: one measure over all sources, exact in any period, merged over partitions.</summary>
public sealed class Measures_are_one_whatever_the_source
{
    [Fact]
    public void Answers_add_up_by_day_and_dimension_over_partitions_and_survive_a_restart()
    {
        var books = new PromiseBooks(partitions: 3);
        for (var i = 0; i < 60; i++) Answers(books, $"c{i}", i % 2 == 0 ? "Shop" : "Call", nps: 9);
        for (var i = 60; i < 100; i++) Answers(books, $"c{i}", "Shop", nps: i < 80 ? 7 : 0);
        books.Wait(TimeSpan.FromDays(1));
        for (var i = 0; i < 10; i++) Answers(books, $"c{i}", "Shop", nps: 10);
        books.Restart();
        var day = (int)(PromiseBooks.Start.UnixMicros / Instant.MicrosPerDay);
        var all = Read(books, MeasureDimension.All, day, day + 1, day + 2).Single();
        Assert.Equal((new(100, 60, 20), new MeasureCounts(10, 10, 0)), (all.Before, all.Now));
        var touchpoints = Read(books, MeasureDimension.Touchpoint, day, day + 1, day + 2).ToDictionary(row => row.Name);
        Assert.Equal((new(70, 30, 20), new MeasureCounts(30, 30, 0)), (touchpoints["Shop"].Before, touchpoints["Call"].Before));
        Assert.Equal("test", Read(books, MeasureDimension.Source, day, day + 1, day + 2).Single().Name);
        Assert.Equal("do", Read(books, MeasureDimension.Intent, day, day + 1, day + 2).Single().Name);
        Assert.Equal(["flight", "hotel"], Read(books, MeasureDimension.Journey, day, day + 1, day + 2).Select(row => row.Name).Order());
        Assert.Equal((60, 50), Read(books, MeasureDimension.Stage, day, day + 1, day + 2).ToDictionary(row => row.Name) is var stages ? (stages["before"].Before.N, stages["after"].Before.N + stages["after"].Now.N) : default);
        Assert.Equal(books.Digest(), books.Replayed(3).Digest());
    }

    [Fact]
    public void The_interval_of_a_score_is_the_adjusted_one_and_the_change_has_its_own()
    {
        // Reference: 50 promoters, 30 passives, 20 detractors give 0.30 and, adjusted, [0.140511, 0.442013].
        var reading = MeasureReading.Of(MeasureKind.Nps, "", new(100, 20, 50), new(100, 50, 20));
        Assert.Equal(0.30, reading.Value!.Value, 9);
        Assert.Equal((0.140511, 0.442013), (Math.Round(reading.Low!.Value, 6), Math.Round(reading.High!.Value, 6)));
        Assert.Equal(0.60, reading.Change!.Value, 9);
        Assert.True(reading.ChangeLow > 0.3 && reading.ChangeHigh < 0.9);
        // 81 of 263: [0.2553, 0.3662] by Wilson (Newcombe 1998).
        var satisfied = MeasureReading.Of(MeasureKind.Csat, "", default, new(263, 81, 0));
        Assert.Equal((0.2553, 0.3662), (Math.Round(satisfied.Low!.Value, 4), Math.Round(satisfied.High!.Value, 4)));
        Assert.Null(satisfied.Change);
        var easy = MeasureReading.Of(MeasureKind.Ces, "", default, MeasureCounts.OfCes(5).Plus(MeasureCounts.OfCes(7)));
        Assert.Equal(6, easy.Value!.Value, 9);
        Assert.Null(MeasureReading.Of(MeasureKind.Ces, "", default, MeasureCounts.OfCes(5)).Low);
    }

    private static void Answers(PromiseBooks books, string customer, string touchpoint, double nps) =>
        books.Meets(customer, touchpoint, new() { Present = SignalSet.Nps, Nps = nps }, journey: touchpoint == "Shop" ? "hotel" : "flight", stage: nps == 9 ? "before" : "after");

    private static IEnumerable<MeasureShare> Read(PromiseBooks books, MeasureDimension dimension, int before, int from, int until) => books.Partitions
        .SelectMany(partition => new MeasuresQuery(MeasureKind.Nps, dimension, before, from, until).Answer(partition)).GroupBy(share => share.Name)
        .Select(same => new MeasureShare(same.Key, same.Aggregate(default(MeasureCounts), (sum, share) => sum.Plus(share.Before)), same.Aggregate(default(MeasureCounts), (sum, share) => sum.Plus(share.Now))));
}
