using System.Net;
using System.Net.Sockets;
using Veinte.Cluster.Calls;

namespace Veinte.Cluster.Tests;

/// <summary>A node that is paused, or a machine that swallows what is sent to it: others must hear that it cannot be reached, and go on.</summary>
public sealed class A_node_that_takes_no_connection
{
    [Fact]
    public async Task It_is_told_as_unreachable_and_not_as_a_question_somebody_called_off()
    {
        // Nobody accepts here, and the queue of those who wait is full: whoever comes next is not answered.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        deaf.Listen(0);
        var waiting = new List<Socket>();
        for (var i = 0; i < 3; i++)
        {
            waiting.Add(new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            _ = waiting[^1].ConnectAsync(deaf.LocalEndPoint!, TestContext.Current.CancellationToken).AsTask().ContinueWith(task => task.Exception, TaskScheduler.Default);
        }
        using var peers = new PeerClient([1, 2, 3]);
        var unreachable = await Assert.ThrowsAsync<HttpRequestException>(() => peers.Ask($"http://{deaf.LocalEndPoint}", [1], TestContext.Current.CancellationToken));
        Assert.Contains("took no connection", unreachable.Message);
        using var enough = new CancellationTokenSource();
        var asked = peers.Ask($"http://{deaf.LocalEndPoint}", [1], enough.Token);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        foreach (var socket in waiting) socket.Dispose();
    }
}
