using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace Veinte.Pages.Tests;

/// <summary>Somebody who makes surveys by the API, for tests that are about answering.</summary>
internal sealed class Surveyor(Office office) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new(office.Address) };

    public void Dispose() => _client.Dispose();

    /// <summary>Makes a survey from a template and lets it go live.</summary>
    public async Task<(string Id, string Link)> Live(string document)
    {
        var made = await Send(HttpMethod.Post, "/api/v1/surveys", document);
        var id = made.GetProperty("id").GetString()!;
        await Send(HttpMethod.Post, $"/api/v1/surveys/{id}/publish", "");
        return (id, made.GetProperty("link").GetString()!);
    }

    /// <summary>Asks the API as an administrator.</summary>
    public async Task<JsonElement> Send(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await office.AdminKey());
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The responses of a survey.</summary>
    public async Task<List<JsonElement>> Responses(string id) => [.. (await Send(HttpMethod.Get, $"/api/v1/surveys/{id}/responses")).GetProperty("items").EnumerateArray()];

    /// <summary>What a camera reads from a picture.</summary>
    public static async Task<string> Scan(byte[] png)
    {
        var reader = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "zbarimg")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(reader is not null, "No zbarimg on this machine: install zbar-tools.");
        var file = Path.Combine(Path.GetTempPath(), $"veinte-{Guid.NewGuid():n}.png");
        await File.WriteAllBytesAsync(file, png, TestContext.Current.CancellationToken);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(reader!, ["--quiet", "--raw", file]) { RedirectStandardOutput = true })!;
            var read = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return read.Trim();
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What axe finds wrong with a page (WCAG 2.2 AA). It may not read styles ahead: it would do so with inline ones, which our pages forbid.</summary>
    public static async Task<string[]> Violations(IPage page)
    {
        var axe = Path.Combine(ClientsFolder(), "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(axe), "axe-core is not installed: npm ci in tests/clients.");
        await page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[]>("""
            async () => {
              const { violations } = await axe.run(document, { preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
              return violations.flatMap((violation) => violation.nodes.map((node) => `${location.pathname} ${violation.id}: ${node.target} ${node.failureSummary}`));
            }
            """);
    }

    /// <summary>Keeps a picture of a page for people to look at, when VEINTE_PICTURES names a folder.</summary>
    public static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("VEINTE_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    private static string ClientsFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Veinte.slnx"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "clients");
    }
}
