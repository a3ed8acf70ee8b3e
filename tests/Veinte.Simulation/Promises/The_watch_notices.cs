using Veinte.Engine.Folds.Promises;
using Veinte.Model;
using Veinte.Simulator;

namespace Veinte.Simulation.Promises;

/// <summary>How soon the loss of a promise is noticed, and how seldom it is noticed when nothing was lost.</summary>
public sealed class The_watch_notices
{
    private const long Minute = 60 * Instant.MicrosPerSecond;

    [Fact]
    public void Auroras_check_in_is_kept_and_found_to_be_broken_within_seconds_of_a_queue()
    {
        var aurora = Aurora.Create(20, new() { PassengersPerDay = 120, Today = PromiseBooks.Start });
        var books = new PromiseBooks(partitions: 4);
        books.Define("check-in", 1, new()
        {
            Question = "Within the wait we promise?",
            State = PromiseWords.Running,
            Where = new() { Touchpoints = ["Check-in counter"] },
            Measure = new() { Kind = PromiseWords.Share, Condition = new() { Signal = "waitKept" } },
            Target = 0.6,
            SmallestDifference = 0.05,
        });
        var until = new Instant(books.Now.UnixMicros + 60 * Instant.MicrosPerDay);
        foreach (var happened in aurora.Between(books.Now, until).Where(happened => happened.Touchpoint == "Check-in counter" && happened.CustomerId is not null))
        {
            books.Wait(TimeSpan.FromMicroseconds(happened.At.UnixMicros - books.Now.UnixMicros));
            books.Meets(happened.CustomerId!, happened.Touchpoint, happened.Signals);
        }
        for (var looks = 0; books.Read("check-in").VerdictWord == PromiseWords.Open; looks++)
        {
            Assert.True(looks < 3 && books.Look("check-in") is not null, "Two months of check-in prove nothing.");
        }
        Assert.Equal(PromiseWords.Kept, books.Read("check-in").VerdictWord);
        // Five people a second come to counters that have become slow.
        var waited = 0;
        while (books.Read("check-in").VerdictWord == PromiseWords.Kept)
        {
            Assert.True(++waited <= 50, "Ten seconds of a queue were not noticed.");
            books.Wait(TimeSpan.FromMilliseconds(200));
            var happened = aurora.CheckInQueue(waited, books.Now);
            books.Meets(happened.CustomerId!, happened.Touchpoint, happened.Signals);
            if (waited % 5 == 0) books.Look("check-in");
        }
        Assert.Equal("change", books.Read("check-in").Verdict!.Cause);
        TestContext.Current.SendDiagnosticMessage($"Noticed after {waited} people, {waited / 5.0} seconds.");
    }

    [Theory]
    [InlineData(0.6, 1)]
    [InlineData(0.9, 1)]
    [InlineData(0.6, 7)]
    public void While_nothing_is_lost_its_alarms_are_as_far_apart_as_promised(double level, int partitions)
    {
        const int Limit = 200, Runs = 60, Steps = 1_500;
        var random = new Random(20);
        var total = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            var parts = Enumerable.Range(0, partitions).Select(_ => new ChangeWatch(level)).ToArray();
            var step = 0;
            while (step < Steps)
            {
                parts[random.Next(partitions)].Add(step * Minute, random.NextDouble() < level ? 1 : 0);
                step++;
                if (ChangeWatch.Statistic([.. parts.Select(part => part.Copy())]) >= Limit) break;
            }
            total += step;
        }
        Assert.True(total / Runs >= Limit, $"An alarm every {total / Runs} minutes, promised {Limit}; seed 20.");
        TestContext.Current.SendDiagnosticMessage($"Level {level}, {partitions} parts: mean minutes to an alarm at least {total / Runs}, promised {Limit}.");
    }

    [Fact]
    public void On_its_first_day_it_reckons_with_a_whole_day_of_what_an_hour_brought()
    {
        const long Hour = 60 * Minute;
        const double Seldom = 90 * 24, Always = 90 * 1_440;
        Assert.Equal(Always, PromiseJudge.WatchLimit(90, 60, Hour), 1e-6);
        Assert.Equal(90 * 240, PromiseJudge.WatchLimit(90, 10, 10 * Minute), 1e-6);
        Assert.Equal(Seldom, PromiseJudge.WatchLimit(90, 1, Minute), 1e-6);
        Assert.Equal(90 * 40, PromiseJudge.WatchLimit(90, 80, 48 * Hour), 1e-6);
        Assert.Equal(Always, PromiseJudge.WatchLimit(90, 1_000_000, 48 * Hour), 1e-6);
    }

    [Fact]
    [Trait("merges", nameof(ChangeWatch))]
    public void What_parts_saw_together_is_what_one_would_have_seen()
    {
        var random = new Random(20);
        var (whole, left, right) = (new ChangeWatch(0.7), new ChangeWatch(0.7), new ChangeWatch(0.7));
        for (var step = 0; step < 3_000; step++)
        {
            var (at, x) = (step * 2 * Minute + random.Next(60) * Instant.MicrosPerSecond, random.NextDouble());
            whole.Add(at, x);
            (random.Next(2) == 0 ? left : right).Add(at, x);
        }
        var one = ChangeWatch.Statistic([whole.Copy()]);
        Assert.Equal(1, ChangeWatch.Statistic([left.Copy(), right.Copy()]) / one, 9);
    }
}
