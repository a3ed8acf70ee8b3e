using System.Net.Http.Headers;
using Veinte.Simulation;

namespace Veinte.Server.Tests.Api;

public sealed partial class The_live_feed_carries_each_posting(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_posting_arrives_with_its_position_as_its_id_and_others_are_filtered_out()
    {
        using var feed = await Watch(server, "/api/v1/live?touchpoint=Live%20gate");
        // Between processes the lines are laid when somebody watches: until one has come, more are sent.
        var positions = new List<long>();
        var arrived = Until(feed.Lines, line => line.StartsWith("data: {", StringComparison.Ordinal));
        await Patience.Until(async () =>
        {
            await server.Interact("one", "Elsewhere", rating: 1);
            positions.Add(await server.Interact("one", "Live gate", rating: 5));
            return $"{positions.Count} sent, none told";
        }, _ => arrived.IsCompleted, TestContext.Current.CancellationToken);
        var lines = await arrived;
        Assert.Contains(lines, line => positions.Any(position => line == $"id: {position}"));
        Assert.Contains("event: posting", lines);
        Assert.Contains("\"amount\":10000", lines[^1]);
        Assert.DoesNotContain(lines, line => line.Contains("Elsewhere"));
        Assert.Equal("text/event-stream", feed.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", feed.Response.Headers.GetValues("X-Accel-Buffering").Single());
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
