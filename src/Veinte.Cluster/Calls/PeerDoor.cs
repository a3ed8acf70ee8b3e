using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Veinte.Engine;
using Veinte.Engine.Seams;

namespace Veinte.Cluster.Calls;

/// <summary>
/// Where other nodes ask this one: on a port of its own, which belongs to the network of the nodes and to nobody else.
/// Whoever asks must know the secret that lies in the database.
/// </summary>
internal sealed class PeerDoor : IAsyncDisposable
{
    private const long QuestionBytesMax = 8 * 1024 * 1024;
    private static readonly TimeSpan StillThere = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly byte[] _expected;
    private readonly Func<int, HostedPartition?> _hosted;
    private readonly LiveFeed _own;
    private readonly TimeProvider _time;

    private PeerDoor(IPAddress listen, int port, byte[] secret, Func<int, HostedPartition?> hosted, LiveFeed own, TimeProvider time)
    {
        (_hosted, _own, _time) = (hosted, own, time);
        _expected = Encoding.ASCII.GetBytes("Bearer " + Convert.ToHexString(secret));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = QuestionBytesMax;
            kestrel.Listen(listen, port);
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        _app = builder.Build();
        _app.Use(Admit);
        _app.MapPost(PeerClient.AskPath, (RequestDelegate)Ask);
        _app.MapGet(PeerClient.LivePath, (RequestDelegate)Live);
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Opens the door.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PeerDoor> Open(
        IPAddress listen, int port, byte[] secret, Func<int, HostedPartition?> hosted, LiveFeed own, TimeProvider time, CancellationToken cancel)
    {
        var door = new PeerDoor(listen, port, secret, hosted, own, time);
        try
        {
            await door._app.StartAsync(cancel);
            door.Port = new Uri(door._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
            return door;
        }
        catch
        {
            await door._app.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Task Admit(HttpContext context, RequestDelegate next)
    {
        var given = Encoding.ASCII.GetBytes(context.Request.Headers.Authorization.ToString());
        if (CryptographicOperations.FixedTimeEquals(given, _expected)) return next(context);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private async Task Ask(HttpContext context)
    {
        var question = new MemoryStream();
        await context.Request.Body.CopyToAsync(question, context.RequestAborted);
        try
        {
            var answer = await Questions.Answer(question.ToArray(), _hosted, context.RequestAborted);
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        }
        catch (Exception refused) when (refused is PartitionUnavailableException)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        }
        catch (OtherShapeException other)
        {
            context.Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            await context.Response.WriteAsync(other.Message, CancellationToken.None);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (Exception failure)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(failure.Message, CancellationToken.None);
        }
    }

    private async Task Live(HttpContext context)
    {
        using var watcher = _own.Watch();
        var events = watcher.Events;
        var aborted = context.RequestAborted;
        try
        {
            await Send(context, []);
            Task<bool>? more = null;
            while (true)
            {
                more ??= events.WaitToReadAsync(aborted).AsTask();
                if (await Task.WhenAny(more, Task.Delay(StillThere, _time, aborted)) != more)
                {
                    await Send(context, []);
                    continue;
                }
                if (!await more) return;
                more = null;
                while (events.TryRead(out var happened)) await Send(context, LiveWire.Write(happened));
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The watcher has left.
        }
    }

    private static async Task Send(HttpContext context, byte[] posting)
    {
        var frame = new byte[sizeof(int) + posting.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, posting.Length);
        posting.CopyTo(frame, sizeof(int));
        await context.Response.Body.WriteAsync(frame, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
