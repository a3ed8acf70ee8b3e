using System.Text.Json;

namespace Veinte.Clients.Tests;

/// <summary>A server of a test's own, with a key to write and one to read, and what its books hold.</summary>
internal sealed class Bookkeeping : IAsyncDisposable
{
    private readonly string _readKey;

    private Bookkeeping(ServerFixture server, string writeKey, string readKey) => (Server, WriteKey, _readKey) = (server, writeKey, readKey);

    /// <summary>The server.</summary>
    public ServerFixture Server { get; }

    /// <summary>A key that may send; its source is <c>shop</c>.</summary>
    public string WriteKey { get; }

    /// <summary>Opens empty books.</summary>
    public static async Task<Bookkeeping> Open()
    {
        var server = await ServerFixture.Start();
        return new(server, await server.CreateKey("write", "shop"), await server.CreateKey("read", "board"));
    }

    /// <summary>What the API answers.</summary>
    public async Task<JsonElement> Read(string path) => (await Server.Get($"/api/v1/{path}", _readKey)).Expect(200);

    /// <summary>A customer's statement, oldest line first: <c>touchpoint +amount</c>, ungraded ones without an amount.</summary>
    public async Task<IReadOnlyList<string>> Statement(string customer) =>
    [
        .. (await Lines(customer)).Select(line => line.GetProperty("grade").ValueKind == JsonValueKind.Null
            ? line.GetProperty("touchpoint").GetString()!
            : $"{line.GetProperty("touchpoint").GetString()} {line.GetProperty("amount").GetInt64():+#,##0;-#,##0;0}"),
    ];

    /// <summary>The postings and ungraded interactions of a customer's statement, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> Lines(string customer) =>
    [
        .. (await Read($"customers/{customer}/statement?limit=500")).GetProperty("items").EnumerateArray()
            .Where(line => line.GetProperty("kind").GetString() is "posting" or "ungraded").Reverse(),
    ];

    /// <summary>How a customer's account stands, milli-points.</summary>
    public async Task<long> Balance(string customer) => (await Read($"customers/{customer}")).GetProperty("account").GetProperty("balance").GetInt64();

    /// <summary>Events in quarantine, oldest first: <c>reason: detail</c>.</summary>
    public async Task<IReadOnlyList<string>> Quarantine() =>
        [.. (await Read("quarantine")).GetProperty("items").EnumerateArray().Select(one => $"{one.GetProperty("reason").GetString()}: {one.GetProperty("detail").GetString()}").Reverse()];

    /// <summary>
    /// That both sides are equal with so many interactions, and that what is recomputed from the journal agrees. Waits until
    /// the journal stands still: a merge goes through it in steps.
    /// </summary>
    public async Task Balanced(int interactions)
    {
        var (node, patience) = (Server.Host.Node, 500);
        var head = node.Journal.Head;
        var totals = await node.Books.TrialBalance(TestContext.Current.CancellationToken);
        while (patience-- > 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            var before = head;
            (head, totals) = (node.Journal.Head, await node.Books.TrialBalance(TestContext.Current.CancellationToken));
            if (head == before && totals.Position == head.Value && totals.InTransit == 0) break;
        }
        Assert.True(patience > 0, $"The journal does not come to rest: {totals}");
        Assert.Equal((0, interactions), (totals.Difference, totals.Interactions));
        var verified = await node.Verify(cancel: TestContext.Current.CancellationToken);
        Assert.True(verified.Agrees, string.Join('\n', verified.Differences));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
