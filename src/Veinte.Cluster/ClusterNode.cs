using System.Globalization;
using System.Net;
using Veinte.Cluster.Calls;
using Veinte.Cluster.Checkpoints;
using Veinte.Cluster.Hosting;
using Veinte.Cluster.Journaling;
using Veinte.Cluster.Ownership;
using Veinte.Engine;
using Veinte.Engine.Partitions;
using Veinte.Engine.Seams;
using Veinte.Engine.Views;
using Veinte.Journal;
using Veinte.Model;

namespace Veinte.Cluster;

/// <summary>
/// One node of a cluster over a PostgreSQL database. This file is the list of what stands behind the four seams in the
/// cluster; partitions, ledger, folds and decisions are the very ones of the embedded mode.
/// </summary>
public sealed partial class ClusterNode : VeinteNode
{
    // A database that takes longer for one row is none to send requests to.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);

    private readonly Guid _node = Guid.NewGuid();
    private readonly ClusterDatabase _database;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private readonly PostgresJournal _journal;
    private readonly LeaseTable _leases;
    private readonly PeerClient _peers;
    private readonly ClusterCalls _calls;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Partitions of this node post here; Live has those of the others too.
    private readonly LiveFeed _own = new();
    private PeerDoor _door = null!;
    private Task _running = Task.CompletedTask;
    // Completes once this node has taken away what other sets of books left, or has seen that somebody else does.
    private Task _clearing = Task.CompletedTask;
    private Task _relaying = Task.CompletedTask;

    private ClusterNode(ClusterDatabase database, PostgresJournal journal, ClusterOptions options, TimeProvider time)
    {
        (_database, _journal, _options, _time) = (database, journal, options, time);
        _leases = new(database.Source, _node, options.Leases.TimeToLive, options.OwnsPartitions);
        _peers = new(database.Books.Secret);
        _calls = new(database.Books.Partitions, _node, journal, new(_leases), _peers, time);
        Books = new(_calls, journal);
        Desk = new(journal, Books, time);
    }

    /// <inheritdoc/>
    public override IJournal Journal => _journal;

    /// <inheritdoc/>
    public override Books Books { get; }

    /// <inheritdoc/>
    public override Desk Desk { get; }

    /// <inheritdoc/>
    public override LiveFeed Live { get; } = new();

    /// <inheritdoc/>
    public override IPartitionCalls Calls => _calls;

    /// <inheritdoc/>
    public override Task<Exception> Failure => _failure.Task;

