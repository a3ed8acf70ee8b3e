using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Veinte.Cluster;
using Veinte.Embedded;
using Veinte.Engine;
using Veinte.Server.Access;
using Veinte.Server.Demo;

namespace Veinte.Server.Hosting;

/// <summary>
/// One running server: the stream over a data folder or as a node of a cluster, and the web server in front of it. The stream is opened first, so
/// that whoever gets a connection gets the books; it is closed last, after the last request.
/// </summary>
internal sealed class VeinteHost : IAsyncDisposable
{
    private const long BodyBytesMax = 8 * 1024 * 1024;
    private readonly WebApplication _app;
    private readonly ServerSettings _settings;
    private readonly Logs _logs;
    private readonly Task _watch;

    private VeinteHost(WebApplication app, VeinteNode node, ServerSettings settings, Logs logs)
    {
        (_app, Node, _settings, _logs) = (app, node, settings, logs);
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _watch = StopWhenTheNodeFails();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The stream.</summary>
    public VeinteNode Node { get; }

    /// <summary>What the server is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Why the stream failed, or null when it did not.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Opens the folder and starts to serve.</summary>
    /// <exception cref="IOException">The folder is in use, or the port is.</exception>
    public static async Task<VeinteHost> Start(ServerSettings settings, TimeProvider time, CancellationToken cancel = default)
    {
        var folder = settings.App;
        folder.Create();
        if (settings.Cluster is null) Retention.JournalSwap.FinishLeft(settings.Data);
        var wiped = settings.Cluster is null ? DemoBooks.FinishWipe(settings.Data) : null;
        var logs = new Logs(settings);
        VeinteNode node = settings.Cluster is { } cluster
            ? await ClusterNode.Open(cluster with { Report = logs.Cluster }, time, cancel)
            : await EmbeddedNode.Open(settings.Data, time, settings.Partitions, new() { Time = time, Report = logs.Journal }, cancel);
        try
        {
            var app = Build(settings, folder, node, time);
            try
            {
                await app.StartAsync(cancel);
                if (wiped is { Again: true }) await app.Services.GetRequiredService<DemoService>().Load(cancel);
                var host = new VeinteHost(app, node, settings, logs);
                new RunningServer(host.Address.ToString(), Environment.ProcessId).Leave(settings.Data);
                return host;
            }
            catch
            {
                await app.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until somebody stops the server or the stream fails, and ends it. Told to stop, it serves on for
    /// <see cref="ServerSettings.Drain"/> and says at <c>/healthz/ready</c> that it leaves, so that a balancer sends nothing
    /// that nobody would answer; then it answers what it has, and nothing more.
    /// </summary>
    public async Task WaitForShutdown(CancellationToken cancel)
    {
        var (stopping, told) = (WhenCancelled(_app.Lifetime.ApplicationStopping), WhenCancelled(cancel));
        if (await Task.WhenAny(stopping, told) == told)
        {
            Services.GetRequiredService<Leaving>().Begin();
            await Task.WhenAny(stopping, Task.Delay(_settings.Drain, Services.GetRequiredService<TimeProvider>(), CancellationToken.None));
        }
        await _app.StopAsync(CancellationToken.None);
        // Work in the background that broke has stopped the server: nobody may take that for a stop in good order.
        Failure ??= Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(service => service.ExecuteTask?.Exception?.GetBaseException())
            .FirstOrDefault(broken => broken is not null and not OperationCanceledException);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        RunningServer.Forget(_settings.Data);
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Node.DisposeAsync();
        _logs.Dispose();
    }

    /// <summary>Puts the server together without starting it. The conventions test reads its endpoints.</summary>
    internal static WebApplication Build(ServerSettings settings, AppFolder folder, VeinteNode node, TimeProvider time)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(VeinteHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.AddInMemoryCollection(settings.Configuration);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
            // Attributes of CloudEvents come byte for byte: their own client for JavaScript sends Latin-1.
            kestrel.RequestHeaderEncodingSelector = name => name.StartsWith("ce-", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : null!;
            kestrel.Listen(settings.Listen, settings.Port);
        });
        Logs.Configure(builder.Logging, settings);
        builder.Services.AddSingleton<IHostLifetime, StoppedByItsOwner>();

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(time);
        // Handed over as instances, so that the container leaves their end to this class.
        builder.Services.AddSingleton(node);
        builder.Services.AddSingleton(node.Journal);
        builder.Services.AddSingleton(node.Books);
        builder.Services.AddSingleton(node.Desk);
        builder.Services.AddSingleton(node.Live);
        // One for all doors of this host: its tone reader learns from these books and from no others in the process.
        builder.Services.AddSingleton(new Doors.DoorLimits());
        Slices.AddTo(builder.Services, settings, folder);

        var app = builder.Build();
        Slices.MapOn(app, settings);
        return app;
    }

    private static Task WhenCancelled(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(cancelled.SetResult);
        return cancelled.Task;
    }

    private async Task StopWhenTheNodeFails()
    {
        Failure = await Node.Failure;
        _app.Lifetime.StopApplication();
    }
}
