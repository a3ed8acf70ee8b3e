using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Veinte.Server.Hosting;

namespace Veinte.Conventions.Tests;

/// <summary>An endpoint names a right, or it is open to everybody on purpose and stands on the list below.</summary>
public sealed class Every_endpoint_says_who_may
{
    private static readonly string[] OpenToEverybody =
    [
        // Operations that a load balancer asks.
        "/healthz/live", "/healthz/ready",
        // Signing in must be possible before one is signed in; these check for themselves.
        "/account/setup", "/account/sign-in", "/account/sign-out", "/account/language", "/account/passkey/creation-options", "/account/passkey/request-options",
        // Pages for whoever is not signed in, their files and their look.
        "/setup", "/sign-in", "/no-access", "/theme", "/not-found", "/error",
        // Customers answer surveys without signing in; these check their own tokens.
        "/s/{token}", "/s/{token}/theme.css", "/s/{token}/form", "/s/{token}/responses", "/r/{token}", "/q/{code}",
        "/k/{device}", "/k/{device}/form", "/k/{device}/responses", "/k/sw.js",
        // The counter page holds nothing of anybody, and must come up after a session has ended; what it sends names a right.
        "/counter/", "/counter/manifest.webmanifest", "/counter/sw.js", "/counter/me",
        // What is not there is not there for everybody.
        "/api/{**rest}", "/{**path:nonfile}",
    ];

    // Endpoints the framework maps by itself: files that are not there, and its own redirects. They carry nothing of ours.
    private static readonly string[] OfTheFramework = ["/{**path:file}", "/_framework/opaque-redirect"];

    // Collectors know their clients' own ways to bring a key. Files of the pages and of the API's reference are the same for everybody.
    private static readonly string[] OpenBelow = ["/api/reference/", "/v1/", "/beacon/", "/cloudevents", "/sourceConfig", "/analytics.js/", "/analytics-next/", "/css/", "/js/", "/vendor/", "/_framework/", "/favicon", "/icons/", "/cx"];

    [Fact]
    public async Task Every_endpoint_of_the_server_names_a_right_or_is_open_on_purpose()
    {
        var folder = Directory.CreateTempSubdirectory("veinte-test-");
        try
        {
            await using var host = await VeinteHost.Start(new() { Data = folder.FullName, Port = 0 }, TimeProvider.System, TestContext.Current.CancellationToken);
            var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints;
            Assert.True(endpoints.Count > 40);
            Assert.Empty(Offences(endpoints));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_endpoint_that_says_nothing_is_caught() => Assert.Equal(["/careless says nothing"], Offences([Planted("/careless")]));

    [Fact]
    public void An_endpoint_that_is_open_without_standing_on_the_list_is_caught() =>
        Assert.Equal(["/api/v1/open is open to everybody"], Offences([Planted("/api/v1/open", new AllowAnonymousAttribute())]));

    [Fact]
    public void An_endpoint_with_a_right_is_fine() => Assert.Empty(Offences([Planted("/fine", new AuthorizeAttribute("read"))]));

    private static List<string> Offences(IEnumerable<Endpoint> endpoints)
    {
        var offences = new List<string>();
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (OfTheFramework.Contains(path)) continue;
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                if (!OpenToEverybody.Contains(path) && !OpenBelow.Any(start => path.StartsWith(start, StringComparison.Ordinal)))
                    offences.Add($"{path} is open to everybody");
            }
            else if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            {
                offences.Add($"{path} says nothing");
            }
        }
        return [.. offences.Distinct()];
    }

    private static RouteEndpoint Planted(string path, params object[] metadata) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(path), 0, new(metadata), path);
}
