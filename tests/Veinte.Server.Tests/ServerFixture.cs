using Microsoft.Extensions.DependencyInjection;
using Veinte.Journal.Entries;
using Veinte.Server.Access;
using Veinte.Server.Hosting;

namespace Veinte.Server.Tests;

/// <summary>
/// The real server on a free port of this machine over a folder of its own. Tests speak to it by HTTP, as anybody would;
/// what it is made of is not their business. As a class fixture it is the plain server; <see cref="Start"/> makes others.
/// </summary>
public sealed class ServerFixture : ServerRequests, IAsyncLifetime
{
    private static readonly Dictionary<string, string?> AlertsOnThisMachine = new() { ["Alerts:PrivateAddresses"] = "true" };
    private readonly TemporaryFolder _folder = new();
    private VeinteHost? _host;
    private int _messages;

    /// <summary>Where it listens.</summary>
    public Uri Address => Host.Address;

    /// <summary>Its data folder.</summary>
    public string Folder => _folder.Path;

    internal VeinteHost Host => _host ?? throw new InvalidOperationException("The server is not started.");

    /// <summary>A server of a test's own.</summary>
    public static async Task<ServerFixture> Start(bool demo = false, TimeProvider? time = null, IReadOnlyDictionary<string, string?>? configuration = null, bool keepsHistory = true)
    {
        var server = new ServerFixture();
        await server.Open(demo, time, configuration, keepsHistory);
        return server;
    }

    public async ValueTask InitializeAsync() => await Open(demo: false, time: null);

    public async ValueTask DisposeAsync()
    {
        Anybody.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Stops the server and starts another one over the same folder.</summary>
    public async Task Restart()
    {
        Anybody.Dispose();
        await Host.DisposeAsync();
        await Open(demo: false, time: null);
    }

    /// <summary>Makes a key of a scope (<c>write</c>, <c>read</c>, <c>admin</c>) and returns its secret.</summary>
    public async Task<string> CreateKey(string scope, string name = "test")
    {
        Assert.True(ApiScopes.TryParse(scope, out var asked));
        return (await Host.Services.GetRequiredService<ApiKeys>().Create(name, asked, "test")).Secret;
    }

    /// <summary>Puts a rated interaction into the books, past every door, and returns its position.</summary>
    public async Task<long> Interact(string customer, string touchpoint, double? rating = null, string? staff = null, string? area = null)
    {
        using var batch = new EntryBatchBuilder();
        Said.Add(batch, customer, touchpoint, rating, staff, area, Interlocked.Increment(ref _messages));
        return (await Host.Node.Journal.Append(batch.Build())).Value;
    }

    private async Task Open(bool demo, TimeProvider? time, IReadOnlyDictionary<string, string?>? configuration = null, bool keepsHistory = true)
    {
        _host = await VeinteHost.Start(
            new() { Data = Folder, Port = 0, Demo = demo, KeepsHistory = keepsHistory, Configuration = configuration ?? AlertsOnThisMachine }, time ?? TimeProvider.System);
        Anybody = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }
}
