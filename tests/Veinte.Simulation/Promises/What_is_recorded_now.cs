using Veinte.Engine.Folds.Promises;
using Veinte.Journal.Entries;
using Veinte.KillTarget;
using Veinte.Model;

namespace Veinte.Simulation.Promises;

/// <summary>Whether anything records the answer to a question is read off the latest interactions: those of four weeks, or of before where hardly anything has happened since.</summary>
public sealed class What_is_recorded_now
{
    private const int Day = 24 * 60;

    [Theory]
    [InlineData(41, 29, 31, 30, 0)]
    [InlineData(41, 5, 12, 9, 3)]
    [InlineData(100, 29, 36, 33, 3)]
    [InlineData(20, 29, 36, 33, 3)]
    public async Task Four_weeks_are_looked_at_and_what_was_before_only_where_hardly_anything_has_happened_since(int day, int lately, long near, long seen, long carried)
    {
        await using var books = await Scenario.Open();
        using var builder = new EntryBatchBuilder();
        for (var i = 0; i < 3; i++) Ratings.Add(builder, $"early{i}", "Gate", 4, $"e{i}", "luis", "madrid", i);
        for (var i = 0; i <= lately; i++) Ratings.Add(builder, $"late{i}", "Gate", null, $"l{i}", "luis", "madrid", 40 * Day + i);
        for (var i = 0; i < 2; i++) Ratings.Add(builder, $"other{i}", "Gate", 5, $"o{i}", "eva", "bilbao", i);
        Ratings.Add(builder, "other2", "Gate", 5, "o2", "eva", "bilbao", 40 * Day);
        Ratings.Add(builder, "other3", "Desk", 5, "o3", "luis", "madrid", 40 * Day);
        await books.Node.Journal.Append(builder.Build(), TestContext.Current.CancellationToken);

        Assert.Equal(new CaptureCount(near, seen, carried), (await Read(books, day, Rated("Gate"))).GetValueOrDefault("promise"));
    }

    [Fact]
    public async Task What_is_about_nothing_that_comes_has_no_share_and_of_grades_and_traits_nothing_is_told()
    {
        await using var books = await Scenario.Open();
        Assert.Empty(await Read(books, 0, Rated("Gate")));
        await books.Rates("ana", "Gate", 4);
        Assert.Equal((new CaptureCount(0, 0, 0), 0.0), (await Read(books, 0, Rated("Lounge"))).TryGetValue("promise", out var found) ? (found, found.Share) : default);
        Assert.Empty(await Read(books, 0, Rated("Gate") with { Measure = new() { Kind = PromiseWords.Grade } }));
        Assert.Empty(await Read(books, 0, Rated("Gate") with { Where = new() { Traits = new Dictionary<string, string> { ["tier"] = "gold" } } }));
    }

    private static PromiseDefinition Rated(string touchpoint) => new()
    {
        Question = "Is it rated?", Measure = new() { Kind = PromiseWords.Number, Signal = "rating" }, Target = 0.6, SmallestDifference = 0.05, Where = new() { Touchpoints = [touchpoint], Areas = ["madrid"] },
    };

    private static Task<IReadOnlyDictionary<string, CaptureCount>> Read(Scenario books, int day, PromiseDefinition promise) => CaptureSample.Read(
        books.Node.Journal, [KeyValuePair.Create("promise", promise)], new Instant(Ratings.Start.UnixMicros + day * Instant.MicrosPerDay), TestContext.Current.CancellationToken);
}
