using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Veinte.Server.Collect;

namespace Veinte.Server.Tests.Collect;

public sealed class A_noisy_sender_starves_nobody
{
    private const int Burst = 20;

    [Fact]
    public async Task Beyond_its_share_it_is_told_when_to_come_back_while_every_request_of_another_is_taken()
    {
        await using var server = await ServerFixture.Start();
        var limits = server.Host.Services.GetRequiredService<IOptions<CollectOptions>>().Value;
        (limits.BurstPerKey, limits.RequestsPerSecondPerKey) = (Burst, 1);
        var (noisy, quiet) = (await server.CreateKey("write", "noisy"), await server.CreateKey("write", "quiet"));

        var storm = Enumerable.Range(0, 200).Select(i => Send(server, noisy, $"noisy-{i}")).ToList();
        var others = new List<Answer>();
        for (var i = 0; i < Burst; i++) others.Add(await Send(server, quiet, $"quiet-{i}"));
        var answers = await Task.WhenAll(storm);

        Assert.All(others, answer => Assert.Equal(200, answer.Status));
        Assert.InRange(answers.Count(answer => answer.Status == 200), Burst, answers.Length - 1);
        Assert.All(answers.Where(answer => answer.Status != 200), answer =>
        {
            Assert.Equal(429, answer.Status);
            Assert.True(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) >= 1);
        });
        // What was refused is nowhere: not lost on the way, not half in.
        var books = (await server.Get("/api/v1/trial-balance", await server.CreateKey("read"))).Expect(200);
        Assert.Equal(others.Count + answers.Count(answer => answer.Status == 200), books.GetProperty("interactions").GetInt32());
    }

    private static async Task<Answer> Send(ServerFixture server, string key, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track")
        {
            Content = new StringContent($$$"""{"event":"Desk","userId":"ana","messageId":"{{{message}}}","properties":{"rating":4}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(key + ":")));
        using var response = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.Read(response);
    }
}
