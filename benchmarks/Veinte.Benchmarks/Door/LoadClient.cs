using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Veinte.Simulator;

namespace Veinte.Benchmarks.Door;

/// <summary>
/// One connection that sends batch after batch and waits for each answer. It writes HTTP by hand, so that on a machine of
/// few cores the sender takes as little as possible from the server.
/// </summary>
internal sealed class LoadClient(Uri address, string key, LoadGenerator generator, Func<long?> nextBatch)
{
    private static readonly byte[] Accepted = "HTTP/1.1 200"u8.ToArray();

    /// <summary>Milliseconds that each answer took.</summary>
    public List<double> Latencies { get; } = [];

    /// <summary>Batches that were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Answers that were no acknowledgement.</summary>
    public long Refused { get; private set; }

    /// <summary>Sends until there is no next batch or it is cancelled, at most <paramref name="perSecond"/> batches a second.</summary>
    public async Task Run(double perSecond, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address.Host), address.Port), CancellationToken.None);
        var request = new byte[1024 + generator.BatchBytesMax];
        var answer = new byte[4096];
        var authorization = Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
        var clock = Stopwatch.StartNew();
        for (var sent = 0L; !stop.IsCancellationRequested; sent++)
        {
            if (double.IsFinite(perSecond) && sent / perSecond is var due && due > clock.Elapsed.TotalSeconds)
            {
                await Task.Delay(TimeSpan.FromSeconds(due) - clock.Elapsed, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.IsCancellationRequested) return;
            }
            if (nextBatch() is not { } number) return;
            var length = Write(request, authorization, number);
            var started = Stopwatch.GetTimestamp();
            await socket.SendAsync(request.AsMemory(0, length), CancellationToken.None);
            var isAccepted = await ReadAnswer(socket, answer);
            Latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (isAccepted) Acknowledged++;
            else Refused++;
        }
    }

    private int Write(byte[] request, string authorization, long number)
    {
        const int BodyAt = 1024;
        var length = generator.Write(number, request.AsSpan(BodyAt));
        var head = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/batch HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Basic {authorization}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"));
        request.AsSpan(BodyAt, length).CopyTo(request.AsSpan(head.Length));
        head.CopyTo(request, 0);
        return head.Length + length;
    }

    private static async ValueTask<bool> ReadAnswer(Socket socket, byte[] answer)
    {
        var have = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(have));
            if (read == 0) throw new IOException("The server closed the connection.");
            have += read;
            var text = answer.AsSpan(0, have);
            var headers = text.IndexOf("\r\n\r\n"u8);
            if (headers < 0) continue;
            if (have < headers + 4 + LengthOf(text[..headers])) continue;
            return text.StartsWith(Accepted);
        }
    }

    private static int LengthOf(ReadOnlySpan<byte> headers)
    {
        var at = headers.IndexOf("Content-Length: "u8);
        if (at < 0) return 0;
        System.Buffers.Text.Utf8Parser.TryParse(headers[(at + "Content-Length: ".Length)..], out int length, out _);
        return length;
    }
}
