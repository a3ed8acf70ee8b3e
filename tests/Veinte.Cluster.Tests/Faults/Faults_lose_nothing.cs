using System.Globalization;

namespace Veinte.Cluster.Tests.Faults;

/// <summary>
/// Three server processes over one database under load, and something goes wrong while requests are on their way.
/// Afterwards every acknowledged interaction is in the books once and in order, both sides are equal on every node, and
/// verify agrees. <c>VEINTE_FAULTS</c> says how often each is repeated (once; benchmarks/long/cluster-faults.sh),
/// <c>VEINTE_SEED</c> repeats a run's choices.
/// </summary>
[Collection(Alone)]
public sealed partial class Faults_lose_nothing(ITestOutputHelper output)
{
    internal const string Alone = "Faults";
    private static readonly int Repeats = Number("VEINTE_FAULTS", 1);
    private static readonly int Seed = Number("VEINTE_SEED", Environment.ProcessId);

    // How long a pause or a cut lasts: longer than leases do, so that others have taken over when it ends.
    private static readonly int PauseSeconds = Number("VEINTE_PAUSE_SECONDS", 5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_node_is_killed() => Repeat(new(), KillOne);

    [Fact]
    public Task A_node_is_killed_where_Orleans_decides_who_owns_what() => Repeat(new() { Ownership = ClusterShape.Orleans }, KillOne);

    [Fact]
    public Task Two_nodes_are_killed_at_once() => Repeat(new(), async (cluster, random) =>
    {
        var survivor = cluster.Nodes[random.Next(3)];
        return await Kill(cluster, random, [.. cluster.Nodes.Where(node => node != survivor)]);
    });

    [Fact]
    public Task A_node_is_paused_and_comes_back_as_a_stale_owner() => Repeat(new(), Pause);

    // The others take its silo for dead meanwhile, and it must not end with it.
    [Fact]
    public Task A_node_is_paused_and_joins_again_where_Orleans_decides_who_owns_what() => Repeat(new() { Ownership = ClusterShape.Orleans }, Pause);

    [Fact]
    public Task PostgreSQL_crashes_and_comes_back() => Repeat(new(), async (cluster, random) =>
    {
        var instant = await cluster.Instant(cluster.Nodes);
        await PostgresServer.Instance.StopAtOnce();
        await PostgresServer.Instance.Start();
        var back = TimeProvider.System.GetTimestamp();
        var recovered = await cluster.Recovered(cluster.Nodes[random.Next(3)], instant);
        return new(recovered, TimeProvider.System.GetElapsedTime(back));
    });

    [Fact]
    public Task Nodes_are_stopped_in_good_order_and_others_take_over() => Repeat(new(), Leave);

    [Fact]
    public Task Nodes_leave_and_others_join_where_Orleans_decides_who_owns_what() => Repeat(new() { Ownership = ClusterShape.Orleans }, Leave);

    private async Task<Recovery> Pause(ClusterUnderLoad cluster, Random random)
    {
        var paused = cluster.Nodes[random.Next(3)];
        var instant = await cluster.Instant(paused);
        await paused.Pause();
        var pause = Task.Delay(TimeSpan.FromSeconds(PauseSeconds), Cancel);
        var forgotten = cluster.ForgetAfterProbe([paused]);
        var recovered = await cluster.Recovered(Another(cluster, random, paused), instant);
        await forgotten;
        await pause;
        // It is asked at once: what it says as an owner that is none any more must be right too.
        lock (cluster.Nodes) cluster.Nodes.Add(paused);
        await paused.GoOn();
        return new(recovered);
    }

    private static async Task<Recovery> Leave(ClusterUnderLoad cluster, Random random)
    {
        var leaving = cluster.Nodes[random.Next(3)];
        var instant = await cluster.Instant(leaving);
        var stopped = leaving.Stop();
        var forgotten = cluster.ForgetAfterProbe([leaving]);
        var recovered = await cluster.Recovered(Another(cluster, random, leaving), instant);
        await Task.WhenAll(stopped, forgotten);
        await leaving.DisposeAsync();
        await cluster.StartNodes(1);
        return new(recovered);
    }

    private static Task<Recovery> KillOne(ClusterUnderLoad cluster, Random random) => Kill(cluster, random, [cluster.Nodes[random.Next(3)]]);

    private static async Task<Recovery> Kill(ClusterUnderLoad cluster, Random random, VeinteProcess[] killed)
    {
        var instant = await cluster.Instant(killed);
        await Task.WhenAll(killed.Select(node => node.Kill()));
        var forgotten = cluster.ForgetAfterProbe(killed);
        var recovered = await cluster.Recovered(Another(cluster, random, killed), instant);
        await forgotten;
        foreach (var node in killed) await node.DisposeAsync();
        await cluster.StartNodes(killed.Length);
        return new(recovered);
    }

    private static VeinteProcess Another(ClusterUnderLoad cluster, Random random, params VeinteProcess[] than)
    {
        lock (cluster.Nodes)
        {
            var others = cluster.Nodes.Except(than).ToList();
            return others[random.Next(others.Count)];
        }
    }

    private async Task Repeat(ClusterShape shape, Func<ClusterUnderLoad, Random, Task<Recovery>> fault)
    {
        output.WriteLine($"VEINTE_SEED={Seed}");
        var (random, recoveries) = (new Random(Seed), new List<Recovery>());
        await using var cluster = await ClusterUnderLoad.Start(nodes: 3, shape, Seed);
        for (var round = 0; round < Repeats; round++)
        {
            await cluster.Progress(60);
            await cluster.AllOwn();
            var before = cluster.Again.Count;
            var recovery = await fault(cluster, random);
            recoveries.Add(recovery);
            await cluster.Progress(60);
            output.WriteLine($"round {round + 1}: all partitions answered {recovery}; {cluster.Again.Count - before} attempts refused or lost");
        }
        await cluster.Check();
        var again = string.Join(", ", cluster.Again.CountBy(why => why).OrderByDescending(why => why.Value).Select(why => $"{why.Value} {why.Key}"));
        output.WriteLine(
            $"{Recovery.Summary("the fault", recoveries.Select(recovery => recovery.FromFault))}{Recovery.Summary("it was mended", recoveries.Select(recovery => recovery.FromMend))}"
            + $"{cluster.InFlightAtFaults} batches were on their way at the instants of {recoveries.Count} faults");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{cluster.Acknowledged} batches acknowledged, {cluster.Again.Count} attempts refused or lost and sent again ({again}); {cluster.Histories.Sum(history => history.Acknowledged)} interactions, each once"));
    }

    private static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;
}

/// <summary>Nothing else runs meanwhile: one of the faults is a crash of the database that all the tests use.</summary>
[CollectionDefinition(Faults_lose_nothing.Alone, DisableParallelization = true)]
public sealed class Faults_run_alone;
