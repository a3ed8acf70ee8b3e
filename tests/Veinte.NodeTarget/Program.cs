using System.Text.Json;
using Veinte.Cluster;
using Veinte.NodeTarget;

// A process in which nodes of clusters are opened and closed as it is told, a line each way: so specifications run against
// processes of their own without starting some for each of them. Ends when its input does.
var nodes = new Dictionary<int, ClusterNode>();
while (await Console.In.ReadLineAsync() is { } line)
{
    var order = JsonSerializer.Deserialize(line, OrderJson.Default.NodeOrder)!;
    try
    {
        if (order.Postgres is { } postgres)
        {
            nodes[order.Number] = await ClusterNode.Open(new() { Postgres = postgres, PartitionsOfNewBooks = order.NewPartitions, Partitions = order.Limits ?? new() }, TimeProvider.System);
        }
        else if (nodes.Remove(order.Number, out var node)) await node.DisposeAsync();
        await Console.Out.WriteLineAsync("done");
    }
    catch (Exception failure)
    {
        await Console.Out.WriteLineAsync(failure.ToString().ReplaceLineEndings(" "));
    }
    await Console.Out.FlushAsync();
}
foreach (var node in nodes.Values) await node.DisposeAsync();
