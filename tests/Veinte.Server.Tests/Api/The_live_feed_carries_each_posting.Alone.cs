using Microsoft.Extensions.Time.Testing;

namespace Veinte.Server.Tests.Api;

// What a test must hold the server's clock for, or end it.
public sealed partial class The_live_feed_carries_each_posting
{
    [Fact]
    public async Task A_comment_keeps_the_line_open_every_fifteen_seconds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await ServerFixture.Start(time: time);
        using var feed = await Watch(server, "/api/v1/live");
        await Until(feed.Lines, line => line == ": watching");
        // The server may not have begun to wait yet: time goes on until it has.
        var heartbeat = Until(feed.Lines, line => line == ": still here");
        while (!heartbeat.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }
        await heartbeat;
    }

    [Fact]
    public async Task Stopping_the_server_ends_the_stream()
    {
        var server = await ServerFixture.Start();
        using var feed = await Watch(server, "/api/v1/live");
        await server.DisposeAsync();
        while (await feed.Lines.ReadLineAsync(TestContext.Current.CancellationToken) is not null)
        {
        }
    }
}
