using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Veinte.Cluster.Tests.Faults;

/// <summary>
/// A line between two processes that can be cut: while it is, nothing passes in either direction and nobody is told, as when
/// packets are dropped. A forwarder of the tests' own rather than network namespaces: it needs no privileges, cuts one line
/// and no other, and decides what becomes of what was on its way. Thread-safe.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private readonly TcpListener _listener;
    private readonly IPEndPoint _to;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lays a line.</summary>
    /// <param name="listen">Where its near end listens; port 0 takes a free one.</param>
    /// <param name="to">Where it leads.</param>
    public Wire(IPEndPoint listen, IPEndPoint to)
    {
        _to = to;
        _whole.SetResult();
        _listener = new(listen);
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>Where its near end listens.</summary>
    public IPEndPoint Near => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Nothing passes from now on.</summary>
    public void Cut()
    {
        if (_whole.Task.IsCompleted) _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Everything passes again.</summary>
    /// <param name="delivering">What was held up arrives now, late, as when packets are sent again; otherwise every connection from before is gone.</param>
    public void Mend(bool delivering)
    {
        if (!delivering) Sever();
        _whole.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Sever();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Sever()
    {
        foreach (var socket in _sockets.Keys) socket.Close(timeout: 0);
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested) _ = Forward(await _listener.AcceptSocketAsync(_stop.Token));
    }

    private async Task Forward(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        _sockets[near] = true;
        try
        {
            await _whole.Task.WaitAsync(_stop.Token);
            _sockets[far] = true;
            await far.ConnectAsync(_to, _stop.Token);
            await Task.WhenAll(Pump(near, far), Pump(far, near));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the two has hung up, or the line was severed.
        }
        finally
        {
            _sockets.TryRemove(near, out _);
            _sockets.TryRemove(far, out _);
            near.Dispose();
        }
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
        {
            await _whole.Task.WaitAsync(_stop.Token);
            for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _stop.Token);
        }
        // Whoever hung up is heard on the other side only over a whole line.
        await _whole.Task.WaitAsync(_stop.Token);
        to.Shutdown(SocketShutdown.Send);
    }
}
