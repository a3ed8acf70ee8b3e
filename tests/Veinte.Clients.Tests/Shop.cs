using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Veinte.Clients.Tests;

/// <summary>
/// A site of somebody else's on an origin of its own, with the pages of tests/clients/browser, and the machine's Chromium to
/// visit it with. One for all the tests of a class; each visit is a browser profile of its own.
/// </summary>
public sealed class Shop : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private WebApplication? _site;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a page of the site in a fresh profile.</summary>
    /// <param name="page">The page with its query.</param>
    public async Task<IPage> Visit(string page)
    {
        await Open(RealClients.ChromiumOrSkip());
        var profile = await _browser!.NewContextAsync();
        var opened = await profile.NewPageAsync();
        await opened.GotoAsync($"{_site!.Urls.Single()}/{page}");
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_site is not null) await _site.DisposeAsync();
    }

    private async Task Open(string chromium)
    {
        if (_browser is not null) return;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _site = builder.Build();
        _site.UseStaticFiles(FilesOf("", "browser"));
        _site.UseStaticFiles(FilesOf("/analytics-next", "node_modules/@segment/analytics-next/dist/umd"));
        _site.MapGet("/away", () => Results.Text("Somewhere else."));
        await _site.StartAsync(TestContext.Current.CancellationToken);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Headless = true, Args = Quiet, Timeout = 120_000 });
    }

    private static StaticFileOptions FilesOf(string under, string folder) => new()
    {
        RequestPath = under,
        FileProvider = new PhysicalFileProvider(Path.Combine(RealClients.Folder, folder)),
    };
}
