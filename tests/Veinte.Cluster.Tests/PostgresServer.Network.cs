using Veinte.Cluster.Tests.Faults;

namespace Veinte.Cluster.Tests;

// A server on a network of namespaces: nodes reach it over their lines, the tests by its socket in the file system, which no cut concerns.
public sealed partial class PostgresServer
{
    private SwitchedNetwork? _network;

    private string ListenHost => _network is null ? "127.0.0.1" : SwitchedNetwork.DatabaseHost;

    private string ReachedBy => _network is null ? "127.0.0.1" : _folder;

    // Entering a namespace takes root, so it comes before becoming another user.
    private string[] Inside => _network is null ? [] : ["ip", "netns", "exec", _network.Hub];

    /// <summary>A server besides the tests' common one, on the hub of a network.</summary>
    internal static async Task<PostgresServer> StartOn(SwitchedNetwork network)
    {
        var server = new PostgresServer { _network = network };
        await server.Prepare();
        return server;
    }

    private Task AdmitMachines() => _network is null ? Task.CompletedTask : File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"host all all {SwitchedNetwork.DatabaseHost}/24 trust\n");
}
