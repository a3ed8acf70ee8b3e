using Microsoft.Extensions.Time.Testing;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>
/// Owners that die one after the other, none as old as the checkpoint's interval, would each replay all the others took in,
/// and take ever longer to answer. So whoever had much to replay takes a checkpoint early.
/// </summary>
public sealed class A_partition_that_had_much_to_replay
{
    private const int EntriesMax = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly PartitionOptions Options = new() { CheckpointEntriesMax = EntriesMax, CheckpointInterval = Interval };
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(60, 10)]
    [InlineData(10, 60)]
    public async Task Takes_its_checkpoint_before_the_interval_has_passed(int replayed, int secondsUntilCheckpoint) =>
        await CheckpointComes(new(0, 1, Options, live: null, _time), SilentJournal.Record(1, replayed), secondsUntilCheckpoint);

    [Fact]
    public async Task Takes_one_too_when_nothing_of_what_passed_concerned_it()
    {
        var record = SilentJournal.Record(1, EntriesMax + 100, customer: "ana");
        var idle = Concerns(record, 0) ? 1 : 0;
        Assert.False(Concerns(record, idle));
        // Else each of its owners would read the others' journal from the beginning.
        await CheckpointComes(new(idle, 2, Options, live: null, _time), record, (int)Interval.TotalSeconds, earlier: true);
    }

    private static bool Concerns(JournalRecord record, int partition)
    {
        foreach (var _ in record.Of(partition, 2)) return true;
        return false;
    }

    private async Task CheckpointComes(PartitionHost host, JournalRecord record, int seconds, bool earlier = false)
    {
        var (checkpoints, delivered) = (new WatchedCheckpoints(), new TaskCompletionSource());
        using var stop = new CancellationTokenSource();
        var running = host.Run(1, checkpoints, new SilentJournal(head: record.Last.Value), async (follower, cancel) =>
        {
            await follower.Deliver(record, cancel);
            delivered.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        }, stop.Token);
        await delivered.Task;
        await host.Ask(new TotalsQuery(), TestContext.Current.CancellationToken);
        for (var second = 1; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            // The tick passes through the inbox, and a commit would be a task of its own: both get their turn.
            await host.Ask(new TotalsQuery(), TestContext.Current.CancellationToken);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        if (!earlier) Assert.False(checkpoints.Committed.IsCompleted, "The checkpoint was taken too early.");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(record.Last.Value, await checkpoints.Committed.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await stop.CancelAsync();
        await running;
    }

    private sealed class WatchedCheckpoints : ICheckpoints
    {
        private readonly SimulatedCheckpoints _kept = new();
        private readonly TaskCompletionSource<long> _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Up to which position the first one goes.</summary>
        public Task<long> Committed => _committed.Task;

        public ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default) => _kept.Open(epoch, cancel);

        public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class => _kept.Read(key, decode);

        public void ReadDaybook(long offset, Span<byte> target) => _kept.ReadDaybook(offset, target);

        public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing) => _kept.ListCustomers(listing);

        public ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default)
        {
            _committed.TrySetResult(change.Position);
            return _kept.Commit(change, cancel);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
