namespace Veinte.Cluster.Tests.Faults;

/// <summary>What a node is started with, and what can go wrong around it.</summary>
internal sealed class NodeSurroundings : IAsyncDisposable
{
    /// <summary>How it reaches the database.</summary>
    public required string Postgres { get; init; }

    /// <summary>Its line to the database, when that can be cut.</summary>
    public Wire? ToDatabase { get; init; }

    /// <summary>The line by which other nodes ask it, when that can be cut.</summary>
    public Wire? FromNodes { get; init; }

    /// <summary>Its machine on a network of its own, when it has one.</summary>
    public SwitchedNetwork.Machine? Machine { get; init; }

    /// <summary>Its own wall clock, when that can jump.</summary>
    public NodeClock? Clock { get; init; }

    /// <summary>Where it listens for other nodes; null leaves it to the program.</summary>
    public string? NodeListen { get; init; }

    /// <summary>By which name they reach it.</summary>
    public string? NodeHost { get; init; }

    /// <summary>What decides who owns a partition.</summary>
    public string Ownership { get; init; } = ClusterShape.OwnershipUnlessSaid;

    /// <summary>Whether each key may send only so much; not where all of a load comes by one.</summary>
    public bool LimitsPerKey { get; init; }

    public async ValueTask DisposeAsync()
    {
        if (ToDatabase is not null) await ToDatabase.DisposeAsync();
        if (FromNodes is not null) await FromNodes.DisposeAsync();
        Clock?.Dispose();
    }
}

/// <summary>What surrounds the nodes of a cluster under test.</summary>
internal sealed record ClusterShape
{
    /// <summary>The word for ownership by Orleans.</summary>
    public const string Orleans = "orleans";

    /// <summary>What decides who owns a partition unless a specification says otherwise: leases, or what <c>VEINTE_OWNERSHIP</c> says.</summary>
    public static string OwnershipUnlessSaid { get; } = Environment.GetEnvironmentVariable("VEINTE_OWNERSHIP") ?? "leases";

    /// <summary>What decides who owns a partition.</summary>
    public string Ownership { get; init; } = OwnershipUnlessSaid;

    /// <summary>The server the database is made on; null for the tests' common one.</summary>
    public PostgresServer? Server { get; init; }

    /// <summary>Whether each node has a line to the database that can be cut.</summary>
    public bool LinesToDatabase { get; init; }

    /// <summary>Whether each node is asked by the others over a line that can be cut.</summary>
    public bool LinesBetweenNodes { get; init; }

    /// <summary>The network on which each node is a machine of its own; null for loopback. Its database is <see cref="Server"/>.</summary>
    public SwitchedNetwork? Network { get; init; }

    /// <summary>Whether each node has a wall clock of its own.</summary>
    public bool ClocksOfTheirOwn { get; init; }

    /// <summary>Surroundings for one more node.</summary>
    public async Task<NodeSurroundings> Next(string postgres) => Network is null ? OnLoopback(postgres) : await OnMachine(Network, postgres);

    private async Task<NodeSurroundings> OnMachine(SwitchedNetwork network, string postgres)
    {
        var machine = await network.Join();
        return new()
        {
            Ownership = Ownership,
            Postgres = new Npgsql.NpgsqlConnectionStringBuilder(postgres) { Host = SwitchedNetwork.DatabaseHost }.ToString(),
            Machine = machine,
            NodeListen = $"{machine.Host}:{PostgresServer.FreePort()}",
            NodeHost = machine.Host,
        };
    }

    private NodeSurroundings OnLoopback(string postgres)
    {
        var toDatabase = LinesToDatabase ? new Wire(new(System.Net.IPAddress.Loopback, 0), (Server ?? PostgresServer.Instance).Address) : null;
        // The line lies on another address of loopback under the same port, for a node tells the others only by which name it is reached.
        var port = LinesBetweenNodes ? PostgresServer.FreePort() : 0;
        var fromNodes = LinesBetweenNodes ? new Wire(new(System.Net.IPAddress.Parse("127.0.0.2"), port), new(System.Net.IPAddress.Loopback, port)) : null;
        return new()
        {
            Ownership = Ownership,
            Postgres = toDatabase is null ? postgres : new Npgsql.NpgsqlConnectionStringBuilder(postgres) { Port = toDatabase.Near.Port }.ToString(),
            ToDatabase = toDatabase,
            FromNodes = fromNodes,
            NodeListen = fromNodes is null ? null : $"127.0.0.1:{port}",
            NodeHost = fromNodes is null ? null : "127.0.0.2",
            Clock = ClocksOfTheirOwn ? new() : null,
        };
    }
}
