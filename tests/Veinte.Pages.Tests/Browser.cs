using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Veinte.Pages.Tests.Browser))]

namespace Veinte.Pages.Tests;

/// <summary>The machine's Chromium, started once for all tests; where there is none, whoever asks for it is skipped.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>How long anything may take on a page, in milliseconds: on a machine that is busy with other tests the first of its kind takes many seconds.</summary>
    private const float Patience = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } chromium) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Headless = true, Args = Quiet, Timeout = 120_000 });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A fresh profile: no cookies, a language, a width, light or dark.</summary>
    public async Task<IBrowserContext> Profile(Office office, string language = "es-ES", int width = 1280, bool dark = false, string? cookies = null)
    {
        Assert.SkipUnless(_browser is not null, "No Chromium on this machine: install chromium, chromium-browser or google-chrome, or put it on the PATH.");
        var profile = await _browser!.NewContextAsync(new()
        {
            BaseURL = office.Address,
            Locale = language,
            TimezoneId = "Europe/Madrid",
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            StorageState = cookies,
        });
        profile.SetDefaultTimeout(Patience);
        profile.SetDefaultNavigationTimeout(Patience);
        return profile;
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
