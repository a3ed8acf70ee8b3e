using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Veinte.Server.Access;
using Veinte.Server.Hosting;
using Veinte.Server.Listening;

namespace Veinte.Pages.Tests;

/// <summary>A real server over a folder of its own, and the ordinary doors into it. As a class fixture one serves a class.</summary>
public sealed class Office : IAsyncLifetime
{
    /// <summary>The administrator every office is opened with.</summary>
    public const string UserName = "ana.admin";
    public const string Password = "once sillas azules";

    private readonly string _folder = Directory.CreateTempSubdirectory("veinte-pages-").FullName;
    private readonly HttpClient _client = new();
    private VeinteHost? _host;
    private string? _writeKey;
    private string? _adminKey;
    private string? _cookies;
    private int _messages;

    /// <summary>Its address, by name: passkeys are bound to a name and refuse a number.</summary>
    public string Address => $"http://localhost:{Host.Address.Port}";

    private VeinteHost Host => _host ?? throw new InvalidOperationException("The server is not started.");

    public async ValueTask InitializeAsync() =>
        _host = await VeinteHost.Start(new() { Data = _folder, Port = 0 }, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One rated contact as a client would send it.</summary>
    public object Rated(string customer, string touchpoint, int rating, string? staff = null, string? area = null) => new
    {
        type = "track",
        @event = touchpoint,
        userId = customer,
        messageId = $"m-{Interlocked.Increment(ref _messages)}",
        timestamp = DateTimeOffset.UtcNow,
        properties = new { rating, staff, area, channel = "in-person" },
    };

    /// <summary>Sends events to <c>/v1/batch</c> with a write key and waits until so many of them are posted.</summary>
    public async Task Send(int posted, params object[] events)
    {
        var cancel = TestContext.Current.CancellationToken;
        _writeKey ??= (await Host.Services.GetRequiredService<ApiKeys>().Create("pages", ApiScope.Write, "test")).Secret;
        using var watcher = Host.Node.Live.Watch();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Address}/v1/batch") { Content = JsonContent.Create(new { batch = events }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(_writeKey + ":")));
        using var response = await _client.SendAsync(request, cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancel));
        while (posted > 0)
            if (await watcher.Events.ReadAsync(cancel) is Engine.Views.LivePosting { Kind: "posting" })
                posted--;
    }

    /// <summary>Waits until the page Listening knows everything that is in the journal.</summary>
    internal Task Heard() => Host.Services.GetRequiredService<ListeningService>().WaitFor(Host.Node.Journal.Head, TestContext.Current.CancellationToken);

    /// <summary>A key of an administrator's program.</summary>
    public async Task<string> AdminKey() => _adminKey ??= (await Host.Services.GetRequiredService<ApiKeys>().Create("pages-admin", ApiScope.Admin, "test")).Secret;

    /// <summary>Answers the questions of the first run, with a password.</summary>
    public static async Task SetUp(IPage page, string language = "es")
    {
        await page.GotoAsync("/");
        await page.WaitForURLAsync("**/setup");
        await page.CheckAsync($"input[name=language][value={language}]");
        await page.FillAsync("#userName", UserName);
        await page.FillAsync("#password", Password);
        await page.CheckAsync("input[name=start][value=empty]");
        await page.ClickAsync("form[action='/account/setup'] > button");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
    }

    /// <summary>Cookies of the administrator of an office with some days' business in its books. The first to ask furnishes it.</summary>
    internal async Task<string> Furnished(Browser browser)
    {
        if (_cookies is not null) return _cookies;
        await using var profile = await browser.Profile(this);
        var page = await profile.NewPageAsync();
        await SetUp(page);
        await Send(
            43,
            [
                new { type = "identify", userId = "ana", messageId = "who-1", anonymousId = "phone-of-ana", traits = new { name = "Ana Pérez de la Fuente", email = "ana@example.org", city = "Valencia" } },
                .. Enumerable.Range(0, 40).Select(index => Rated(
                    index % 4 == 0 ? "ana" : $"customer-{index % 9}", index % 3 == 0 ? "Check-in" : index % 3 == 1 ? "A touchpoint whose name is long enough to need more than one line on a phone" : "Bag drop",
                    1 + index % 5, index % 2 == 0 ? "Rubén" : "Lucía", "Station Madrid")),
                Rated("a-customer-with-an-identifier-without-any-space-in-it-00000000000000001", "Check-in", 1),
                Rated("with/slash & sign", "Gate / 12", 5),
                Rated("ana", "Lounge", 4),
            ]);
        return _cookies = await profile.StorageStateAsync();
    }
}
