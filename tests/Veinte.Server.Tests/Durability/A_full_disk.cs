using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Access;
using Veinte.Server.Hosting;

namespace Veinte.Server.Tests.Durability;

public sealed class A_full_disk
{
    private const int EventsPerBatch = 40;

    [Fact]
    public async Task Is_answered_503_with_Retry_After_loses_nothing_acknowledged_and_ends_by_itself_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(megabytes: 12);
        await using var host = await VeinteHost.Start(new() { Data = Path.Combine(disk.Path, "data"), Port = 0 }, TimeProvider.System);
        var key = (await host.Services.GetRequiredService<ApiKeys>().Create("shop", ApiScope.Write, "test")).Secret;
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));

        var (acknowledged, refused) = (new List<int>(), new List<int>());
        for (var batch = 0; refused.Count < 25; batch++)
        {
            Assert.True(batch < 2_000, "The small disk never filled.");
            var answer = await Send(client, batch);
            (answer.Status == 200 ? acknowledged : refused).Add(batch);
            if (answer.Status == 200) continue;
            Assert.True(answer.Status == 503, $"{answer.Status}: {answer.Text}");
            Assert.InRange(int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 300);
            Assert.Contains("full", answer.Text);
        }
        Assert.NotEmpty(acknowledged);
        Assert.Equal(acknowledged.Count * EventsPerBatch, (await host.Node.Books.TrialBalance()).Interactions);

        disk.Grow(megabytes: 200);
        foreach (var batch in refused) Assert.Equal(200, (await Send(client, batch)).Status);
        Assert.Null(host.Failure);
        var verification = await host.Node.Verify();
        Assert.True(verification.Agrees, string.Join("; ", verification.Differences));
        Assert.Equal((acknowledged.Count + refused.Count) * EventsPerBatch, verification.Totals.Interactions);
    }

    private static async Task<Answer> Send(HttpClient client, int batch)
    {
        var note = new string('x', 800);
        var events = Enumerable.Range(0, EventsPerBatch).Select(i =>
            $$$"""{"type":"track","messageId":"{{{batch}}}-{{{i}}}","userId":"ana{{{i}}}","event":"Visit","properties":{"rating":{{{1 + i % 5}}},"note":"{{{note}}}"}}""");
        using var content = new StringContent($$"""{"batch":[{{string.Join(',', events)}}]}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/v1/batch", content, TestContext.Current.CancellationToken);
        return await Answer.Read(response);
    }
}
