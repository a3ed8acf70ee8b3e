using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>A partition's host must end when it is told to, whatever its checkpoint is doing at that moment.</summary>
public sealed class A_host_that_is_stopped
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ends_although_its_commit_is_cancelled_and_never_says_so()
    {
        var checkpoints = new NeverCommitting();
        var host = new PartitionHost(0, 1, new() { CheckpointEntriesMax = 100 }, live: null, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = host.Run(1, checkpoints, new SilentJournal(), (follower, cancel) => Feed(host, checkpoints, follower, cancel), stop.Token);
        await checkpoints.Committing.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        await running.WaitAsync(Patience);
    }

    // It would go on as if what follows from its entries had been written down.
    [Fact]
    public async Task Ends_and_says_why_when_its_effects_can_be_appended_no_more()
    {
        var host = new PartitionHost(0, 1, new(), live: null, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = host.Run(1, new SimulatedCheckpoints(), new SilentJournal(), async (follower, cancel) =>
        {
            await follower.Deliver(SilentJournal.Record(1, 3, "?device+ana"), cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        }, stop.Token);
        await Assert.ThrowsAsync<NotSupportedException>(() => running.WaitAsync(Patience));
    }

    // A time limit within a database's client ends like that. Taken for the stop's it would leave the snapshot open, and no checkpoint would ever be taken again.
    [Fact]
    public async Task Is_not_taken_to_be_stopped_because_a_commit_was_cancelled_by_somebody_else()
    {
        var checkpoints = new NeverCommitting { CancelsItself = true };
        var host = new PartitionHost(0, 1, new() { CheckpointEntriesMax = 100 }, live: null, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = host.Run(1, checkpoints, new SilentJournal(), async (follower, cancel) =>
        {
            await follower.Deliver(SilentJournal.Record(1, 200), cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        }, stop.Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (host.CommitFailures == 0) await Task.Delay(10, patience.Token);
        await stop.CancelAsync();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    // Work that comes in between the commit's end and the journal's: the loop is awake when nothing is left to wait for.
    private static async Task Feed(PartitionHost host, NeverCommitting checkpoints, Follower follower, CancellationToken cancel)
    {
        await follower.Deliver(SilentJournal.Record(1, 200), CancellationToken.None);
        await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await checkpoints.Cancelled.Task;
        for (var position = 201; position <= 400; position++)
        {
            await follower.Deliver(SilentJournal.Record(position, 1), CancellationToken.None);
            await host.Ask(new TotalsQuery(), CancellationToken.None);
        }
    }

    /// <summary>A disk, or a database, that does not come back: the commit ends only by being cancelled.</summary>
    private sealed class NeverCommitting : ICheckpoints
    {
        private readonly SimulatedCheckpoints _empty = new();

        public TaskCompletionSource Committing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether its commits are cancelled though nobody asked.</summary>
        public bool CancelsItself { get; init; }

        public ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default) => _empty.Open(epoch, cancel);

        public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class => null;

        public void ReadDaybook(long offset, Span<byte> target) => _empty.ReadDaybook(offset, target);

        public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing) => [];

        public async ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default)
        {
            Committing.TrySetResult();
            if (CancelsItself) throw new OperationCanceledException();
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Cancelled.TrySetResult();
            cancel.ThrowIfCancellationRequested();
            return true;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
