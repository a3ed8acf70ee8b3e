using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Veinte.Cluster.Ownership;
using Veinte.Engine.Seams;

namespace Veinte.Cluster.Hosting;

/// <summary>
/// Ownership by Orleans: a silo in this process, a grain for each partition. Orleans finds out who has died, places the grains
/// and moves them when silos come and go; each silo touches all grains now and then, so that none stays inactive. What keeps
/// the books right is the epoch, not that Orleans activates a grain once. Silos that reach each other think each other well, but an owner must reach the
/// database: who is silent there, while others are heard, is taken for dead as one whose lease has run out. Runs once.
/// </summary>
internal sealed partial class OrleansOwnership(
    NpgsqlDataSource source, Neighbours neighbours, Guid node, int partitions, IPAddress listen, TimeProvider time, Action<string> report) : IOwnership
{
    private const int ReasonMax = 200;
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JoinAgainMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TouchAgainAfter = TimeSpan.FromMilliseconds(250);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What runs now, for the rounds; null while none does.
    private volatile Joined? _joined;
    // Silos that were taken for dead and are being put away.
    private Task _gone = Task.CompletedTask;
    private volatile bool _draining;

    /// <summary>Completes when the silo has joined.</summary>
    public Task Begun => _begun.Task;

    /// <inheritdoc/>
    public async Task Run(Func<int, long, CancellationToken, Task> body, CancellationToken stop)
    {
        using var end = new CancellationTokenSource();
        var rounds = Task.WhenAll(Guarded(() => TellOn(end.Token)), Guarded(() => GoRound(end.Token)));
        try
        {
            while (await RunSilo(body, stop) is { } death) report($"{death.ReplaceLineEndings(" ")} Others have its partitions meanwhile, and it joins them again.");
        }
        finally
        {
            await end.CancelAsync();
            await rounds;
            await _gone;
            await AskTheDatabase(neighbours.Leave);
        }
        if (_broken.Task.IsCompleted) throw await _broken.Task;
    }

    /// <summary>Runs a silo until it is to stop, a partition breaks, or the others take it for dead; answers why they did.</summary>
    private async Task<string?> RunSilo(Func<int, long, CancellationToken, Task> body, CancellationToken stop)
    {
        // Who was in the cluster before comes back when the database hears him: until then the others would take him for dead again.
        if (_begun.Task.IsCompleted) await HeardAgain(stop);
        if (stop.IsCancellationRequested) return null;
        var (owned, death) = (new OwnedPartitions(source, node, body, Broken), new SiloDeath());
        var table = new PostgresMembership(source);
        var host = Silo(owned, death, table);
        try
        {
            using var starting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var started = host.StartAsync(starting.Token);
            if (await Task.WhenAny(started, death.Told, Task.Delay(Timeout.InfiniteTimeSpan, starting.Token)) != started)
            {
                await starting.CancelAsync();
                await started.WaitAsync(StopMax, time);
            }
            await started;
        }
        catch (Exception failure)
        {
            host.Dispose();
            // Others may have sent a partition here meanwhile.
            await AskTheDatabase(owned.GiveAllBack);
            if (!_begun.Task.IsCompleted) throw;
            await Task.Delay(TouchEvery, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return stop.IsCancellationRequested ? null : $"This node could not join: {failure.Message}";
        }
        _begun.TrySetResult();
        using var enough = new CancellationTokenSource();
        _joined = new(owned, table, host.Services.GetRequiredService<IClusterMembershipService>());
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        foreach (var partition in Enumerable.Range(0, partitions)) _ = KeepActive(grains, partition, enough.Token);
        await Task.WhenAny(_broken.Task, death.Told, Task.Delay(Timeout.InfiniteTimeSpan, stop));
        _joined = null;
        await enough.CancelAsync();
        if (!death.Told.IsCompleted)
        {
            _draining = true;
            await AskTheDatabase(() => neighbours.Tell(draining: true));
            await End(host, StopMax);
            await AskTheDatabase(owned.GiveAllBack);
            return null;
        }
        // What is dead has nobody to take leave of, and takes long to see it: the next one does not wait for it.
        _gone = Task.WhenAll(_gone, End(host, TimeSpan.Zero));
        await AskTheDatabase(owned.GiveAllBack);
        var reason = await death.Told;
        return stop.IsCancellationRequested || _broken.Task.IsCompleted ? null : $"The other nodes took this one for dead: {reason[..Math.Min(reason.Length, ReasonMax)]}";
    }

    private async Task End(IHost host, TimeSpan inGoodOrder)
    {
        using var patience = new CancellationTokenSource(inGoodOrder, time);
        await host.StopAsync(patience.Token).WaitAsync(StopMax * 2, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        host.Dispose();
    }

    private IHost Silo(OwnedPartitions owned, SiloDeath death, PostgresMembership table)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.Configure<SiloOptions>(named => named.SiloName = node.ToString());
            silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("veinte", "veinte"));
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = listen.Equals(IPAddress.Any) ? Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).First() : listen;
                (endpoint.SiloPort, endpoint.GatewayPort) = (FreePort(), 0);
            });
            // Aggressive: a false death costs a fenced owner and another silo, a late one costs seconds.
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
                // The last probe would go by way of another silo, and says nothing where that one has died too: two deaths at once took 85 s to be seen.
                membership.EnableIndirectProbes = false;
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
                // One that comes back is tried again from the start instead of resting for up to a minute between its attempts.
                if (_begun.Task.IsCompleted) membership.MaxJoinAttemptTime = JoinAgainMax;
            });
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = messaging.SystemResponseTimeout = TimeSpan.FromSeconds(3));
            silo.Services.AddSingleton<IMembershipTable>(table);
            silo.Services.AddSingleton(owned);
            silo.Services.AddSingleton<IFatalErrorHandler>(death);
            silo.AddPlacementDirector<PartitionPlacement, PartitionPlacementDirector>();
        });
        return builder.Build();
    }

    // Each partition for itself: who waits for an answer of a silo that says nothing more keeps nobody else waiting.
    private async Task KeepActive(IGrainFactory grains, int partition, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var next = TouchEvery;
            try
            {
                await grains.GetGrain<IPartitionGrain>(partition).Touch().WaitAsync(enough);
            }
            catch (Exception failure) when (failure is TimeoutException or OrleansException or SocketException || DatabaseFailures.MayPass(failure))
            {
                // Its silo has just died, or is moving it: the next touch finds it.
                next = TouchAgainAfter;
            }
            catch (Exception failure)
            {
                if (!enough.IsCancellationRequested) report($"Partition {partition} could not be taken over ({failure.Message.ReplaceLineEndings(" ")}); it is tried again.");
            }
            await Task.Delay(next, time, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Broken(Exception failure)
    {
        if (LeaseOwnership.MayBeTakenAgain(failure)) report($"A partition has stopped ({failure.Message.ReplaceLineEndings(" ")}); it is taken up again.");
        else _broken.TrySetResult(failure);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Joined(OwnedPartitions Owned, PostgresMembership Table, IClusterMembershipService Membership);
}
