using System.Globalization;
using Xunit;

namespace Veinte.Cluster.Tests.Faults;

/// <summary>
/// Three server processes over one database under load, and something goes wrong. Afterwards every acknowledged interaction
/// is in the books once and in order, both sides are equal on every node, and verify agrees. <c>VEINTE_FAULTS</c> says how
/// often each is repeated (once; benchmarks/long/cluster-faults.sh), <c>VEINTE_SEED</c> repeats a run's choices.
/// </summary>
public sealed class Faults_lose_nothing(ITestOutputHelper output)
{
    private static readonly int Repeats = Number("VEINTE_FAULTS", 1);
    private static readonly int Seed = Number("VEINTE_SEED", Environment.ProcessId);
    private static readonly int PauseSeconds = Number("VEINTE_PAUSE_SECONDS", 6);

    [Fact(DisableParallelization = true)]
    public Task A_node_is_killed() => Repeat(async (cluster, random) =>
    {
        var killed = cluster.Nodes[random.Next(3)];
        cluster.Forget(killed);
        await killed.Kill();
        var recovered = await cluster.Recovered(cluster.Nodes[random.Next(2)]);
        await killed.DisposeAsync();
        await cluster.StartNode();
        return recovered;
    });

    [Fact(DisableParallelization = true)]
    public Task Two_nodes_are_killed_at_once() => Repeat(async (cluster, random) =>
    {
        var survivor = cluster.Nodes[random.Next(3)];
        var killed = cluster.Nodes.Where(node => node != survivor).ToList();
        foreach (var node in killed) cluster.Forget(node);
        await Task.WhenAll(killed.Select(node => node.Kill()));
        var recovered = await cluster.Recovered(survivor);
        foreach (var node in killed) await node.DisposeAsync();
        await cluster.StartNode();
        await cluster.StartNode();
        return recovered;
    });

    [Fact(DisableParallelization = true)]
    public Task A_node_is_paused_and_comes_back_as_a_stale_owner() => Repeat(async (cluster, random) =>
    {
        var paused = cluster.Nodes[random.Next(3)];
        cluster.Forget(paused);
        await paused.Pause();
        var pause = Task.Delay(TimeSpan.FromSeconds(PauseSeconds), TestContext.Current.CancellationToken);
        var recovered = await cluster.Recovered(cluster.Nodes[random.Next(2)]);
        await pause;
        // It is asked at once: what it says as an owner that is none any more must be right too.
        lock (cluster.Nodes) cluster.Nodes.Add(paused);
        await paused.GoOn();
        return recovered;
    });

    [Fact(DisableParallelization = true)]
    public Task PostgreSQL_crashes_and_comes_back() => Repeat(async (cluster, random) =>
    {
        await PostgresServer.Instance.StopAtOnce();
        await PostgresServer.Instance.Start();
        return await cluster.Recovered(cluster.Nodes[random.Next(3)]);
    });

    [Fact(DisableParallelization = true)]
    public Task Nodes_are_stopped_in_good_order_and_others_take_over() => Repeat(async (cluster, random) =>
    {
        var leaving = cluster.Nodes[random.Next(3)];
        cluster.Forget(leaving);
        await leaving.Stop();
        var recovered = await cluster.Recovered(cluster.Nodes[random.Next(2)]);
        await leaving.DisposeAsync();
        await cluster.StartNode();
        return recovered;
    });

    private async Task Repeat(Func<ClusterUnderLoad, Random, Task<TimeSpan>> fault)
    {
        output.WriteLine($"VEINTE_SEED={Seed}");
        var random = new Random(Seed);
        await using var cluster = await ClusterUnderLoad.Start(nodes: 3, Seed);
        for (var round = 0; round < Repeats; round++)
        {
            await cluster.Progress(60);
            var recovered = await fault(cluster, random);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: all partitions answered {recovered.TotalSeconds:0.00} s after the fault"));
            await cluster.Progress(60);
        }
        await cluster.Check();
        var (well, again) = cluster.Requests;
        output.WriteLine($"{well} batches acknowledged, {again} attempts refused or lost and sent again; {cluster.Histories.Sum(history => history.Acknowledged)} interactions, each once");
    }

    private static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;
}
