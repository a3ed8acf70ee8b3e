using Veinte.Simulation;

namespace Veinte.Server.Tests.Access;

/// <summary>Keys of the API; here what holds however many processes serve.</summary>
public sealed partial class Keys_do_what_their_scope_says(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int EachProcessMoreThanOnce = 6;

    [Fact]
    public async Task A_key_made_through_the_api_works_at_once_and_its_secret_is_shown_once()
    {
        var admin = await server.CreateKey("admin");
        var made = (await server.Post("/api/v1/keys", """{"name":"board","scope":"read"}""", admin)).Expect(201);
        var secret = made.GetProperty("key").GetString()!;
        Assert.StartsWith("vk_read_", secret);
        (await server.Get("/api/v1/trial-balance", secret)).Expect(200);
        var list = (await server.Get("/api/v1/keys", admin)).Text;
        Assert.Contains("board", list);
        Assert.DoesNotContain(secret, list);
    }

    [Fact]
    public async Task A_revoked_key_is_soon_refused_by_every_process()
    {
        var admin = await server.CreateKey("admin");
        var made = (await server.Post("/api/v1/keys", """{"name":"lost","scope":"read"}""", admin)).Expect(201);
        var secret = made.GetProperty("key").GetString();
        for (var i = 0; i < EachProcessMoreThanOnce; i++) (await server.Get("/api/v1/trial-balance", secret)).Expect(200);
        Assert.Equal(204, (await server.Delete($"/api/v1/keys/{made.GetProperty("id").GetInt64()}", admin)).Status);
        var refused = 0;
        await Patience.Until(
            async () => refused = (await server.Get("/api/v1/trial-balance", secret)).Status == 401 ? refused + 1 : 0,
            inARow => inARow == EachProcessMoreThanOnce, TestContext.Current.CancellationToken);
        Assert.Contains("revoked", (await server.Get("/api/v1/trial-balance", secret)).ExpectProblem(401));
    }
}
