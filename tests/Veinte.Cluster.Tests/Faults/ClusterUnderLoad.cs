using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Veinte.Server.Access;
using Veinte.Server.Cli;

namespace Veinte.Cluster.Tests.Faults;

/// <summary>
/// Server processes over one database, writers that send through any of them and do not rest until each batch is
/// acknowledged, and readers that ask any of them what the balance is.
/// </summary>
internal sealed class ClusterUnderLoad : IAsyncDisposable
{
    private const int Writers = 8;
    private const int CustomersPerWriter = 3;

    // So long whoever spreads the load goes on sending to a node that is gone, until its probe fails.
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(2);

    private readonly ClusterShape _shape;
    private readonly string _writeKey;
    private readonly string[] _readKeys;
    private readonly int _seed;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly ConcurrentQueue<string> _again = new();
    private long _answers;
    private long _inFlightAtFaults;
    private volatile bool _gaveUp;

    private ClusterUnderLoad(string postgres, ClusterShape shape, string writeKey, string[] readKeys, int seed)
    {
        (Postgres, _shape, _writeKey, _readKeys, _seed) = (postgres, shape, writeKey, readKeys, seed);
        _client = new(shape.Network is null ? new SocketsHttpHandler() : SwitchedNetwork.ClientAtEachMachine()) { Timeout = RequestTimeout };
        Histories = [.. Enumerable.Range(0, Writers * CustomersPerWriter).Select(i => new CustomerHistory($"customer-{i:00}"))];
    }

    /// <summary>The nodes; killed ones too until they are started again.</summary>
    public List<VeinteProcess> Nodes { get; } = [];

    /// <summary>What each customer's writer did.</summary>
    public IReadOnlyList<CustomerHistory> Histories { get; }

    /// <summary>The database, as the tests reach it.</summary>
    public string Postgres { get; }

    /// <summary>Batches acknowledged so far.</summary>
    public long Acknowledged => Interlocked.Read(ref _answers);

    /// <summary>Attempts that were refused (the status) or lost (why) so far, and sent again.</summary>
    public IReadOnlyCollection<string> Again => _again;

    /// <summary>Batches that were on their way at the instants of the faults.</summary>
    public long InFlightAtFaults => Interlocked.Read(ref _inFlightAtFaults);

    /// <summary>Starts so many nodes and the load.</summary>
    public static async Task<ClusterUnderLoad> Start(int nodes, ClusterShape shape, int seed)
    {
        var postgres = await (shape.Server ?? PostgresServer.Instance).NewDatabase();
        var folder = Directory.CreateTempSubdirectory("veinte-keys-");
        var (write, read) = ("", new List<string>());
        await using (var accounts = OfflineAccounts.Open(new AppFolder(folder.FullName, postgres)))
        {
            write = (await accounts.Keys.Create("load", ApiScope.Write, "test")).Secret;
            for (var i = 0; i < Writers + 1; i++) read.Add((await accounts.Keys.Create($"reader {i}", ApiScope.Read, "test")).Secret);
        }
        folder.Delete(recursive: true);
        var cluster = new ClusterUnderLoad(postgres, shape, write, [.. read], seed);
        await cluster.StartNodes(nodes);
        for (var writer = 0; writer < Writers; writer++)
        {
            cluster._running.Add(cluster.Write(writer));
            cluster._running.Add(cluster.Read(writer));
        }
        return cluster;
    }

