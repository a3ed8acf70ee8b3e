using Xunit;

namespace Veinte.History.Tests;

/// <summary>Told by a clock that jumps: a batch takes seven tenths of a second of it, so the history can take 28,000 a second.</summary>
public sealed class The_history_gives_way_to_the_stream
{
    private const int Batch = 20_000;
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(700);

    [Theory]
    [InlineData(8_000)]
    [InlineData(20_000)]
    public void However_long_the_stream_lasts_what_is_missing_is_bounded(int perSecond)
    {
        // What came at first makes it rest; the stream that follows lets it never come out of that by itself.
        const long First = 1_000_000;
        var followed = Follow(at => First + (long)(at.TotalSeconds * perSecond), TimeSpan.FromHours(1));

        var burst = (long)(perSecond * HistoryPace.BurstMax.TotalSeconds);
        Assert.InRange(followed.Max(batch => batch.Behind), 1, First + burst);
        // Once it has found its pace it is no further behind at the end than in the middle.
        Assert.InRange(followed[^1].Behind, 1, HistoryPace.BatchesBehindMax * Batch);
        Assert.InRange(followed[^1].Behind, 1, followed[followed.Count / 2].Behind + 2 * Batch);
    }

    [Fact]
    public void In_a_burst_it_rests_however_far_that_leaves_it_behind()
    {
        var followed = Follow(at => (long)(at.TotalSeconds * 100_000), TimeSpan.FromSeconds(20));

        // Of the first batch it does not know yet what was there before.
        Assert.Equal(TimeSpan.Zero, followed[0].Rest);
        Assert.All(followed.Skip(1), batch => Assert.InRange(batch.Rest, Work * 6, Work * 9));
        Assert.True(followed[^1].Behind > HistoryPace.BatchesBehindMax * Batch);
    }

    [Fact]
    public void When_the_burst_is_over_it_catches_up_without_a_rest()
    {
        var burst = TimeSpan.FromSeconds(30);
        var followed = Follow(at => (long)((at < burst ? at : burst).TotalSeconds * 100_000), TimeSpan.FromMinutes(4));

        Assert.Equal(0, followed[^1].Behind);
        Assert.All(followed.Where(batch => batch.At > TimeSpan.FromSeconds(40)), batch => Assert.Equal(TimeSpan.Zero, batch.Rest));
    }

    [Fact]
    public void A_history_that_keeps_up_rests_nine_times_as_long_as_it_works_however_long_that_lasts()
    {
        var followed = Follow(at => (long)(at.TotalMinutes * 6_000), TimeSpan.FromHours(1), each: TimeSpan.FromMinutes(1));

        Assert.All(followed.Skip(1), batch => Assert.Equal(Work * 9, batch.Rest));
    }

    [Fact]
    public async Task The_index_keeps_to_it()
    {
        var folder = Directory.CreateTempSubdirectory("veinte-history-").FullName;
        var clock = new JumpingClock();
        var source = new StreamSource(clock, Batch, Work, at => (long)(at.TotalSeconds * 10_000));
        using (var index = new HistoryIndex(folder, new() { MemoryMiB = 256, Threads = 1, BatchRows = Batch }, clock))
        {
            using var stop = new CancellationTokenSource();
            var run = Task.Run(() => index.Run(source, stop.Token));
            // With nine rests to a batch it would be 3.7 million behind by then.
            await index.WaitFor(new(1_500_000), new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token);
            await stop.CancelAsync();
            await run;
        }
        Directory.Delete(folder, recursive: true);

        Assert.Contains(clock.Waits, wait => wait > Work * 7);
        Assert.InRange(source.Behind.Max(), Batch, 2 * HistoryPace.BatchesBehindMax * Batch);
    }

    private static List<Followed> Follow(Func<TimeSpan, long> headAt, TimeSpan until, TimeSpan each = default)
    {
        var clock = new JumpingClock();
        var pace = new HistoryPace(Batch, clock);
        var followed = new List<Followed>();
        for (var reached = 0L; clock.Elapsed < until;)
        {
            clock.Jump(each);
            reached = Math.Min(reached + Batch, headAt(clock.Elapsed));
            if (each == default) clock.Jump(Work);
            var head = headAt(clock.Elapsed);
            var rest = pace.Rest(new(reached), new(head), Work);
            followed.Add(new(clock.Elapsed, head - reached, rest));
            clock.Jump(rest);
        }
        return followed;
    }

    private sealed record Followed(TimeSpan At, long Behind, TimeSpan Rest);
}
