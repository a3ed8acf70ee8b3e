using Veinte.Engine.Folds.Promises;
using Veinte.Model;
using static Veinte.Simulation.Promises.PromiseBooks;

namespace Veinte.Simulation.Promises;

/// <summary>A promise that runs and gets nothing any more it could be judged by is told, by its own custom: who closes at weekends is not silent on a Monday.</summary>
public sealed class A_promise_falls_silent
{
    [Fact]
    public void One_that_got_something_every_day_is_silent_after_two_days()
    {
        var books = new PromiseBooks(partitions: 3);
        books.Define("quick", 1, Quick);
        var last = Comes(books, days: 10, every: 1);
        Assert.Null(After(books, hours: 47));
        var silence = After(books, hours: 50)!;
        Assert.Equal((false, 2, (int?)1), (silence.Never, silence.Days, silence.UsualDays));
        Assert.InRange(last.ToDateTimeOffset() - silence.Since, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void One_that_gets_something_once_a_week_is_given_two_weeks()
    {
        var books = new PromiseBooks(partitions: 3);
        books.Define("quick", 1, Quick);
        Comes(books, days: 28, every: 7);
        Assert.Null(After(books, hours: 13 * 24));
        Assert.Equal((14, (int?)7), After(books, hours: 14 * 24 + 1) is { } silence ? (silence.Days, silence.UsualDays) : default);
    }

    [Fact]
    public void What_comes_without_the_data_or_elsewhere_is_silence_all_the_same()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick);
        Comes(books, days: 10, every: 1);
        for (var hour = 0; hour < 50; hour++)
        {
            books.Wait(TimeSpan.FromHours(1));
            books.Meets($"late{hour}", "Check-in");
            books.Waits($"elsewhere{hour}", 60, "Lounge");
        }
        Assert.Equal(2, PromiseSilence.Of(books.Read("quick"), books.Now)?.Days);
        books.Waits("again", 60);
        Assert.Null(PromiseSilence.Of(books.Read("quick"), books.Now));
    }

    [Fact]
    public void One_that_never_got_anything_is_silent_since_it_began_after_three_days()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick);
        Assert.Null(After(books, hours: 71));
        Assert.Equal((true, 3, (int?)null), After(books, hours: 72) is { } silence ? (silence.Never, silence.Days, silence.UsualDays) : default);
        Assert.Equal(PromiseBooks.Start.ToDateTimeOffset(), After(books, hours: 72)!.Since);
    }

    [Fact]
    public void What_waits_for_a_later_event_has_come_before_anybody_knows_what_followed()
    {
        var books = new PromiseBooks();
        books.Define("enough", 1, Quick with { Measure = new() { Kind = PromiseWords.FirstContact, WithinHours = 168 }, Target = 0.7 });
        Comes(books, days: 20, every: 1);
        Assert.Null(After(books, hours: 47, "enough"));
        Assert.Equal(2, After(books, hours: 50, "enough")?.Days);
    }

    [Fact]
    public void Evidence_that_begins_anew_after_a_verdict_is_no_silence_of_its_own()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick);
        for (var day = 0; books.Read("quick").VerdictWord != PromiseWords.Broken; day++)
        {
            Assert.True(day < 60);
            for (var i = 0; i < 5; i++) books.Waits($"{day}-{i}", 3_000);
            books.Look("quick");
            books.Wait(TimeSpan.FromDays(1));
        }
        var silence = After(books, hours: 48);
        Assert.Equal(0, books.Read("quick").Evidence!.Seen);
        Assert.True(silence is { Never: false, Days: >= 2 });
    }

    [Fact]
    public void A_draft_and_one_that_has_ended_are_not_silent()
    {
        var books = new PromiseBooks();
        books.Define("quick", 1, Quick with { State = PromiseWords.Draft });
        Assert.Null(After(books, hours: 1_000));
        books.Define("quick", 2, Quick);
        books.Define("quick", 3, Quick with { State = PromiseWords.Ended });
        Assert.Null(After(books, hours: 1_000));
    }

    [Fact]
    public void Sums_alone_say_of_which_it_may_be_so()
    {
        var books = new PromiseBooks(partitions: 3);
        books.Define("quick", 1, Quick);
        Comes(books, days: 3, every: 1);
        var sums = PromiseReading.Merge([.. books.Partitions.SelectMany(partition => new PromisesQuery("quick", PromiseDepth.Judged).Answer(partition))]);
        Assert.False(PromiseSilence.MayBe(sums, Later(books, 47)));
        Assert.True(PromiseSilence.MayBe(sums, Later(books, 49)));
    }

    /// <summary>Customers who come every so many days; the last time something came.</summary>
    private static Instant Comes(PromiseBooks books, int days, int every)
    {
        var last = books.Now;
        for (var day = 0; day <= days; day += every)
        {
            for (var i = 0; i < 3; i++) books.Waits($"{day}-{i}", 60);
            last = books.Now;
            if (day + every <= days) books.Wait(TimeSpan.FromDays(every));
        }
        return last;
    }

    private static PromiseSilence? After(PromiseBooks books, int hours, string id = "quick") => PromiseSilence.Of(books.Read(id), Later(books, hours));

    private static Instant Later(PromiseBooks books, int hours) => new(books.Now.UnixMicros + hours * Instant.MicrosPerHour);
}
