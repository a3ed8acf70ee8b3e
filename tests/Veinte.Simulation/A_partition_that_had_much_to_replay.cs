using Microsoft.Extensions.Time.Testing;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
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

    [Theory]
    [InlineData(60, 10)]
    [InlineData(10, 60)]
    public async Task Takes_its_checkpoint_before_the_interval_has_passed(int replayed, int secondsUntilCheckpoint)
    {
        var (time, checkpoints) = (new FakeTimeProvider(), new WatchedCheckpoints());
        var host = new PartitionHost(0, 1, new() { CheckpointEntriesMax = EntriesMax, CheckpointInterval = Interval }, live: null, time);
        using var stop = new CancellationTokenSource();
        var running = host.Run(1, checkpoints, new SilentJournal(head: replayed), async (follower, cancel) =>
        {
            await follower.Deliver(SilentJournal.Record(1, replayed), cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        }, stop.Token);
        while ((await host.Ask(new TotalsQuery(), TestContext.Current.CancellationToken)).Interactions < replayed) await Task.Yield();

        for (var second = 1; second < secondsUntilCheckpoint; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            // The tick passes through the inbox, and a commit would be a task of its own: both get their turn.
            await host.Ask(new TotalsQuery(), TestContext.Current.CancellationToken);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        Assert.False(checkpoints.Committed.IsCompleted, "The checkpoint was taken too early.");
        time.Advance(TimeSpan.FromSeconds(1));
        await checkpoints.Committed.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await running;
    }

    private sealed class WatchedCheckpoints : ICheckpoints
    {
        private readonly SimulatedCheckpoints _kept = new();
        private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Committed => _committed.Task;

        public ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default) => _kept.Open(epoch, cancel);

        public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class => _kept.Read(key, decode);

        public void ReadDaybook(long offset, Span<byte> target) => _kept.ReadDaybook(offset, target);

        public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing) => _kept.ListCustomers(listing);

        public ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default)
        {
            _committed.TrySetResult();
            return _kept.Commit(change, cancel);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
