using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Access;
using Veinte.Server.Hosting;

namespace Veinte.Cluster.Tests;

/// <summary>Surveys of a cluster lie in its database: made, answered by every way, counted and exported there as on one machine.</summary>
public sealed class Surveys_run_on_PostgreSQL : IDisposable
{
    private const string Document = """
        {"name":"Mostrador","languages":["es","en"],"title":{"es":"¿Qué tal?","en":"How was it?"},"records":{"touchpoint":"Caja"},
         "questions":[{"id":"service","type":"csat","required":true,"text":{"es":"¿Cómo ha ido?","en":"How did it go?"}},{"id":"why","type":"text","text":{"es":"¿Por qué?","en":"Why?"}}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-survey-pg-").FullName;

    [Fact]
    public async Task A_survey_is_made_answered_counted_exported_and_posted_once()
    {
        var postgres = await PostgresServer.Instance.NewDatabase();
        await using var host = await VeinteHost.Start(new() { Data = _folder, Port = 0, Cluster = new() { Postgres = postgres } }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await host.Services.GetRequiredService<ApiKeys>().Create("admin", ApiScope.Admin, "test", TestContext.Current.CancellationToken)).Secret);

        var id = Text((await Send(HttpMethod.Post, "/api/v1/surveys", Document)), "id");
        await Send(HttpMethod.Post, $"/api/v1/surveys/{id}/publish", "");
        var place = await Send(HttpMethod.Post, $"/api/v1/surveys/{id}/places", """{"name":"Tableta","kiosk":true,"staff":"Rubén"}""");
        var invited = await Send(HttpMethod.Post, $"/api/v1/surveys/{id}/invitations", """{"customers":[{"customer":"ana"},{"customer":"silent"}]}""");
        Assert.Equal(2, invited.GetProperty("items").GetArrayLength());
        var kiosk = new Uri(Text(place, "kiosk")).AbsolutePath;
        var answer = $$"""{"id":"{{Guid.NewGuid()}}","answers":{"service":5,"why":"Muy amables"},"language":"es","at":"{{DateTimeOffset.UtcNow.AddHours(-3):O}}"}""";
        Assert.Equal("recorded", Text(await Send(HttpMethod.Post, kiosk + "/responses", answer), "status"));
        Assert.Equal("already-recorded", Text(await Send(HttpMethod.Post, kiosk + "/responses", answer), "status"));
        var link = new Uri(Text(invited.GetProperty("items")[0], "link")).AbsolutePath;
        var ana = $$"""{"id":"{{Guid.NewGuid()}}","answers":{"service":2},"customer":"ana"}""";
        await Send(HttpMethod.Post, $"/api/v1/surveys/{id}/responses", ana);

        Assert.Equal(2, (await Send(HttpMethod.Get, $"/api/v1/surveys/{id}/responses")).GetProperty("items").GetArrayLength());
        foreach (var path in (string[])["/api/v1/surveys", $"/api/v1/surveys/{id}/invitations"])
            await Send(HttpMethod.Get, path);
        using (var page = await client.GetAsync(link, TestContext.Current.CancellationToken)) Assert.True(page.IsSuccessStatusCode);
        foreach (var page in (string[])["/surveys", $"/surveys/{id}/results", $"/surveys/{id}/results?from=2020-01-01&to=2100-01-01&way=kiosk&language=es&staff=Rub%C3%A9n&touchpoint=Caja&version=1", $"/surveys/{id}/deliver", $"/surveys/{id}/responses.csv"])
        {
            using var shown = await client.GetAsync(page, TestContext.Current.CancellationToken);
            Assert.True(shown.IsSuccessStatusCode, $"{page}: {(int)shown.StatusCode}");
        }
        var line = Assert.Single((await Send(HttpMethod.Get, "/api/v1/customers/ana/statement")).GetProperty("items").EnumerateArray());
        Assert.Equal(5.0, line.GetProperty("grade").GetDouble());
        var balance = await Send(HttpMethod.Get, "/api/v1/trial-balance");
        Assert.Equal((2, 0), (balance.GetProperty("interactions").GetInt32(), balance.GetProperty("difference").GetInt32()));

        async Task<JsonElement> Send(HttpMethod method, string path, string? json = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
            return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
