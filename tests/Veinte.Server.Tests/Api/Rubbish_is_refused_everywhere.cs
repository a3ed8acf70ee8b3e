using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Veinte.Server.Tests.Api;

/// <summary>
/// One test for every endpoint of the API, those of tomorrow included: rubbish in addresses, queries and bodies is the
/// caller's mistake, said as a problem document, and never an error of the server.
/// </summary>
public sealed partial class Rubbish_is_refused_everywhere(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly (string Name, string Body)[] Bodies =
    [
        ("nothing", ""), ("not JSON", "{{{"), ("a number", "7"), ("null", "null"), ("a list", "[1,2]"), ("empty", "{}"),
        ("unknown members", """{"surely":"unknown"}"""), ("a repeated member", """{"reason":"a","reason":"b"}"""),
        ("wrong types", """{"posting":"x","reason":1,"from":2,"into":[],"policy":3,"version":"y","name":{},"scope":null,"upheld":"maybe"}"""),
        ("huge numbers", """{"posting":1e999,"reason":"a"}"""), ("deep", new string('[', 2000) + new string(']', 2000)),
    ];

    [Fact]
    public async Task Bodies_full_of_rubbish()
    {
        var key = await server.CreateKey("admin");
        var refused = 0;
        foreach (var (method, path) in Endpoints().Where(endpoint => endpoint.Method is "POST" or "PUT" or "PATCH" && !Bodiless(endpoint.Path)))
        {
            foreach (var (name, body) in Bodies)
            {
                var answer = await server.Send(new(method), path, key, new StringContent(body, Encoding.UTF8, "application/json"));
                Assert.True(answer.Status < 500, $"{method} {path} with {name}: {answer.Status} {answer.Text}");
                if (answer.Status >= 400) Assert.Equal("application/problem+json", answer.MediaType);
                if (answer.Status == 400) refused++;
            }
        }
        Assert.True(refused > 50, $"Only {refused} bodies were refused: does this test still reach the endpoints?");
    }

    [Fact]
    public async Task Queries_full_of_rubbish()
    {
        var key = await server.CreateKey("read");
        const string Rubbish = "limit=x&cursor=%00%ff&days=-1&kind=%F0%9F%92%A9&sort=;drop&order=up&search=%25%27%22&language=xx&source=%00&reason=%0a";
        foreach (var (method, path) in Endpoints().Where(endpoint => endpoint.Method == "GET" && !endpoint.Path.EndsWith("/live")))
        {
            var answer = await server.Send(new(method), path + "?" + Rubbish, key);
            Assert.True(answer.Status < 500, $"{method} {path}: {answer.Status} {answer.Text}");
            if (answer.Status >= 400) Assert.Equal("application/problem+json", answer.MediaType);
        }
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_key()
    {
        foreach (var (method, path) in Endpoints())
        {
            var answer = await server.Send(new(method), path, key: null, Nothing());
            Assert.True(answer.Status == 401, $"{method} {path} without a key: {answer.Status}");
            answer.ExpectProblem(401);
        }
    }

    [Fact]
    public async Task A_write_key_reads_nothing_and_decides_nothing()
    {
        var key = await server.CreateKey("write");
        foreach (var (method, path) in Endpoints().Where(endpoint => !TakesWhatHappened(endpoint)))
        {
            var answer = await server.Send(new(method), path, key, Nothing());
            Assert.True(answer.Status == 403, $"{method} {path} with a write key: {answer.Status}");
        }
    }

    [Fact]
    public async Task A_read_key_decides_nothing()
    {
        var key = await server.CreateKey("read");
        foreach (var (method, path) in Endpoints().Where(endpoint => endpoint.Method != "GET" && !OnlyAsks(endpoint.Path)))
        {
            var answer = await server.Send(new(method), path, key, Nothing());
            Assert.True(answer.Status == 403, $"{method} {path} with a read key: {answer.Status}");
        }
    }

    [Fact]
    public async Task A_body_that_does_not_say_it_is_JSON()
    {
        var answer = await server.Send(HttpMethod.Post, "/api/v1/reversals", await server.CreateKey("admin"), new StringContent("posting=1"));
        Assert.Contains("application/json", answer.ExpectProblem(415));
    }

    // These read no body at all and do what they say: nothing in it can be wrong, and the server would wipe its books.
    private static bool Bodiless(string path) => path is "/api/v1/demo/start" or "/api/v1/demo/wipe";

    // A program that sends what happened may bring answers of a survey too.
    private static bool TakesWhatHappened((string Method, string Path) endpoint) => endpoint is { Method: "POST" } && endpoint.Path.StartsWith("/api/v1/surveys/", StringComparison.Ordinal) && endpoint.Path.EndsWith("/responses", StringComparison.Ordinal);

    // Questions too long for an address: posted, and change nothing.
    private static bool OnlyAsks(string path) => path is "/api/v1/history/query" or "/api/v1/policies/try";

    private static StringContent Nothing() => new("{}", Encoding.UTF8, "application/json");

    private List<(string Method, string Path)> Endpoints()
    {
        var endpoints = server.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Select(method => (method, "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), match => match.Value.Contains(":long") ? "123456789" : "rubbish%F0%9F%92%A9"))))
            .ToList();
        Assert.True(endpoints.Count > 20);
        return endpoints;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
