using System.Diagnostics;
using System.Globalization;
using Veinte.Server.Access;
using Veinte.Server.Cli;

namespace Veinte.Server.Tests.Alerts;

/// <summary>What was not delivered when the process was killed is delivered by the next one, under the id that the receiver may have seen already.</summary>
public sealed class A_killed_server_owes_its_alerts : ServerRequests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    [Fact]
    public async Task An_alert_outlives_a_kill_and_keeps_its_id()
    {
        await using var receiver = await AlertReceiver.Start();
        receiver.Status = 503;
        await Start();
        string key;
        await using (var offline = OfflineAccounts.Open(_folder.Path))
        {
            Assert.True(ApiScopes.TryParse("admin", out var admin));
            key = (await offline.Keys.Create("test", admin, "test")).Secret;
        }
        (await Post("/api/v1/alerts", $$"""{"name":"Night shift","url":"{{receiver.Url}}"}""", key)).Expect(201);
        await Rate(key, 1);
        (await Post("/api/v1/promises", """{"promise":{"question":"Does it last?","state":"running","where":{"touchpoints":["Gate"]},"measure":{"kind":"number","signal":"rating"},"target":0.6,"smallestDifference":0.05}}""", key)).Expect(201);
        await Rate(key, 120);
        var refused = await receiver.Next();

        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        receiver.Status = 204;
        await Start();
        Received arrived;
        do arrived = await receiver.Next();
        while (arrived.Answered != 204);
        Assert.Equal((refused.Id, refused.Body), (arrived.Id, arrived.Body));
        Assert.Equal("kept", arrived.Data.GetProperty("verdict").GetString());
    }

    public void Dispose()
    {
        Anybody.Dispose();
        if (_process is { HasExited: false }) _process.Kill();
        _process?.Dispose();
        _folder.Dispose();
    }

    private async Task Rate(string key, int customers)
    {
        var events = Enumerable.Range(0, customers).Select(i => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"type":"track","event":"Gate","userId":"c{{{i}}}","messageId":"m{{{customers}}}-{{{i}}}","properties":{"rating":{{{4 + i % 2}}}}}"""));
        (await Post("/v1/batch", $$"""{"batch":[{{string.Join(',', events)}}]}""", key)).Expect(200);
    }

    private async Task Start()
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "veinte.dll"), "serve", "--data", _folder.Path, "--port", "0"]) { RedirectStandardOutput = true };
        info.Environment["Alerts__PrivateAddresses"] = "true";
        info.Environment["Alerts__RetrySeconds"] = "0.5";
        _process = Process.Start(info)!;
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is not { } address) continue;
            Anybody = new() { BaseAddress = new(address) };
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return;
        }
        Assert.Fail("The server has ended at its start.");
    }
}
