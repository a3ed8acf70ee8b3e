using Veinte.Engine;
using Veinte.Engine.Partitions;
using Veinte.Journal;

namespace Veinte.Embedded;

/// <summary>One set of books while it is kept: a host for each partition over its checkpoints. Runs once.</summary>
internal sealed class KeptBooks
{
    private readonly IReadOnlyList<SqliteCheckpoints> _checkpoints;
    private readonly SegmentedJournal _journal;
    private CancellationTokenSource? _stop;

    public KeptBooks(IReadOnlyList<SqliteCheckpoints> checkpoints, SegmentedJournal journal, PartitionOptions options, LiveFeed live, TimeProvider time)
    {
        (_checkpoints, _journal) = (checkpoints, journal);
        Hosts = [.. Enumerable.Range(0, checkpoints.Count).Select(p => new PartitionHost(p, checkpoints.Count, options, live, time))];
    }

    /// <summary>The partitions' owners.</summary>
    public IReadOnlyList<PartitionHost> Hosts { get; }

    /// <summary>Where their state is.</summary>
    public IReadOnlyList<SqliteCheckpoints> Checkpoints => _checkpoints;

    /// <summary>Ends when the hosts have: broken, or stopped.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Lets the hosts run until stopped.</summary>
    public void Run(long epoch, CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var following = new SharedFollowing(_journal, _checkpoints.Count);
        Running = new SoleOwnership(_checkpoints.Count, epoch).Run(
            (partition, owned, lost) => Hosts[partition].Run(owned, _checkpoints[partition], _journal, following.Follow, lost), _stop.Token);
    }

    /// <summary>Returns once every partition has caught up with the journal.</summary>
    /// <exception cref="InvalidDataException">A partition broke on the way.</exception>
    public async Task CaughtUp(CancellationToken cancel)
    {
        foreach (var host in Hosts)
        {
            while (await PositionOf(host, cancel) < _journal.Head.Value)
            {
                if (Running is { IsFaulted: true, Exception.InnerException: { } broken }) throw new InvalidDataException(broken.Message, broken);
                await Task.Delay(5, cancel);
            }
        }
    }

    /// <summary>Stops the hosts with a last checkpoint; what broke before is not thrown again.</summary>
    public async Task Stop()
    {
        if (_stop is null) return;
        await _stop.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _stop = null;
    }

    /// <summary>Gives the files back; the hosts must have stopped.</summary>
    public async Task Close()
    {
        foreach (var checkpoints in _checkpoints) await checkpoints.DisposeAsync();
    }

    // While a host opens its checkpoint it answers nothing. When one breaks all of them stop: which one it was is in Running.
    private async Task<long> PositionOf(PartitionHost host, CancellationToken cancel)
    {
        try
        {
            return (await host.Ask(new TotalsQuery(), cancel)).Position;
        }
        catch (Engine.Seams.PartitionUnavailableException unavailable)
        {
            if (unavailable.InnerException is null) await Running.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var broken = unavailable.InnerException ?? Running.Exception?.InnerException ?? unavailable;
            throw new InvalidDataException(broken.Message, broken);
        }
    }
}
