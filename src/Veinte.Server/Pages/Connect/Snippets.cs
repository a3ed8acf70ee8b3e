namespace Veinte.Server.Pages.Connect;

/// <summary>An example to copy; <see cref="Snippets.KeyMark"/> stands where the key goes.</summary>
/// <param name="Id">Its id on the page.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Code">The text.</param>
public sealed record Snippet(string Id, string Name, string Code);

/// <summary>How to send, in the languages most people send from. The guide of the clients runs the same calls in tests.</summary>
public static class Snippets
{
    /// <summary>Stands where the write key goes.</summary>
    public const string KeyMark = "WRITE_KEY";

    /// <summary>The examples with this server's address.</summary>
    public static IReadOnlyList<Snippet> For(string address, ConnectTexts text) =>
    [
        new("snippet-curl", "curl", $$$"""
            curl -sS "{{{address}}}/v1/track" -u "{{{KeyMark}}}:" -d '{
              "userId": "ana", "event": "Counter",
              "properties": {"channel": "in-person", "staff": "Lucía", "rating": 4,
                             "waitSeconds": 240, "promisedWaitSeconds": 300}}'
            """),
        new("snippet-browser", text.Browser, $$"""
            <script>
              window.analytics = Object.assign([], { _cdn: '{{address}}', _writeKey: '{{KeyMark}}' });
              for (const call of ['page', 'track', 'identify', 'group', 'alias'])
                analytics[call] = (...values) => analytics.push([call, ...values]);
              const script = document.createElement('script');
              script.async = true;
              script.src = '{{address}}/analytics.js/v1/{{KeyMark}}/analytics.min.js';
              document.head.append(script);
              analytics.page('Home');
              analytics.track('Checkout', { rating: 5 });
            </script>
            """),
        new("snippet-node", "Node.js", $$"""
            // npm install @segment/analytics-node
            import { Analytics } from '@segment/analytics-node';
            const analytics = new Analytics({ writeKey: '{{KeyMark}}', host: '{{address}}' });
            analytics.on('error', (error) => console.error(error.code, error.reason));
            analytics.track({ userId: 'ana', event: 'Delivery', properties: { csat: 4, outcome: 'success' } });
            await analytics.closeAndFlush();
            """),
        new("snippet-cloudevents", "CloudEvents", $$$"""
            curl -sS "{{{address}}}/cloudevents" -H "Authorization: Bearer {{{KeyMark}}}" \
              -H 'Content-Type: application/cloudevents+json' -d '{
              "specversion": "1.0", "id": "1", "source": "/till/7", "type": "Counter", "subject": "ana",
              "data": {"channel": "in-person", "rating": 4}}'
            """),
        new("snippet-csharp", "C#", $$"""
            using System.Net.Http.Headers;
            using System.Net.Http.Json;

            using var http = new HttpClient { BaseAddress = new Uri("{{address}}") };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "{{KeyMark}}");
            var answer = await http.PostAsJsonAsync("/v1/track", new
            {
                userId = "ana",
                @event = "Call centre",
                messageId = Guid.NewGuid().ToString(), // the same on a retry: it is posted once
                properties = new { channel = "phone", nps = 9, waitSeconds = 40, promisedWaitSeconds = 60 },
            });
            answer.EnsureSuccessStatusCode();
            """),
    ];
}
