using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Veinte.Server.Tests.Alerts;

/// <summary>A program of the firm on this machine that takes alerts, and answers what a test says.</summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Received> _got = Channel.CreateUnbounded<Received>();
    private TaskCompletionSource? _held;

    private AlertReceiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The status it answers from now on.</summary>
    public int Status { get; set; } = 204;

    /// <summary>Keeps whoever asks from now on waiting until the result is set.</summary>
    public TaskCompletionSource Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<AlertReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new AlertReceiver(builder.Build());
        receiver._app.MapPost("/alerts", receiver.Take);
        await receiver._app.StartAsync();
        receiver.Url = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/alerts";
        return receiver;
    }

    /// <summary>The next request about a promise, or about anything.</summary>
    public async Task<Received> Next(string? subject = null)
    {
        while (true)
        {
            var received = await _got.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (subject is null || received.Event.GetProperty("subject").GetString() == subject) return received;
        }
    }

    /// <summary>Whatever else has come so far.</summary>
    public IEnumerable<Received> Others()
    {
        while (_got.Reader.TryRead(out var received)) yield return received;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var (body, headers) = (await reader.ReadToEndAsync(), http.Request.Headers);
        var status = Status;
        _got.Writer.TryWrite(new(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), http.Request.ContentType ?? "", body, status));
        if (_held is { } held) await held.Task;
        http.Response.StatusCode = status;
        if (status is >= 300 and < 400) http.Response.Headers.Location = Url;
    }
}

/// <summary>A request that came in.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string ContentType, string Body, int Answered)
{
    public JsonElement Event { get; } = JsonDocument.Parse(Body).RootElement.Clone();

    public JsonElement Data => Event.GetProperty("data");

    /// <summary>Whether one of its signatures was made with a secret, by the letter of Standard Webhooks.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal));
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Contains(expected);
    }
}
