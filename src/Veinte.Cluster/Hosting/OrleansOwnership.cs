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
/// the books right is the epoch, not that Orleans activates a grain once. Runs once.
/// </summary>
internal sealed class OrleansOwnership(
    NpgsqlDataSource source, LeaseTable nodes, Guid node, string address, int partitions, IPAddress listen, TimeProvider time, Action<string> report) : IOwnership
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the silo has joined.</summary>
    public Task Begun => _begun.Task;

    /// <inheritdoc/>
    public async Task Run(Func<int, long, CancellationToken, Task> body, CancellationToken stop)
    {
        var owned = new OwnedPartitions(source, node, body, Broken);
        using var host = Silo(owned);
        await host.StartAsync(stop);
        _begun.TrySetResult();
        var started = time.GetUtcNow();
        try
        {
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            while (!stop.IsCancellationRequested && !_broken.Task.IsCompleted)
            {
                await TellThatThisNodeLives(started, draining: false);
                await AskTheDatabase(() => owned.EndWhatOthersTook(CancellationToken.None));
                var touched = Enumerable.Range(0, partitions).Select(partition => Touch(grains, partition));
                await Task.WhenAny(Task.WhenAll(touched), Task.Delay(TouchEvery * 3, time, CancellationToken.None));
                await Task.WhenAny(_broken.Task, Task.Delay(TouchEvery, time, stop));
            }
        }
        finally
        {
            await TellThatThisNodeLives(started, draining: true);
            using var patience = new CancellationTokenSource(StopMax, time);
            await host.StopAsync(patience.Token).WaitAsync(StopMax * 2, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (_broken.Task.IsCompleted) throw await _broken.Task;
        await nodes.Leave(CancellationToken.None);
    }

    private IHost Silo(OwnedPartitions owned)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("veinte", "veinte"));
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = listen.Equals(IPAddress.Any) ? Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).First() : listen;
                (endpoint.SiloPort, endpoint.GatewayPort) = (FreePort(), 0);
            });
            // Aggressive: a false death costs a fenced owner, a late one costs seconds.
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
                // The last probe would go by way of another silo, and says nothing where that one has died too: two deaths at once took 85 s to be seen.
                membership.EnableIndirectProbes = false;
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            });
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = messaging.SystemResponseTimeout = TimeSpan.FromSeconds(3));
            silo.Services.AddSingleton<IMembershipTable>(new PostgresMembership(source));
            silo.Services.AddSingleton(owned);
            silo.AddPlacementDirector<PartitionPlacement, PartitionPlacementDirector>();
        });
        return builder.Build();
    }

    private static async Task Touch(IGrainFactory grains, int partition)
    {
        try
        {
            await grains.GetGrain<IPartitionGrain>(partition).Touch();
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or System.Net.Sockets.SocketException || DatabaseFailures.MayPass(failure))
        {
            // Its silo has just died, or is moving it: the next touch finds it.
        }
    }

    private Task TellThatThisNodeLives(DateTimeOffset started, bool draining) => AskTheDatabase(() => nodes.Live(address, started, draining, CancellationToken.None));

    private async Task AskTheDatabase(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception failure) when (DatabaseFailures.MayPass(failure))
        {
            report($"The database does not answer ({failure.Message.ReplaceLineEndings(" ")}).");
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
}
