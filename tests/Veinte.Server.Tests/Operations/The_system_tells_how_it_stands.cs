using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Veinte.Server.Access;
using Veinte.Server.Analysis;
using Veinte.Server.Cli;
using Veinte.Server.Hosting;
using Veinte.Server.Operations;
using Veinte.Simulation;

namespace Veinte.Server.Tests.Operations;

public sealed class The_system_tells_how_it_stands(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_partitions_queues_disks_memory_and_what_was_dropped_for_which_reason()
    {
        for (var i = 0; i < 40; i++) await server.Interact($"c{i}", "Desk", rating: 4);
        var write = await server.CreateKey("write");
        await server.Post("/v1/track", """{"event":"x","messageId":"no-customer"}""", write);
        var system = (await server.Get("/api/v1/system", await server.CreateKey("read"))).Expect(200);

        Assert.Equal("folder", system.GetProperty("mode").GetString());
        Assert.Equal(JsonValueKind.Null, system.GetProperty("ailment").ValueKind);
        Assert.True(system.GetProperty("head").GetInt64() >= 41);
        var partitions = system.GetProperty("partitions").EnumerateArray().ToList();
        Assert.Equal(8, partitions.Count);
        Assert.Equal(40, partitions.Sum(partition => partition.GetProperty("interactions").GetInt64()));
        Assert.All(partitions, partition => Assert.InRange(partition.GetProperty("answeredMs").GetDouble(), 0, 2_000));
        var node = Assert.Single(system.GetProperty("nodes").EnumerateArray());
        Assert.Equal((8, "lives", true), (node.GetProperty("partitions").GetInt32(), node.GetProperty("state").GetString(), node.GetProperty("here").GetBoolean()));
        Assert.Equal(["journal", "bodies", "history"], system.GetProperty("queues").EnumerateArray().Select(queue => queue.GetProperty("name").GetString()!));
        var disks = system.GetProperty("disks").EnumerateArray().ToDictionary(disk => disk.GetProperty("what").GetString()!, disk => disk);
        Assert.Equal(("truth", true), (disks["journal"].GetProperty("kept").GetString(), disks["journal"].GetProperty("bytes").GetInt64() > 0));
        Assert.Equal("derived", disks["books"].GetProperty("kept").GetString());
        Assert.True(disks["free"].GetProperty("bytes").GetInt64() > 0);
        Assert.True(system.GetProperty("memory").GetProperty("resident").GetInt64() > system.GetProperty("memory").GetProperty("managed").GetInt64() / 2);
        Assert.Equal(1, Assert.Single(system.GetProperty("refused").EnumerateArray()).GetProperty("count").GetInt64());

        var metrics = (await server.Get("/metrics")).Text;
        Assert.Contains("veinte_journal_position", metrics);
        Assert.Contains("""queue="journal""", metrics);
    }

    [Fact]
    public async Task What_the_history_holds_in_memory_and_may_hold_at_most()
    {
        using var folder = new TemporaryFolder();
        var configuration = new Dictionary<string, string?> { ["History:MemoryMiB"] = "150" };
        await using var host = await VeinteHost.Start(new() { Data = folder.Path, Port = 0, Configuration = configuration }, TimeProvider.System, Cancel);
        var reader = host.Services.GetRequiredService<SystemReader>();
        // It is opened beside the server's start.
        var system = await Patience.Until(() => reader.Read(Cancel), read => read.Memory is { HistoryMax: not null, History: > 0 }, Cancel);
        Assert.Equal(150 * 1024 * 1024, system.Memory.HistoryMax);
        Assert.InRange(system.Memory.History ?? -1, 1, 150 * 1024 * 1024);

        // By the meters themselves and not by /metrics: whoever collects by name there loses those of all servers of a process when one of them goes.
        var (meters, told) = (host.Services.GetRequiredService<IMeterFactory>(), new ConcurrentDictionary<string, long>());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name.StartsWith("veinte.history.memory", StringComparison.Ordinal)) listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, bytes, tags, _) => told[tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}"] = bytes);
        listener.Start();
        await Patience.Until(() => Collected(listener, told), all => all.ContainsKey("veinte.history.memory.max"), Cancel);
        Assert.Equal(150 * 1024 * 1024, told["veinte.history.memory.max"]);
        Assert.Contains("veinte.history.memory base_table", told.Keys);
    }

    private static Task<ConcurrentDictionary<string, long>> Collected(MeterListener listener, ConcurrentDictionary<string, long> told)
    {
        listener.RecordObservableInstruments();
        return Task.FromResult(told);
    }

    [Theory]
    [InlineData(0.5, 128)]
    [InlineData(2, 256)]
    [InlineData(64, 1024)]
    public void Unless_told_otherwise_the_history_takes_an_eighth_of_the_memory_within_sense(double availableGiB, int expectedMiB) =>
        Assert.Equal(expectedMiB, HistorySettings.ShareOf((long)(availableGiB * 1024 * 1024 * 1024)));

    [Fact]
    public async Task Told_to_stop_it_says_so_to_balancers_and_serves_on_until_they_have_noticed()
    {
        using var folder = new TemporaryFolder();
        await using var host = await VeinteHost.Start(new() { Data = folder.Path, Port = 0, Drain = TimeSpan.FromMinutes(10) }, TimeProvider.System, Cancel);
        using var client = new HttpClient { BaseAddress = host.Address };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready", Cancel)).StatusCode);
        using var stop = new CancellationTokenSource();
        var ended = host.WaitForShutdown(stop.Token);
        await stop.CancelAsync();
        while ((await client.GetAsync("/healthz/ready", Cancel)).StatusCode != HttpStatusCode.ServiceUnavailable) Cancel.ThrowIfCancellationRequested();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/live", Cancel)).StatusCode);
        Assert.False(ended.IsCompleted);
        // Whoever cannot wait that long ends it at once.
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await ended;
    }

    [Fact]
    public async Task Traces_and_metrics_go_to_a_collector_and_each_line_of_the_log_is_an_object_when_asked_for()
    {
        using var folder = new TemporaryFolder();
        string read, revoked;
        await using (var accounts = OfflineAccounts.Open(folder.Path))
        {
            read = (await accounts.Keys.Create("reader", ApiScope.Read, "test", Cancel)).Secret;
            var old = await accounts.Keys.Create("old", ApiScope.Write, "test", Cancel);
            revoked = old.Secret;
            await accounts.Keys.Revoke(old.Key.Id, Cancel);
        }
        using var collector = new Collector();
        using var process = Start(folder.Path, collector.Address);
        var log = new ConcurrentQueue<string>();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var warned = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            log.Enqueue(line.Data ?? "");
            if (line.Data?.StartsWith("Veinte is open at ", StringComparison.Ordinal) == true) address.TrySetResult(line.Data["Veinte is open at ".Length..]);
            if (line.Data?.Contains("revoked write key", StringComparison.Ordinal) == true) warned.TrySetResult(line.Data);
        };
        process.BeginOutputReadLine();
        using var client = new HttpClient { BaseAddress = new(await address.Task.WaitAsync(Cancel)) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", read);
        await client.GetAsync("/api/v1/trial-balance", Cancel);
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(revoked + ":")));
        await client.PostAsync("/v1/track", new StringContent("""{"event":"x","userId":"u","messageId":"m"}"""), Cancel);

        await collector.Got("/v1/traces", "/api/v1/trial-balance").WaitAsync(Cancel);
        await collector.Got("/v1/metrics", "veinte.journal.position").WaitAsync(Cancel);
        using var said = JsonDocument.Parse(await warned.Task.WaitAsync(Cancel));
        Assert.Equal("Warning", said.RootElement.GetProperty("LogLevel").GetString());
        Assert.Equal(4001, said.RootElement.GetProperty("EventId").GetInt32());
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, string.Join(Environment.NewLine, log));
    }

    private static Process Start(string folder, string collector)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "veinte.dll"), "serve", "--data", folder, "--port", "0", "--log", "json"]) { RedirectStandardOutput = true };
        info.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        info.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        info.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "300";
        info.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "100";
        return Process.Start(info)!;
    }

    /// <summary>Takes what is exported, as a collector of OpenTelemetry does.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentBag<(string Path, string Text)> _got = [];

        public Collector()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
            }
            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = Serve();
        }

        public string Address { get; }

        public async Task Got(string path, string text)
        {
            while (!_got.Any(got => got.Path == path && got.Text.Contains(text, StringComparison.Ordinal))) await Task.Delay(20, Cancel);
        }

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            while (true)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                using var reading = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                _got.Add((context.Request.Url!.AbsolutePath, await reading.ReadToEndAsync()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
    }
}
