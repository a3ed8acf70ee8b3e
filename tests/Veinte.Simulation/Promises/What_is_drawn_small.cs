using Veinte.Engine.Folds.Promises;
using static Veinte.Simulation.Promises.PromiseBooks;

namespace Veinte.Simulation.Promises;

/// <summary>Of five hundred promises a board reads a course of few steps each, and it is the one that is drawn from all that is kept.</summary>
public sealed class What_is_drawn_small
{
    [Theory]
    [InlineData("an hour, every minute", 60, 1)]
    [InlineData("three hours, every minute", 180, 1)]
    [InlineData("a day, every quarter of an hour", 96, 15)]
    [InlineData("a month, every four hours", 180, 240)]
    [InlineData("a hundred days", 100, 24 * 60)]
    [InlineData("a year and more, every day", 400, 24 * 60)]
    public void It_has_few_steps_and_all_that_came(string what, int times, int everyMinutes)
    {
        var books = new PromiseBooks(partitions: 3);
        books.Define("quick", 1, Quick);
        for (var i = 0; i < times; i++)
        {
            books.Waits($"guest{i}", i % 3 == 0 ? 1_900 : 60);
            books.Wait(TimeSpan.FromMinutes(everyMinutes));
        }
        var (whole, drawn) = (books.Read("quick").Evidence!, books.Read("quick", PromiseDepth.Drawn).Evidence!);
        Assert.True(whole.Track(0) == drawn.Track(0), what);
        Assert.Empty(drawn.Recent);
        // What of minutes and hours reaches back to the beginning in few steps is there as it is, and nothing that must not be drawn passes for it.
        foreach (var (all, few) in ((IReadOnlyList<EvidenceStep>, IReadOnlyList<EvidenceStep>)[])[(whole.Minutes, drawn.Minutes), (whole.Hours, drawn.Hours)])
        {
            if (IsDrawn(all, times)) Assert.Equal(all, few);
            else Assert.False(IsDrawn(few, times), what);
        }
        Assert.InRange(drawn.Days.Count, 1, EvidenceShare.DrawnMax);
        Assert.Equal((times, whole.Days.Sum(step => step.Sum)), ((int)drawn.Days.Sum(step => step.N), drawn.Days.Sum(step => step.Sum)));
        if (whole.Days.Count <= EvidenceShare.DrawnMax) Assert.Equal(whole.Days, drawn.Days);
        Assert.Empty(books.Read("quick", PromiseDepth.Judged).Evidence!.Days);
    }

    private static bool IsDrawn(IReadOnlyList<EvidenceStep> steps, int all) => steps.Count <= EvidenceShare.DrawnMax && steps.Sum(step => step.N) == all;
}