    /// <summary>Where other nodes ask this one.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Joins the cluster: returns once this node has its share of the partitions and they have caught up with the journal.</summary>
    /// <exception cref="InvalidDataException">The database is not one this program can use; the message says why.</exception>
    /// <exception cref="Npgsql.NpgsqlException">The database cannot be reached.</exception>
    public static async Task<ClusterNode> Open(ClusterOptions options, TimeProvider time, CancellationToken cancel = default)
    {
        var database = await ClusterDatabase.Open(options.Postgres, options.PartitionsOfNewBooks, cancel);
        try
        {
            var journal = await PostgresJournal.Open(database.Source, new(), time, cancel);
            var node = new ClusterNode(database, journal, options, time);
            try
            {
                await node.Start(cancel);
                return node;
            }
            catch
            {
                await node.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a node runs that owns partitions, so that another one need not.</summary>
    public static async Task<bool> AnybodyOwns(string postgres, CancellationToken cancel = default)
    {
        await using var database = await ClusterDatabase.Open(postgres, new ClusterOptions { Postgres = postgres }.PartitionsOfNewBooks, cancel);
        return (await new LeaseTable(database.Source, Guid.Empty, new LeaseOptions().TimeToLive).Members(cancel)).Any(node => node is { Lives: true, Draining: false, Owns: true });
    }

    /// <summary>The nodes, the owners of the partitions, and how far each has come. A partition that does not answer has no position.</summary>
    public async Task<ClusterState> State(CancellationToken cancel = default)
    {
        var (members, head) = (await _leases.Members(cancel), await _journal.ReadHead(cancel));
        var partitions = await Partitions(cancel);
        return new(head.Value, members, partitions);
    }

    /// <inheritdoc/>
    public override JournalQueue Queue => _journal.Queue;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<PartitionView>> Partitions(CancellationToken cancel = default) =>
        await _calls.Stand([.. (await _leases.Owners(cancel)).Select(owner => (owner.Partition, owner.Epoch, owner.Node))], _time, cancel);

    /// <inheritdoc/>
    public override async Task<string?> Ailment(CancellationToken cancel = default)
    {
        try
        {
            await _journal.ReadHead(cancel).WaitAsync(AnswerMax, _time, cancel);
            return null;
        }
        catch (Exception away) when (DatabaseFailures.MayPass(away))
        {
            return $"The database does not answer ({away.Message.ReplaceLineEndings(" ")}).";
        }
    }

    /// <summary>The nodes of the cluster, in the order they came.</summary>
    public Task<IReadOnlyList<NodeView>> Nodes(CancellationToken cancel = default) => _leases.Members(cancel);

    /// <summary>Bytes the database takes on its disk, write-ahead log not counted.</summary>
    public Task<long> DatabaseBytes(CancellationToken cancel = default) => _database.Bytes(cancel);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _relaying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _clearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_door is not null) await _door.DisposeAsync();
        await _journal.DisposeAsync();
        _peers.Dispose();
        await _database.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Start(CancellationToken cancel)
    {
        _door = await PeerDoor.Open(_options.Listen, _options.Port, _database.Books.Secret, _calls.Here, _own, _time, cancel);
        Address = $"http://{Host(_options)}:{_door.Port}";
        var (ownership, begun) = NewOwnership();
        _running = ownership.Run(RunPartition, _stop.Token);
        _relaying = new LiveRelay(_own, Live, _leases, _peers, _time).Run(_stop.Token);
        _ = WatchForFailure();
        if (await Task.WhenAny(begun.WaitAsync(cancel), _failure.Task) == _failure.Task) throw await _failure.Task;
        await AllPartitionsAnswer(cancel);
        await FinishRestatement(cancel);
        if (_options.OwnsPartitions) _clearing = NewReplacement().ClearLeftovers(_stop.Token);
    }

    private (IOwnership Ownership, Task Begun) NewOwnership()
    {
        if (!_options.OwnsPartitions) return (new NoOwnership(_leases, Address, _options.Leases, _time, _options.Report), Task.CompletedTask);
        switch (_options.Ownership)
        {
            case OwnershipKind.Leases:
                var leases = new LeaseOwnership(_leases, Address, _options.Leases, _time, _options.Report);
                return (leases, leases.Begun);
            case OwnershipKind.Orleans:
                var orleans = new OrleansOwnership(_database.Source, new(_leases, Address, _options.Leases, _time), _node, _calls.Count, _options.Listen, _time, _options.Report);
                return (orleans, orleans.Begun);
            default:
                throw new ArgumentOutOfRangeException(nameof(_options), _options.Ownership, "This is no way to own partitions.");
        }
    }

    // Wherever their owners are, and as of now; a long journal may take them a while.
    private async Task AllPartitionsAnswer(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await Books.TrialBalance(cancel);
                return;
            }
            catch (PartitionUnavailableException) when (!_failure.Task.IsCompleted)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Owns one partition: what is behind each seam for as long as this epoch lasts.</summary>
    private async Task RunPartition(int partition, long epoch, CancellationToken lost)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(lost);
        var taken = _time.GetTimestamp();
        var books = await _database.ReadBooks(lost);
        await using var checkpoints = new PostgresCheckpoints(_database.Source, books.Generation, partition);
        if (await LacksItsRestatement(books, checkpoints, lost))
        {
            await MakeAgain(books, lost);
            return;
        }
        var fenced = new FencedJournal(_journal, new(partition, epoch), () => end.Cancel());
        var host = new PartitionHost(partition, _calls.Count, _options.Partitions, _own, _time);
        var hosted = new HostedPartition(partition, epoch, host);
        // Everything the owner before has appended is known from here on: he can append no more.
        var head = await _journal.ReadHead(lost);
        _journal.LookFor(head);
        await _journal.SeenUpTo(head, lost);
        _calls.Open(partition, hosted);
        _ = TellOnceReplayed(hosted, host, (partition, epoch), head, taken);
        try
        {
            await host.Run(epoch, checkpoints, fenced, (follower, stop) => _journal.Follow([hosted.Noted(follower, Ended)], stop), end.Token);
        }
        catch (Exception outdated) when (IsOutdated(outdated))
        {
            // An earlier version kept it. It is derived: the journal has everything, and the next round reads it anew.
            await checkpoints.Forget(epoch, lost);
            throw new PartitionUnavailableException(partition, outdated);
        }
        finally
        {
            _calls.Close(partition, hosted);
        }

        async ValueTask<bool> Ended(JournalRecord record, CancellationToken cancel)
        {
            if (!await Ends(record, books, cancel)) return false;
            await end.CancelAsync();
            return true;
        }
    }

    // What a takeover cost, for whoever asks later why the cluster stood still so long.
    private async Task TellOnceReplayed(HostedPartition hosted, PartitionHost host, (int Partition, long Epoch) owned, Position head, long taken)
    {
        await ((Task)host.Ready).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!host.Ready.IsCompletedSuccessfully) return;
        var (stored, read) = (await host.Ready, _time.GetElapsedTime(taken));
        // It answers after all that was delivered before. When it is lost before that, whoever has it then says so.
        var replayed = hosted.Ask(new TotalsQuery(), head, CancellationToken.None).AsTask();
        await ((Task)replayed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!replayed.IsCompletedSuccessfully) return;
        _options.Report(string.Create(
            CultureInfo.InvariantCulture,
            $"Partition {owned.Partition} is taken over under epoch {owned.Epoch}: its state was read after {read.TotalSeconds:0.00} s, {Math.Max(0, head.Value - stored.Value):N0} entries of the journal were replayed after {_time.GetElapsedTime(taken).TotalSeconds:0.00} s."));
    }

    private static bool IsOutdated(Exception? failure) => failure is not null && (failure is OutdatedStateException || IsOutdated(failure.InnerException));

    private async Task WatchForFailure()
    {
        var ended = await Task.WhenAny(_running, _journal.Failure);
        if (ended == _journal.Failure) _failure.TrySetResult(await _journal.Failure);
        else if (_running.Exception?.GetBaseException() is { } broken) _failure.TrySetResult(broken);
    }

    private static string Host(ClusterOptions options)
    {
        if (options.AdvertisedHost is { } host) return host;
        if (!options.Listen.Equals(IPAddress.Any) && !options.Listen.Equals(IPAddress.IPv6Any))
            return options.Listen.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{options.Listen}]" : options.Listen.ToString();
        return Dns.GetHostName();
    }
}
