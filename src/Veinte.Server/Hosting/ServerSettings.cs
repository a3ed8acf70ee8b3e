using System.Net;

namespace Veinte.Server.Hosting;

/// <summary>What the command line decides about a server.</summary>
internal sealed record ServerSettings
{
    /// <summary>The data folder, absolute.</summary>
    public required string Data { get; init; }

    /// <summary>Port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; } = 2020;

    /// <summary>Address to listen on; loopback unless told otherwise.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>How this server joins a cluster; null when it is alone with its data folder.</summary>
    public Cluster.ClusterOptions? Cluster { get; init; }

    /// <summary>Limits of the partitions of a server that is alone; a cluster has its own.</summary>
    public Engine.Partitions.PartitionOptions Partitions { get; init; } = new();

    /// <summary>Where application data lie.</summary>
    public Access.AppFolder App => new(Data, Cluster?.Postgres);

    /// <summary>How long it serves on after it was told to stop, while it says that it leaves. Default: not at all.</summary>
    public TimeSpan Drain { get; init; }

    /// <summary>Whether this server keeps the history beside the books; in a cluster some nodes may leave it to others. Default: yes.</summary>
    public bool KeepsHistory { get; init; } = true;

    /// <summary>Where this server keeps a lake of Parquet files, absolute; null for none.</summary>
    public string? Lake { get; init; }

    /// <summary>How often the lake is brought up to date. Default: every 15 minutes.</summary>
    public TimeSpan LakeEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether each line of the log is an object of JSON.</summary>
    public bool LogsJson { get; init; }

    /// <summary>Whether this is <c>veinte demo</c>: invented books, no account needed on this machine.</summary>
    public bool Demo { get; init; }

    /// <summary>Settings that go before those of the environment, such as <c>Listening:Chat:Endpoint</c>.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; init; } = new Dictionary<string, string?>();
}