    /// <summary>Adds nodes, all at once.</summary>
    public Task StartNodes(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
    {
        var node = await VeinteProcess.Start(await _shape.Next(Postgres));
        lock (Nodes) Nodes.Add(node);
    }));

    /// <summary>Takes a node off the list of those that are asked; what it is doing is the caller's matter.</summary>
    public void Forget(VeinteProcess node)
    {
        lock (Nodes) Nodes.Remove(node);
    }

    /// <summary>Returns once so many more batches have been acknowledged.</summary>
    public async Task Progress(int batches)
    {
        var (start, until) = (TimeProvider.System.GetTimestamp(), Interlocked.Read(ref _answers) + batches);
        while (Interlocked.Read(ref _answers) < until)
        {
            FailIfBroken();
            FailIfTooLong(start, "No batch is acknowledged any more");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Takes nodes that are gone off the list as a balancer does: once its probe has failed.</summary>
    public async Task ForgetAfterProbe(IEnumerable<VeinteProcess> nodes)
    {
        await Task.Delay(ProbeInterval);
        foreach (var node in nodes) Forget(node);
    }

    /// <summary>Returns once every partition has an owner that lives, and every node owns some: what was struck before is one of them again.</summary>
    public async Task AllOwn()
    {
        await using var database = NpgsqlDataSource.Create(Postgres);
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await using var owners = database.CreateCommand("""
                select case when count(n.node) = count(*) then count(distinct n.node) else 0 end
                from veinte.partitions p left join veinte.nodes n on n.node = p.owner and p.expires > clock_timestamp() and n.seen > clock_timestamp() - interval '3 s'
                """);
            if ((long)(await owners.ExecuteScalarAsync())! == Nodes.Count) return;
            FailIfBroken();
            FailIfTooLong(start, "The nodes do not share the partitions again");
            await Task.Delay(RetryDelay, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until batches are on their way to one of these nodes; the fault comes at that instant, which is returned.</summary>
    public async Task<long> Instant(params IEnumerable<VeinteProcess> struck)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var inFlight = struck.Sum(node => node.InFlight);
            if (inFlight > 0)
            {
                Interlocked.Add(ref _inFlightAtFaults, inFlight);
                return TimeProvider.System.GetTimestamp();
            }
            FailIfBroken();
            FailIfTooLong(start, "Nothing is sent to the node that the fault is to strike");
            await Task.Yield();
        }
    }

    /// <summary>Returns once a node's answers are dated by a clock that is off by so much.</summary>
    public async Task ClockIsOff(VeinteProcess node, TimeSpan offset)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var answer = await _client.GetAsync(new Uri(node.Address, "/healthz/live"), TestContext.Current.CancellationToken);
            if ((answer.Headers.Date!.Value - TimeProvider.System.GetUtcNow() - offset).Duration() < TimeSpan.FromMinutes(1)) return;
            FailIfTooLong(start, $"The clock of {node.Address} is not {offset} off, but says {answer.Headers.Date}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Returns once so many more attempts have been refused or lost.</summary>
    public async Task Refused(int attempts)
    {
        var (start, until) = (TimeProvider.System.GetTimestamp(), _again.Count + attempts);
        while (_again.Count < until)
        {
            FailIfBroken();
            FailIfTooLong(start, "Nothing is refused");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>How long after an instant a node answers for all partitions again.</summary>
    public async Task<TimeSpan> Recovered(VeinteProcess asked, long start)
    {
        while (true)
        {
            FailIfBroken();
            if (await TryGet(asked, "/api/v1/trial-balance", _readKeys[^1]) is not null) return TimeProvider.System.GetElapsedTime(start);
            FailIfTooLong(start, $"{asked.Address} does not answer for all partitions");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the load; then every acknowledged interaction must be there once, in order, on every node, and verify must agree.</summary>
    public async Task Check()
    {
        await _stop.CancelAsync();
        var (start, clients) = (TimeProvider.System.GetTimestamp(), Task.WhenAll(_running));
        while (await Task.WhenAny(clients, Task.Delay(ProbeInterval)) != clients) FailIfTooLong(start, "What was sent last is not acknowledged");
        await clients;
        var faults = Histories.SelectMany(history => history.Faults).ToList();
        // Each line of a statement is looked up in the database: several customers are read at a time, a hundred lines in a request, which
        // ends in time on a machine that has much else to do.
        // On a machine with much else to do a customer may never have had his turn: nobody knows him.
        await Parallel.ForEachAsync(Histories.Where(history => history.Sent > 0), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (history, _) =>
        {
            var found = history.Compare(await Statement(Nodes[history.Acknowledged % Nodes.Count], history.Customer)).ToList();
            lock (faults) faults.AddRange(found);
        });
        foreach (var node in Nodes)
        {
            var totals = await Get(node, "/api/v1/trial-balance", _readKeys[^1]);
            if (totals.GetProperty("difference").GetInt64() != 0) faults.Add($"{node.Address} does not balance: {totals}");
            var count = totals.GetProperty("interactions").GetInt64();
            if (count != Histories.Sum(history => history.Sent)) faults.Add($"{node.Address} counts {count} interactions where {Histories.Sum(history => history.Sent)} were sent and acknowledged");
        }
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults.Take(20)) + Environment.NewLine + string.Join(Environment.NewLine, Nodes.Select(node => node.Said)));
        if (Nodes[0].Surroundings.Machine is not null)
        {
            // Owners can be asked only from a machine on their network.
            var (agree, said) = await Nodes[0].Verify();
            Assert.True(agree, said);
            return;
        }
        await using var verifier = await ClusterNode.Open(new() { Postgres = Postgres }, TimeProvider.System, TestContext.Current.CancellationToken);
        var verification = await verifier.Verify(cancel: TestContext.Current.CancellationToken);
        Assert.True(verification.Agrees, string.Join(Environment.NewLine, verification.Differences));
    }

    public async ValueTask DisposeAsync()
    {
        // When the test has failed, nobody may be left who acknowledges what is still being sent.
        _gaveUp = true;
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var node in Nodes) await node.DisposeAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task Write(int writer)
    {
        var random = new Random(_seed * 31 + writer);
        for (var batch = 0; !_stop.IsCancellationRequested; batch++)
        {
            var history = Histories[writer * CustomersPerWriter + random.Next(CustomersPerWriter)];
            var events = new StringBuilder();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var (message, rating) = ($"{writer}-{batch}-{i}", random.Next(1, 6));
                history.Send(message, (rating - 1) * 5_000 - 10_000);
                events.Append(CultureInfo.InvariantCulture, $$$"""{"type":"track","userId":"{{{history.Customer}}}","event":"load","messageId":"{{{message}}}","properties":{"rating":{{{rating}}}}},""");
            }
            if (!await SendUntilAcknowledged($$"""{"batch":[{{events.ToString().TrimEnd(',')}}]}""", random)) return;
            history.Acknowledge();
            Interlocked.Increment(ref _answers);
            await Task.Delay(random.Next(5, 30), CancellationToken.None);
        }
    }

    // What was sent goes on being sent after the end too: only then is it known what the books must hold.
    private async Task<bool> SendUntilAcknowledged(string body, Random random)
    {
        while (!_gaveUp)
        {
            if (await Attempt(Pick(random), body)) return true;
            await Task.Delay(RetryDelay);
        }
        return false;
    }

    private async Task<bool> Attempt(VeinteProcess node, string body)
    {
        using var sending = node.Sending();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, "/v1/batch")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(_writeKey + ":")));
            using var answer = await _client.SendAsync(request);
            if (answer.IsSuccessStatusCode) return true;
            _again.Enqueue($"{(int)answer.StatusCode}");
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
        {
            _again.Enqueue(lost is TaskCanceledException ? "no answer in time" : "connection lost");
        }
        return false;
    }

    private async Task Read(int reader)
    {
        var random = new Random(_seed * 37 + reader);
        while (!_stop.IsCancellationRequested)
        {
            var (history, node) = (Histories[random.Next(Histories.Count)], Pick(random));
            var before = history.Acknowledged;
            if (before > 0 && await TryGet(node, $"/api/v1/customers/{history.Customer}", _readKeys[reader]) is { } profile)
            {
                var account = profile.GetProperty("account");
                history.Read(before, account.GetProperty("interactions").GetInt32(), account.GetProperty("balance").GetInt64(), node.Address.ToString());
            }
            await Task.Delay(random.Next(10, 40), CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<string>> Statement(VeinteProcess node, string customer)
    {
        var messages = new List<string>();
        string? next = null;
        do
        {
            var page = await Get(node, $"/api/v1/customers/{customer}/statement?limit=100{(next is null ? "" : "&cursor=" + Uri.EscapeDataString(next))}", _readKeys[^1]);
            messages.AddRange(page.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("messageId").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        messages.Reverse();
        return messages;
    }

    private async Task<JsonElement> Get(VeinteProcess node, string path, string key)
    {
        for (var patience = 400; patience > 0; patience--)
        {
            if (await TryGet(node, path, key) is { } answer) return answer;
            await Task.Delay(RetryDelay);
        }
        throw new InvalidOperationException($"{node.Address} does not answer {path}: {node.Said}");
    }

    private async Task<JsonElement?> TryGet(VeinteProcess node, string path, string key)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var answer = await _client.SendAsync(request);
            if (!answer.IsSuccessStatusCode) return null;
            using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
            return document.RootElement.Clone();
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException or JsonException or IOException)
        {
            return null;
        }
    }

    private void FailIfTooLong(long start, string what)
    {
        if (TimeProvider.System.GetElapsedTime(start) < PatienceMax) return;
        lock (Nodes) Assert.Fail($"{what}. The nodes say:{Environment.NewLine}{string.Join(Environment.NewLine, Nodes.Select(node => node.Said))}");
    }

    private VeinteProcess Pick(Random random)
    {
        lock (Nodes) return Nodes[random.Next(Nodes.Count)];
    }

    private void FailIfBroken()
    {
        foreach (var task in _running)
            if (task.IsFaulted) throw new InvalidOperationException("A client has failed.", task.Exception);
        if (Histories.SelectMany(history => history.Faults).FirstOrDefault() is { } fault) Assert.Fail(fault);
    }
}
