using System.Net;
using System.Net.Http.Headers;
using Veinte.Cluster;
using Veinte.Cluster.Tests;
using Veinte.Journal.Entries;
using Veinte.Server.Access;
using Veinte.Simulation;

namespace Veinte.Server.Tests;

/// <summary>
/// Three server processes over one PostgreSQL database, in the place of the one server that the specifications know from their
/// other home. Each request goes to another one in turn, as by a balancer. As a class fixture it is the servers that all share; <see cref="Start"/> makes others. Where there is no PostgreSQL the specifications are skipped and say so.
/// </summary>
public sealed class ServerFixture : ServerRequests, IAsyncLifetime
{
    private static int _messages;
    private ServerCluster? _cluster;
    private bool _own;

    /// <summary>Where the first of them listens.</summary>
    public Uri Address => Cluster.Nodes[0].Address;

    /// <summary>What stands behind the doors.</summary>
    internal BehindTheDoors Host => new(Cluster.Member);

    private ServerCluster Cluster => _cluster ?? throw new InvalidOperationException("The servers are not started.");

    /// <summary>A cluster of a test's own.</summary>
    public static async Task<ServerFixture> Start()
    {
        var server = new ServerFixture { _own = true };
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Instance.Missing is not null) return;
        _cluster = _own ? await ServerCluster.Start() : await SharedServers.Get();
        Anybody = new(new InTurn([.. Cluster.Nodes.Select(node => node.Address)])) { BaseAddress = Address };
    }

    public async ValueTask DisposeAsync()
    {
        Anybody.Dispose();
        if (_own && _cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>Makes a key of a scope (<c>write</c>, <c>read</c>, <c>admin</c>) and returns its secret once every node knows it.</summary>
    public async Task<string> CreateKey(string scope, string name = "test")
    {
        SkipUnlessItRuns();
        Assert.True(ApiScopes.TryParse(scope, out var asked));
        var secret = (await Cluster.Accounts.Keys.Create(name, asked, "test")).Secret;
        using var straight = new HttpClient();
        straight.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        foreach (var node in Cluster.Nodes)
        {
            await Patience.Until(
                async () => (await straight.GetAsync(new Uri(node.Address, "/api/v1/trial-balance"), TestContext.Current.CancellationToken)).StatusCode,
                status => status != HttpStatusCode.Unauthorized, TestContext.Current.CancellationToken);
        }
        return secret;
    }

    /// <summary>Puts a rated interaction into the books, past every door, and returns its position.</summary>
    public async Task<long> Interact(string customer, string touchpoint, double? rating = null, string? staff = null, string? area = null)
    {
        using var batch = new EntryBatchBuilder();
        Said.Add(batch, customer, touchpoint, rating, staff, area, Interlocked.Increment(ref _messages));
        return (await Host.Node.Journal.Append(batch.Build())).Value;
    }

    protected override void SkipUnlessItRuns() =>
        Assert.SkipWhen(PostgresServer.Instance.Missing is not null, PostgresServer.Instance.Missing ?? "");

    /// <summary>A node that is not behind any door.</summary>
    internal sealed record BehindTheDoors(ClusterNode Node);

    /// <summary>Sends each request to another node than the one before.</summary>
    private sealed class InTurn(Uri[] nodes) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        private int _turn;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(nodes[(uint)Interlocked.Increment(ref _turn) % (uint)nodes.Length], request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
