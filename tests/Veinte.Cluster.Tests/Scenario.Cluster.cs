using Npgsql;
using Veinte.Cluster;
using Veinte.Cluster.Tests;

namespace Veinte.Simulation;

// The books lie in a cluster's database, and three nodes share them. Whoever asks is answered by each in turn: what one
// has acknowledged, the next must know.
internal sealed partial class Scenario
{
    private const int Nodes = 3;
    private readonly ClusterNode[] _nodes = new ClusterNode[Nodes];
    private string _postgres = "";
    private int _turn;

    public ClusterNode Node => _nodes[(uint)Interlocked.Increment(ref _turn) % Nodes];

    /// <summary>Starts the nodes (again).</summary>
    public async Task Reopen()
    {
        if (_postgres.Length == 0) _postgres = await PostgresServer.Instance.NewDatabase();
        for (var i = 0; i < Nodes; i++)
            _nodes[i] = await ClusterNode.Open(new() { Postgres = _postgres, PartitionsOfNewBooks = 6, Partitions = Options }, TimeProvider.System);
    }

    /// <summary>Closes in good order and opens again.</summary>
    public async Task Restart()
    {
        await Close();
        await Reopen();
    }

    /// <summary>Throws the kept books away and opens again: they are rebuilt from the journal.</summary>
    public async Task RestartFromJournalAlone()
    {
        await Close();
        await using (var connection = new NpgsqlConnection(_postgres))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("truncate veinte.checkpoints, veinte.customers, veinte.daybook", connection);
            await command.ExecuteNonQueryAsync();
        }
        await Reopen();
    }

    public async ValueTask DisposeAsync() => await Close();

    private async Task Close()
    {
        foreach (var node in _nodes)
            if (node is not null) await node.DisposeAsync();
    }
}
