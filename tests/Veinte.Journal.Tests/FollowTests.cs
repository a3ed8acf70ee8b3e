using System.Collections.Concurrent;
using Veinte.Journal.Simulation;
using Xunit;

namespace Veinte.Journal.Tests;

public sealed class FollowTests
{
    [Fact]
    public async Task Followers_that_join_while_others_write_get_each_entry_once_and_in_order()
    {
        const int batches = 400;
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet(segmentBytes: 8_192) with { GroupBytesMax = 600 });
        using var stop = new CancellationTokenSource();
        var heard = new ConcurrentBag<Heard>();
        var following = new ConcurrentBag<Task>();
        var appended = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref appended) is var number && number <= batches)
            {
                await journal.Append(Samples.Batch(number * 10, 1 + number % 3));
                if (number % 20 == 0) following.Add(Join(journal, number % 40 == 0 ? journal.Head : default, heard, stop.Token));
            }
        })));

        var head = journal.Head.Value;
        await Task.WhenAll(heard.Select(follower => follower.Reached(head)));
        await stop.CancelAsync();
        await Task.WhenAll(following);
        Assert.Equal(batches / 20, heard.Count);
        foreach (var follower in heard)
        {
            var expected = Enumerable.Range((int)follower.First, (int)(head - follower.First + 1)).Select(position => (long)position);
            Assert.Equal(expected, follower.Positions);
        }
    }

    [Fact]
    public async Task Whoever_is_answered_finds_that_every_follower_has_his_entry()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        using var stop = new CancellationTokenSource();
        var heard = new Heard(1);
        var follow = journal.Follow([new(0, default, heard.Deliver)], stop.Token);
        await journal.Append(Samples.Batch(1, 1));
        await heard.Reached(1);
        for (var i = 2; i <= 50; i++)
        {
            var position = await journal.Append(Samples.Batch(i, 1));
            Assert.Equal(position.Value, heard.Positions[^1]);
        }
        await stop.CancelAsync();
        await follow;
    }

    [Fact]
    public async Task A_follower_that_fails_hears_no_more_and_the_journal_and_the_others_go_on()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        using var stop = new CancellationTokenSource();
        var sound = new Heard(1);
        var follow = journal.Follow([new(0, default, sound.Deliver)], stop.Token);
        var failing = journal.Follow([new(1, default, (_, _) => throw new InvalidOperationException("broken"))], stop.Token);
        await journal.Append(Samples.Batch(1, 1));
        await journal.Append(Samples.Batch(2, 1));
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        await sound.Reached(2);
        Assert.Equal([1, 2], sound.Positions);
        await stop.CancelAsync();
        await follow;
    }

    [Fact]
    public async Task Followers_of_one_call_each_begin_after_what_they_have()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        for (var i = 1; i <= 9; i++) await journal.Append(Samples.Batch(i, 1));
        using var stop = new CancellationTokenSource();
        var heard = new[] { new Heard(1), new Heard(4), new Heard(10) };
        var follow = journal.Follow([.. heard.Select((h, i) => new Follower(i, new(h.First - 1), h.Deliver))], stop.Token);
        await journal.Append(Samples.Batch(10, 1));
        await Task.WhenAll(heard.Select(follower => follower.Reached(10)));
        Assert.Equal([10, 7, 1], heard.Select(follower => follower.Positions.Count));
        await stop.CancelAsync();
        await follow;
    }

    [Fact]
    public async Task A_follower_that_has_seen_more_than_the_journal_holds_is_refused_with_what_to_do()
    {
        await using var journal = await SegmentedJournal.Open(new SimulatedStorage(), Samples.Quiet());
        await journal.Append(Samples.Batch(1, 1));
        var refused = await Assert.ThrowsAsync<JournalDamagedException>(
            () => journal.Follow([new(3, new(9), (_, _) => default)], TestContext.Current.CancellationToken));
        Assert.Contains("partition 3 has already seen position 9", refused.Message, StringComparison.Ordinal);
        Assert.Contains("delete the checkpoints", refused.Message, StringComparison.Ordinal);
    }

    private static Task Join(SegmentedJournal journal, Model.Position after, ConcurrentBag<Heard> heard, CancellationToken stop)
    {
        var follower = new Heard(after.Value + 1);
        heard.Add(follower);
        return journal.Follow([new(0, after, follower.Deliver)], stop);
    }

    /// <summary>What one follower was told, from the position it wanted first.</summary>
    private sealed class Heard(long first)
    {
        private readonly Lock _gate = new();
        private readonly List<(long Position, TaskCompletionSource Reached)> _waiting = [];
        private readonly List<long> _positions = [];

        public long First { get; } = first;

        public IReadOnlyList<long> Positions
        {
            get { lock (_gate) return [.. _positions]; }
        }

        public ValueTask Deliver(JournalRecord record, CancellationToken cancel)
        {
            lock (_gate)
            {
                // A record that straddles the beginning is delivered whole: the reader skips what it has.
                for (var position = Math.Max(First, record.First.Value); position <= record.Last.Value; position++) _positions.Add(position);
                foreach (var (position, reached) in _waiting)
                    if (position <= record.Last.Value)
                        reached.TrySetResult();
            }
            return default;
        }

        public Task Reached(long position)
        {
            lock (_gate)
            {
                if (position < First || (_positions.Count > 0 && _positions[^1] >= position)) return Task.CompletedTask;
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((position, reached));
                return reached.Task;
            }
        }
    }
}
