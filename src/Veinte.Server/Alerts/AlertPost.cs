using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace Veinte.Server.Alerts;

/// <summary>Posts one alert once. Nothing of the answer is read but its status. Thread-safe.</summary>
internal sealed class AlertPost : IDisposable
{
    private const int GoneStatus = 410;
    private readonly HttpClient _client;
    private readonly AlertOptions _options;
    private readonly TimeProvider _time;

    public AlertPost(AlertTargets targets, IOptions<AlertOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = targets.Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Tries it.</summary>
    public async Task<AlertTried> Try(StoredAlertAddress address, StoredAlert alert, CancellationToken cancel)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        try
        {
            using var request = Request(address, alert);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, within.Token);
            var status = (int)response.StatusCode;
            if (response.IsSuccessStatusCode) return new(null, false, null);
            var wait = response.Headers.RetryAfter is not { } told ? null : told.Delta ?? told.Date - _time.GetUtcNow();
            return new($"{AlertFault.Status}:{status.ToString(CultureInfo.InvariantCulture)}", status == GoneStatus, wait);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && failure is HttpRequestException or OperationCanceledException or IOException or AlertRefusedException or System.Net.Sockets.SocketException)
        {
            return new(AlertFault.Of(failure, _options.TimeoutSeconds), false, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(StoredAlertAddress address, StoredAlert alert)
    {
        var now = _time.GetUtcNow();
        var signatures = AlertSecret.Sign(address.Secret, alert.Id, now.ToUnixTimeSeconds(), alert.Body);
        if (address.EarlierSecret is { } earlier && now.ToUnixTimeMilliseconds() < address.EarlierUntilMs) signatures += " " + AlertSecret.Sign(earlier, alert.Id, now.ToUnixTimeSeconds(), alert.Body);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(alert.Body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(HttpMethod.Post, address.Url) { Content = content };
        request.Headers.Add("webhook-id", alert.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signatures);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Veinte", "1"));
        return request;
    }
}

/// <summary>What became of a try.</summary>
/// <param name="Fault">What went wrong, or null when it was taken.</param>
/// <param name="Gone">Whether the receiver says that nobody listens there any more.</param>
/// <param name="Wait">How long it asks to be left alone, or null.</param>
internal sealed record AlertTried(string? Fault, bool Gone, TimeSpan? Wait);
