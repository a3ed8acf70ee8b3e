using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Veinte.Pages.Tests;

/// <summary>Gives an office enough contacts for moments of truth, and promises in every state that a page tells apart.</summary>
internal static class Strategist
{
    private static readonly HashSet<Office> Asked = [];

    /// <summary>Asks its questions; a second call for the same office does nothing.</summary>
    public static async Task Asks(Office office)
    {
        if (!Asked.Add(office)) return;
        // A name that nobody has, so that it fails; before the promises, so that their verdicts wait for it.
        await Post(office, "alerts", new { name = "The night shift's help desk", url = "https://nobody.invalid/alerts/a-path-without-any-space-in-it/0000000000000000000000000001" });
        foreach (var promise in Promises) await Post(office, "promises", promise);
        await Post(office, "moments/outcomes", new { id = "counter", outcome = new { name = "A good counter", kind = "top-box", touchpoint = "Counter", segment = "channel" } });
        const int Customers = 100;
        await office.Send(
            Customers * 5,
            [
                .. Enumerable.Range(0, Customers).SelectMany(number => (object[])
                [
                    office.Rated($"traveller-{number}", "Check-in", 1 + number % 5, "Rubén"),
                    office.Rated($"traveller-{number}", "A touchpoint whose name is long enough to need more than one line on a phone", 1 + number / 5 % 5),
                    office.Rated($"traveller-{number}", "Lounge", 1 + number * 7 % 5),
                    office.Rated($"traveller-{number}", "Counter", 1 + (number % 5 * 3 + number / 5 % 5 + number % 2) / 4),
                    new
                    {
                        type = "track", @event = "Trip survey", userId = $"traveller-{number}", messageId = $"verdict-{number}",
                        properties = new { nps = number % 5 * 2 + number / 5 % 3, channel = "email", script = number % 2 == 0 ? "old" : "new" },
                    },
                ]),
            ]);
    }

    private static object[] Promises =>
    [
        Promise("draft", "Is a first contact enough?", "draft", new { kind = "first-contact", withinHours = 72 }, 0.7),
        Promise("running", "Does the lounge deserve twelve or more, whoever is on duty there and however many guests have come?", "running", new { kind = "grade" }, 12, "Lounge"),
        Promise("broken", "Is nobody at check-in less than content?", "running", new { kind = "grade" }, 19, "Check-in"),
        new
        {
            id = "filtered",
            promise = new
            {
                question = "Do guests of a trip abroad find it easy?", state = "draft", measure = new { kind = "number", signal = "ces" }, target = 5, smallestDifference = 0.5,
                where = new { journeys = new[] { "Trip", "Trip abroad" }, intents = new[] { "go", "buy" }, areas = new[] { "Station Madrid", "Station Sevilla" } },
            },
        },
        new
        {
            id = "arms",
            promise = new
            {
                question = "Which script is liked better?", state = "running", measure = new { kind = "nps" }, target = 0.1, smallestDifference = 0.05,
                arms = new { by = "property", property = "script", items = new[] { new { name = "Old script", share = 0.5, values = new[] { "old" } }, new { name = "New script", share = 0.5, values = new[] { "new" } } } },
                guardrails = new[] { new { name = "grade", measure = new { kind = "grade" }, limit = 8 } },
            },
        },
    ];

    private static object Promise(string id, string question, string state, object measure, double target, params string[] touchpoints) => new
    {
        id,
        promise = new { question, rationale = "Whoever is asked twice goes elsewhere.", state, measure, target, smallestDifference = target / 20, where = new { touchpoints } },
    };

    private static async Task Post(Office office, string path, object body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{office.Address}/api/v1/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await office.AdminKey());
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
