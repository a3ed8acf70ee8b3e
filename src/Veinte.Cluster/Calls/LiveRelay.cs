using Veinte.Cluster.Ownership;
using Veinte.Engine;

namespace Veinte.Cluster.Calls;

/// <summary>
/// Brings the postings and verdicts of all partitions to whoever watches at this node: its own from its partitions, the others' from
/// their nodes. Works only while somebody watches.
/// </summary>
internal sealed class LiveRelay(LiveFeed own, LiveFeed watched, LeaseTable leases, PeerClient peers, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MembersEvery = TimeSpan.FromSeconds(1);

    /// <summary>Runs until stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (watched.Watched) await Relay(stop);
            await Task.Delay(LookEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Relay(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var lines = new Dictionary<string, Task>(StringComparer.Ordinal);
        var here = RelayOwn(end.Token);
        while (watched.Watched && !stop.IsCancellationRequested)
        {
            foreach (var address in await Others(stop))
                if (!lines.TryGetValue(address, out var line) || line.IsCompleted) lines[address] = RelayFrom(address, end.Token);
            for (var waited = TimeSpan.Zero; waited < MembersEvery && watched.Watched && !stop.IsCancellationRequested; waited += LookEvery)
                await Task.Delay(LookEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await end.CancelAsync();
        await Task.WhenAll([here, .. lines.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RelayOwn(CancellationToken cancel)
    {
        using var watcher = own.Watch();
        await foreach (var happened in watcher.Events.ReadAllAsync(cancel)) watched.Publish(happened);
    }

    private async Task RelayFrom(string address, CancellationToken cancel)
    {
        await foreach (var happened in peers.Live(address, cancel)) watched.Publish(happened);
    }

    private async Task<IReadOnlyList<string>> Others(CancellationToken cancel)
    {
        try
        {
            return [.. (await leases.Members(cancel)).Where(member => member.Lives && !member.Here).Select(member => member.Address)];
        }
        catch (Exception failure) when (failure is OperationCanceledException || DatabaseFailures.MayPass(failure))
        {
            return [];
        }
    }
}
