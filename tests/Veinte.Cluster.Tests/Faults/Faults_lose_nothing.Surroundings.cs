using System.Globalization;

namespace Veinte.Cluster.Tests.Faults;

// What goes wrong around the nodes: lines, clocks, the disk.
public sealed partial class Faults_lose_nothing
{
    [Fact]
    public Task A_node_is_cut_off_from_the_database() => Repeat(new() { LinesToDatabase = true }, async (cluster, random) =>
    {
        var cut = cluster.Nodes[random.Next(3)];
        var delivering = random.Next(2) == 0;
        var instant = await cluster.Instant(cut);
        cut.Surroundings.ToDatabase!.Cut();
        var lasts = Task.Delay(TimeSpan.FromSeconds(PauseSeconds), Cancel);
        // Nobody takes it off the list: it must refuse what it cannot write, and others must do without it.
        var recovered = await cluster.Recovered(Another(cluster, random, cut), instant);
        await lasts;
        var mended = TimeProvider.System.GetTimestamp();
        cut.Surroundings.ToDatabase.Mend(delivering);
        return new(recovered, await cluster.Recovered(cut, mended), delivering ? "what was on its way arrived late" : "what was on its way was lost");
    });

    [Fact]
    public Task Nodes_cannot_reach_each_other() => Repeat(new() { LinesBetweenNodes = true }, async (cluster, random) =>
    {
        var all = random.Next(2) == 0;
        var cut = all ? cluster.Nodes.ToList() : [cluster.Nodes[random.Next(3)]];
        await cluster.Instant(cut);
        foreach (var node in cut) node.Surroundings.FromNodes!.Cut();
        var lasts = Task.Delay(TimeSpan.FromSeconds(PauseSeconds), Cancel);
        // Every node still reaches the journal, so what comes in is taken in; questions across the cut wait.
        await cluster.Progress(200);
        await lasts;
        var mended = TimeProvider.System.GetTimestamp();
        foreach (var node in cut) node.Surroundings.FromNodes!.Mend(delivering: random.Next(2) == 0);
        return new(null, await cluster.Recovered(cluster.Nodes[random.Next(3)], mended), all ? "all cut off from each other" : "one cut off from the others");
    });

    [Fact]
    public async Task The_clock_of_a_node_jumps_by_an_hour()
    {
        Assert.SkipWhen(NodeClock.Missing is not null, NodeClock.Missing ?? "");
        await Repeat(new() { ClocksOfTheirOwn = true }, async (cluster, random) =>
        {
            var node = cluster.Nodes[random.Next(3)];
            var jump = TimeSpan.FromHours(random.Next(2) == 0 ? 1 : -1);
            var instant = await cluster.Instant(node);
            node.Surroundings.Clock!.Jump(jump);
            await cluster.ClockIsOff(node, jump);
            await cluster.Progress(100);
            var recovered = await cluster.Recovered(node, TimeProvider.System.GetTimestamp());
            // Ownership is a matter of the database's clock: nobody may have taken anything from anybody.
            node.Surroundings.Clock.Jump(TimeSpan.Zero);
            await cluster.ClockIsOff(node, TimeSpan.Zero);
            await cluster.Progress(100);
            return new(recovered, What: string.Create(CultureInfo.InvariantCulture, $"{jump.TotalHours:+0;-0} h"));
        });
    }

    [Fact]
    public async Task The_disk_of_PostgreSQL_is_full()
    {
        await using var server = await PostgresServer.StartOnSmallDisk();
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        output.WriteLine(server.HasDiskOfItsOwn ? "a small disk, filled to the last byte" : "no right to mount a disk: the database says that it is full");
        await Repeat(new() { Server = server }, async (cluster, random) =>
        {
            var instant = await cluster.Instant(cluster.Nodes);
            await server.FillDisk(cluster.Postgres);
            await cluster.Refused(20);
            var mended = TimeProvider.System.GetTimestamp();
            await server.FreeDisk();
            var recovered = await cluster.Recovered(cluster.Nodes[random.Next(3)], instant);
            return new(recovered, TimeProvider.System.GetElapsedTime(mended));
        });
    }
}
