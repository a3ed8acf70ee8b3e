using System.IO.Compression;

namespace Veinte.Server.Tests.Surveys;

/// <summary>What other people's pages load to ask with: small, whole, and it leaves nothing on the device.</summary>
public sealed class The_widget_is_one_small_script(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int KilobytesMax = 15;

    [Fact]
    public async Task It_is_smaller_than_fifteen_kilobytes_compressed_and_comes_in_one_piece()
    {
        var (bytes, script) = await Loaded();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) await gzip.WriteAsync(bytes, TestContext.Current.CancellationToken);
        Assert.InRange(packed.Length, 1_000, KilobytesMax * 1_000 - 1);
        // A classic script in one piece: no page has to be told where its parts are.
        Assert.DoesNotContain("import ", script);
        Assert.DoesNotContain("export ", script);
        Assert.Contains("customElements.define('cx-survey'", script);
        Assert.Contains("attachShadow", script);
    }

    [Fact]
    public async Task Neither_it_nor_what_it_asks_for_sets_a_cookie_and_it_sends_and_keeps_none()
    {
        var (_, script) = await Loaded();
        foreach (var kept in (string[])["document.cookie", "cookieStore", "localStorage", "sessionStorage", "caches.open"]) Assert.DoesNotContain(kept, script);
        Assert.DoesNotContain("indexedDB", script);
        Assert.Equal(Count(script, "fetch("), Count(script, "credentials: 'omit'"));

        var people = await Answering.At(server);
        var (_, link) = await people.Live(Some.Survey("nps q required"));
        foreach (var address in (string[])["/cx.js", link, $"{link}?embed=1", $"{link}/form"])
        {
            using var response = await server.Anybody.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{address}: {(int)response.StatusCode}");
            Assert.False(response.Headers.Contains("Set-Cookie"), address);
        }
        using var given = await server.Anybody.PostAsync($"{link}/responses", new StringContent("""{"id":"0f8fad5b-d9cb-469f-a165-708677289599","answers":{"q":9}}""", null, "application/json"), TestContext.Current.CancellationToken);
        Assert.True(given.IsSuccessStatusCode);
        Assert.False(given.Headers.Contains("Set-Cookie"));
    }

    private async Task<(byte[] Bytes, string Script)> Loaded()
    {
        using var response = await server.Anybody.GetAsync("/cx.js", TestContext.Current.CancellationToken);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (bytes, System.Text.Encoding.UTF8.GetString(bytes));
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}
