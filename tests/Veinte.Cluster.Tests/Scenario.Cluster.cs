using Npgsql;
using Veinte.Cluster;
using Veinte.Cluster.Tests;

namespace Veinte.Simulation;

// The books lie in a cluster's database, and nodes in three other processes own the partitions. The test itself joins as two
// nodes that own nothing. Whoever asks is answered by each in turn: what one has acknowledged, the other must know.
internal sealed partial class Scenario
{
    private const int Partitions = 6;
    private readonly ClusterNode?[] _here = new ClusterNode?[2];
    private IAsyncDisposable? _owners;
    private string _postgres = "";
    private int _turn;

    public ClusterNode Node => _here[(uint)Interlocked.Increment(ref _turn) % (uint)_here.Length]!;

    /// <summary>Starts the nodes (again).</summary>
    public async Task Reopen()
    {
        if (_postgres.Length == 0) _postgres = await PostgresServer.Instance.NewDatabase();
        _owners = await NodeProcesses.Instance.Open(_postgres, Partitions, Options);
        for (var i = 0; i < _here.Length; i++)
            _here[i] = await ClusterNode.Open(new() { Postgres = _postgres, OwnsPartitions = false, Partitions = Options }, TimeProvider.System);
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
        for (var i = 0; i < _here.Length; i++)
        {
            if (_here[i] is { } node) await node.DisposeAsync();
            _here[i] = null;
        }
        if (_owners is not null) await _owners.DisposeAsync();
        _owners = null;
    }
}
