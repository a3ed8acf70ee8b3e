using System.Net.Http.Headers;
using System.Text;

namespace Veinte.Server.Tests.Counter;

// At the demo, where everybody has a cookie.
public sealed partial class Moments_at_the_counter
{
    [Fact]
    public async Task By_cookie_moments_are_taken_from_our_own_pages_alone()
    {
        await using var demo = await ServerFixture.Start(demo: true);
        var body = Moments(new { id = Guid.NewGuid().ToString(), use = "customer", touchpoint = "Caja", rating = 5, scale = 5 });
        Assert.Equal(400, await Send(demo, body, "cross-site"));
        Assert.Equal(200, await Send(demo, body, "same-origin"));
        Assert.Equal("demo", (await demo.Get("/counter/me")).Expect(200).GetProperty("name").GetString());
    }

    private static async Task<int> Send(ServerFixture server, string body, string site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/counter/moments") { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("Sec-Fetch-Site", site);
        using var response = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
