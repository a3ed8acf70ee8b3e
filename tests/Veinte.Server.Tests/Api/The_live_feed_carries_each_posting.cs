using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;

namespace Veinte.Server.Tests.Api;

public sealed class The_live_feed_carries_each_posting
{
    [Fact]
    public async Task A_posting_arrives_with_its_position_as_its_id_and_others_are_filtered_out()
    {
        await using var server = await ServerFixture.Start();
        using var feed = await Watch(server, "/api/v1/live?touchpoint=Gate");
        await server.Interact("one", "Elsewhere", rating: 1);
        var position = await server.Interact("one", "Gate", rating: 5);
        var lines = await Until(feed.Lines, line => line.StartsWith("data: {", StringComparison.Ordinal));
        Assert.Contains($"id: {position}", lines);
        Assert.Contains("event: posting", lines);
        Assert.Contains("\"amount\":10000", lines[^1]);
        Assert.DoesNotContain(lines, line => line.Contains("Elsewhere"));
        Assert.Equal("text/event-stream", feed.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", feed.Response.Headers.GetValues("X-Accel-Buffering").Single());
    }

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

    private static async Task<Feed> Watch(ServerFixture server, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await server.CreateKey("read"));
        request.Headers.Add("Last-Event-ID", "17");
        var response = await server.Anybody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        return new(response, new(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task<List<string>> Until(StreamReader lines, Predicate<string> found)
    {
        var read = new List<string>();
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            read.Add(line);
            if (found(line)) return read;
        }
        throw new InvalidOperationException("The stream ended.");
    }

    private sealed record Feed(HttpResponseMessage Response, StreamReader Lines) : IDisposable
    {
        public void Dispose()
        {
            Lines.Dispose();
            Response.Dispose();
        }
    }
}
