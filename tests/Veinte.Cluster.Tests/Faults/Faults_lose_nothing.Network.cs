namespace Veinte.Cluster.Tests.Faults;

// What goes wrong on the network between machines, where packets are dropped and nobody is told.
public sealed partial class Faults_lose_nothing
{
    [Fact]
    public Task A_machine_loses_its_line_to_the_database_or_all_its_lines() => RepeatOnNetwork(async (cluster, random) =>
    {
        var cut = cluster.Nodes[random.Next(3)];
        var all = random.Next(2) == 0;
        var instant = await cluster.Instant(cut);
        await Lines(cut, toDatabase: false, toNodes: !all);
        var lasts = Task.Delay(TimeSpan.FromSeconds(PauseSeconds), Cancel);
        // Nobody takes it off the list: it must refuse what it cannot write, and others must do without it.
        var recovered = await cluster.Recovered(Another(cluster, random, cut), instant);
        await lasts;
        var mended = TimeProvider.System.GetTimestamp();
        await Lines(cut, toDatabase: true, toNodes: true);
        return new(recovered, await cluster.Recovered(cut, mended), all ? "cut off from everything" : "cut off from the database");
    });

    [Fact]
    public Task Machines_lose_their_lines_to_each_other() => RepeatOnNetwork(async (cluster, random) =>
    {
        var all = random.Next(2) == 0;
        var cut = all ? cluster.Nodes.ToList() : [cluster.Nodes[random.Next(3)]];
        await cluster.Instant(cut);
        await Task.WhenAll(cut.Select(node => Lines(node, toDatabase: true, toNodes: false)));
        var lasts = Task.Delay(TimeSpan.FromSeconds(PauseSeconds), Cancel);
        // Every node still reaches the journal, so what comes in is taken in; questions across the cut wait.
        await cluster.Progress(200);
        await lasts;
        var mended = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(cut.Select(node => Lines(node, toDatabase: true, toNodes: true)));
        return new(null, await cluster.Recovered(cluster.Nodes[random.Next(3)], mended), all ? "all cut off from each other" : "one cut off from the others");
    });

    private static Task Lines(VeinteProcess node, bool toDatabase, bool toNodes) => Task.WhenAll(node.Surroundings.Machine!.ToDatabase(toDatabase), node.Surroundings.Machine.ToNodes(toNodes));

    private async Task RepeatOnNetwork(Func<ClusterUnderLoad, Random, Task<Recovery>> fault)
    {
        await using var network = await SwitchedNetwork.Make();
        Assert.SkipWhen(network.Missing is not null, network.Missing ?? "");
        await using var server = await PostgresServer.StartOn(network);
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        await Repeat(new() { Server = server, Network = network }, fault);
    }
}
