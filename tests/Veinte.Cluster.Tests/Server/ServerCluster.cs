using Veinte.Cluster;
using Veinte.Cluster.Tests;
using Veinte.Cluster.Tests.Faults;
using Veinte.Server.Access;
using Veinte.Server.Cli;

[assembly: AssemblyFixture(typeof(Veinte.Server.Tests.SharedServers))]

namespace Veinte.Server.Tests;

/// <summary>Three server processes over a database of their own, and a node in this process that owns nothing: a test's look into the books.</summary>
internal sealed class ServerCluster : IAsyncDisposable
{
    private const int Count = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-cluster-spec-").FullName;
    private readonly Lazy<OfflineAccounts> _accounts;

    private ServerCluster(string postgres, IReadOnlyList<VeinteProcess> nodes, ClusterNode member)
    {
        (Postgres, Nodes, Member) = (postgres, nodes, member);
        _accounts = new(() => OfflineAccounts.Open(new AppFolder(_folder, postgres)));
    }

    /// <summary>The database.</summary>
    public string Postgres { get; }

    /// <summary>The servers.</summary>
    public IReadOnlyList<VeinteProcess> Nodes { get; }

    /// <summary>The look into the books.</summary>
    public ClusterNode Member { get; }

    /// <summary>Its keys and people, as a command beside the servers has them.</summary>
    public OfflineAccounts Accounts => _accounts.Value;

    /// <summary>Starts the processes and returns when all of them serve.</summary>
    public static async Task<ServerCluster> Start()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        var nodes = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => VeinteProcess.Start(new() { Postgres = postgres, LimitsPerKey = true })));
        return new(postgres, nodes, await ClusterNode.Open(new() { Postgres = postgres, OwnsPartitions = false }, TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        await Member.DisposeAsync();
        if (_accounts.IsValueCreated) await Accounts.DisposeAsync();
        foreach (var node in Nodes) await node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The servers that all specifications share which need none of their own: started by the first, ended with the run. Thread-safe.</summary>
public sealed class SharedServers : IAsyncLifetime
{
    private static readonly Lock Starting = new();
    private static Task<ServerCluster>? _shared;

    /// <summary>The shared ones.</summary>
    internal static Task<ServerCluster> Get()
    {
        lock (Starting) return _shared ??= Task.Run(ServerCluster.Start);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_shared is { IsCompletedSuccessfully: true } started) await (await started).DisposeAsync();
    }
}
