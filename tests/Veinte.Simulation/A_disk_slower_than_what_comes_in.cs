using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Journal;
using Veinte.Journal.Entries;
using Veinte.Model;
using Veinte.Simulation.Lives;

namespace Veinte.Simulation;

/// <summary>
/// What has changed stays in memory until it is committed. More may come in than a disk, or a database, takes; memory has its limit all the
/// same, and looking for room in it costs little however many must stay.
/// </summary>
public sealed class A_disk_slower_than_what_comes_in
{
    private const int InMemoryMax = 100;
    private const int PerRecord = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly PartitionOptions Options = new() { CustomersInMemoryMax = InMemoryMax, CheckpointInterval = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Is_given_no_more_at_once_than_twice_what_may_be_in_memory_and_gets_all_of_it()
    {
        const int Customers = 100 * PerRecord;
        using var checkpoints = new SlowCheckpoints(opened: false);
        using var stop = new CancellationTokenSource();
        var host = new PartitionHost(0, 1, Options, live: null, TimeProvider.System);
        var running = host.Run(1, checkpoints, new SilentJournal(), (follower, cancel) => Feed(follower, Customers, cancel), stop.Token);
        await checkpoints.Committing.WaitAsync(Patience, TestContext.Current.CancellationToken);
        // Time in which it would run ahead, if it did.
        await Task.Delay(200, TestContext.Current.CancellationToken);
        checkpoints.Open();

        var totals = await Asked(host, totals => totals.Interactions == Customers);
        await stop.CancelAsync();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(Customers, totals.Customers);
        Assert.All(checkpoints.Commits, customers => Assert.InRange(customers, 1, 2 * InMemoryMax + PerRecord));
        Assert.Equal(Customers, checkpoints.Commits.Sum());
    }

    [Fact]
    public async Task Keeps_nobody_from_an_answer_when_it_takes_nothing_at_all()
    {
        const int Customers = 50 * PerRecord;
        using var checkpoints = new SlowCheckpoints(opened: true) { IsFull = true };
        using var stop = new CancellationTokenSource();
        var host = new PartitionHost(0, 1, Options, live: null, TimeProvider.System);
        var running = host.Run(1, checkpoints, new SilentJournal(), (follower, cancel) => Feed(follower, Customers, cancel), stop.Token);

        await Asked(host, totals => totals.Interactions == Customers);

        Assert.InRange(host.CommitFailures, 1, long.MaxValue);
        checkpoints.IsFull = false;
        await stop.CancelAsync();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    // Each customer who came made it look at all who were there, for one who could leave: three quarters of all the time went there.
    [Theory]
    [InlineData(100)]
    [InlineData(3_125)]
    public void Is_no_reason_to_look_for_room_again_for_each_who_comes(int inMemoryMax)
    {
        var customers = new CustomerTable(ReplayedPartitions.EmptyCheckpoints.Instance, inMemoryMax, lastNumber: 0, known: 0);
        var come = 20 * inMemoryMax;
        for (var i = 0; i < come; i++)
        {
            var identifier = new Identifier(IdentifierKind.User, $"c{i}");
            customers.BeforeChange(customers.Add(identifier, identifier.Key));
            customers.Trim();
        }
        Assert.Equal(come, customers.InMemory);
        Assert.InRange(customers.LookedAt, 1, 12L * come);

        customers.BeginSnapshot();
        Assert.True(customers.TakeSlice(int.MaxValue));
        Assert.Equal(come, customers.EndSnapshot().Count);
        customers.Committed();
        Assert.Equal(inMemoryMax, customers.InMemory);
    }

    private static async Task Feed(Follower follower, int customers, CancellationToken cancel)
    {
        for (var first = 1; first <= customers; first += PerRecord) await follower.Deliver(SilentJournal.Record(first, PerRecord), cancel);
        await Task.Delay(Timeout.Infinite, cancel);
    }

    private static async Task<PartitionTotals> Asked(PartitionHost host, Func<PartitionTotals, bool> until)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var totals = await host.Ask(new TotalsQuery(), patience.Token);
            if (until(totals)) return totals;
            await Task.Delay(10, patience.Token);
        }
    }

    /// <summary>
    /// Its commits wait until it is opened, and fail while it is full. Like a disk's they are not cut off by a stop: a stop that cut one off
    /// would leave the last checkpoint out.
    /// </summary>
    private sealed class SlowCheckpoints(bool opened) : ICheckpoints, IDisposable
    {
        private readonly SimulatedCheckpoints _kept = new();
        private readonly ManualResetEventSlim _opened = new(opened);
        private readonly TaskCompletionSource _committing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();

        public Task Committing => _committing.Task;

        public volatile bool IsFull;

        /// <summary>How many customers each commit had.</summary>
        public List<int> Commits { get; } = [];

        public void Open() => _opened.Set();

        public ValueTask<CheckpointHead> Open(long epoch, CancellationToken cancel = default) => _kept.Open(epoch, cancel);

        public T? Read<T>(UInt128 key, StateDecoder<T> decode) where T : class
        {
            lock (_lock) return _kept.Read(key, decode);
        }

        public void ReadDaybook(long offset, Span<byte> target)
        {
            lock (_lock) _kept.ReadDaybook(offset, target);
        }

        public IReadOnlyList<CustomerRow> ListCustomers(CustomerListing listing)
        {
            lock (_lock) return _kept.ListCustomers(listing);
        }

        public ValueTask<bool> Commit(CheckpointChange change, CancellationToken cancel = default)
        {
            _committing.TrySetResult();
            _opened.Wait(Patience, CancellationToken.None);
            if (IsFull) throw new IOException("No space left on device.");
            lock (_lock)
            {
                Commits.Add(change.Customers.Count);
                return _kept.Commit(change, cancel);
            }
        }

        public void Dispose() => _opened.Dispose();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
