using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Veinte.Server.Surveys.Definition;

namespace Veinte.Server.Tests.Surveys;

/// <summary>Somebody who makes surveys and somebody who answers them, by HTTP, without a script and without a cookie.</summary>
internal sealed partial class Answering(ServerFixture server, string admin)
{
    public static async Task<Answering> At(ServerFixture server) => new(server, await server.CreateKey("admin"));

    /// <summary>The key of whoever makes surveys.</summary>
    public string Admin => admin;

    /// <summary>Makes a survey and lets it go live; its id and the path of its link.</summary>
    public async Task<(string Id, string Link)> Live(SurveyDefinition survey)
    {
        var made = (await server.Post("/api/v1/surveys", SurveyDocument.Write(survey), admin)).Expect(201);
        var id = made.GetProperty("id").GetString()!;
        (await server.Post($"/api/v1/surveys/{id}/publish", "", admin)).Expect(200);
        return (id, made.GetProperty("link").GetString()!);
    }

    /// <summary>Opens a page.</summary>
    public async Task<AnswerPage> Open(string address, string language = "es", HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        request.Headers.Add("Accept-Language", language);
        request.Headers.Add("Accept", "text/html");
        return await Read(await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken), address);
    }

    /// <summary>Answers the question of a page as a browser would, and follows to the next.</summary>
    public async Task<AnswerPage> Answer(AnswerPage page, params string[] values)
    {
        var fields = page.Hidden.Select(field => KeyValuePair.Create(field.Key, field.Value)).Concat(values.Select(value => KeyValuePair.Create("a", value)));
        return await Post(page.Action, fields);
    }

    /// <summary>Leaves the question of a page open.</summary>
    public Task<AnswerPage> Skip(AnswerPage page) => Post(page.Action, page.Hidden.Append(KeyValuePair.Create("skip", "1")));

    /// <summary>Sends any form and follows where it leads.</summary>
    public async Task<AnswerPage> Post(string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        request.Headers.Add("Accept", "text/html");
        var response = await server.Anybody.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.StatusCode != HttpStatusCode.SeeOther) return await Read(response, address);
        var location = response.Headers.Location!.OriginalString;
        Assert.StartsWith("/", location);
        Assert.False(location.StartsWith("//", StringComparison.Ordinal));
        return await Open(location);
    }

    /// <summary>The responses of a survey as the API lists them.</summary>
    public async Task<List<JsonElement>> Responses(string id) =>
        [.. (await server.Get($"/api/v1/surveys/{id}/responses", admin)).Expect(200).GetProperty("items").EnumerateArray()];

    private static async Task<AnswerPage> Read(HttpResponseMessage response, string address)
    {
        using (response)
        {
            Assert.False(response.Headers.Contains("Set-Cookie"), "A page customers answer on sets no cookie.");
            var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var hidden = Hidden().Matches(html).DistinctBy(match => match.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
            var heading = Heading().Match(html).Groups[1].Value;
            return new(
                (int)response.StatusCode, html, WebUtility.HtmlDecode(Tags().Replace(heading, "")).Trim(), hidden,
                Form().Match(html) is { Success: true } form ? WebUtility.HtmlDecode(form.Groups[1].Value) : address,
                response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)"[^>]*>""")]
    private static partial Regex Hidden();

    [GeneratedRegex("""<h1[^>]*>(.*?)</h1>""", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("""<form method="post" action="([^"]*)"[^>]*>""")]
    private static partial Regex Form();

    [GeneratedRegex("<small.*?</small>|<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex Tags();
}

/// <summary>A page as somebody without a script gets it.</summary>
internal sealed record AnswerPage(
    int Status, string Html, string Heading, IReadOnlyDictionary<string, string> Hidden, string Action, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Whether it says thank you.</summary>
    public bool Finished => Html.Contains("data-finished");

    /// <summary>Id of the response that is being given.</summary>
    public string Response => Hidden["r"];
}
