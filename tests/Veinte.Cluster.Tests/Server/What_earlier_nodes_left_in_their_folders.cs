using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Cluster.Tests;
using Veinte.Server.Access;
using Veinte.Server.Hosting;
using Veinte.Simulation;

namespace Veinte.Server.Tests;

/// <summary>Before uploaded files and orders lay in the database, each node of a cluster had its own.</summary>
public sealed class What_earlier_nodes_left_in_their_folders : IDisposable
{
    private const string Ordered = "0123456789abcdef01234567", Waiting = "0123456789abcdef89abcdef";
    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-left-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_go_into_the_database_under_their_ids_and_an_order_becomes_an_import()
    {
        await Leave(Ordered, "stars.csv", "who,stars\nana,5\nbea,1\n");
        await Leave(Waiting, "later.csv", "who,stars\nana,1\n");
        var orders = Directory.CreateDirectory(Path.Combine(_folder, "imports", "orders")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(orders, Ordered + ".json"),
            $$"""{"order":{"file":"{{Ordered}}","mapping":{ "customer": "{who}", "time": "2026-01-01", "interactions": [{ "touchpoint": "Counter", "rating": "{stars}" }] },"name":null,"joined":null},"author":"kim","askedAt":"2026-11-01T10:00:00+00:00"}""",
            Cancel);
        await using var host = await VeinteHost.Start(
            new() { Data = _folder, Port = 0, Cluster = new() { Postgres = await PostgresServer.Instance.NewDatabase() } }, TimeProvider.System, Cancel);
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await host.Services.GetRequiredService<ApiKeys>().Create("admin", ApiScope.Admin, "test", Cancel)).Secret);

        var jobs = await Patience.Until(
            () => Items(client, "/api/v1/jobs"), all => all.Any(job => job.GetProperty("state").GetString() is not ("running" or "waiting")), Cancel);
        Assert.Equal("finished", Assert.Single(jobs).GetProperty("state").GetString());
        Assert.Equal(2, Assert.Single(await Items(client, "/api/v1/imports")).GetProperty("interactions").GetInt32());
        var file = Assert.Single(await Items(client, "/api/v1/imports/files"));
        Assert.Equal((Waiting, "later.csv", 16), (file.GetProperty("id").GetString(), file.GetProperty("name").GetString(), file.GetProperty("bytes").GetInt32()));
        await Patience.Until(() => Task.FromResult(Directory.GetFiles(Path.Combine(_folder, "imports"), "*", SearchOption.AllDirectories)), left => left.Length == 0, Cancel);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task Leave(string id, string name, string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "imports", "files", id)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "content"), content, Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "name"), name, Cancel);
    }

    private static async Task<List<JsonElement>> Items(HttpClient client, string path)
    {
        // A node that has just begun may not own its partitions yet.
        using var response = await Patience.Until(() => client.GetAsync(new Uri(path, UriKind.Relative), Cancel), answer => (int)answer.StatusCode != 503, Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}");
        return [.. JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("items").EnumerateArray()];
    }
}
