using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Veinte.Benchmarks.Door;

/// <summary>Sends one interaction at a time and asks for its customer's account from the acknowledgement on, until the interaction is in it.</summary>
internal sealed class BalanceProbe(Uri address, string writeKey, string readKey)
{
    private static readonly string RunName = Guid.NewGuid().ToString("n");
    private readonly List<double> _milliseconds = [];
    private int _number;

    /// <summary>Samples taken.</summary>
    public int Count => _milliseconds.Count;

    /// <summary>Questions that came too early and were asked again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Forgets what was measured so far.</summary>
    public void Clear()
    {
        _milliseconds.Clear();
        Repeats = 0;
    }

    /// <summary>The time that a share of the samples does not exceed.</summary>
    public double Quantile(double share) => _milliseconds.Order().ElementAt(Math.Min(Count - 1, (int)(Count * share)));

    /// <summary>Takes samples, one after the other.</summary>
    public async Task Run(int samples)
    {
        using var writer = Client(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(writeKey + ":"))));
        using var reader = Client(new("Bearer", readKey));
        for (var i = 0; i < samples; i++)
        {
            var customer = string.Create(CultureInfo.InvariantCulture, $"probe-{RunName}-{_number++}");
            using var sent = await writer.PostAsync("/v1/track", new StringContent(
                $$$"""{"userId":"{{{customer}}}","event":"Probe","messageId":"{{{customer}}}","properties":{"rating":5}}""", Encoding.UTF8, "application/json"));
            sent.EnsureSuccessStatusCode();
            var acknowledged = Stopwatch.GetTimestamp();
            while (!await IsVisible(reader, customer)) Repeats++;
            _milliseconds.Add(Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
            // Slower than the limit of questions per key.
            await Task.Delay(20);
        }
    }

    private static async Task<bool> IsVisible(HttpClient reader, string customer)
    {
        using var answer = await reader.GetAsync($"/api/v1/accounts/customer/{customer}");
        if (!answer.IsSuccessStatusCode) return false;
        using var account = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return account.RootElement.GetProperty("balance").GetInt64() != 0;
    }

    private HttpClient Client(AuthenticationHeaderValue authorization)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = authorization;
        return client;
    }
}
