using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>The page Listening: what customers write about, with the words that speak for and against marked in their own texts.</summary>
public sealed class What_customers_write_can_be_read(Browser browser, Office office) : IClassFixture<Office>
{
    private static readonly string[] Written =
    [
        "Pésimo servicio: llevo dos horas esperando y nadie contesta el teléfono",
        "Muy amables en el mostrador, todo perfecto",
        "The room was dirty <script>document.title='taken'</script> but the breakfast was delicious",
        "No está nada mal, aunque un poco caro",
    ];

    [Fact]
    public async Task Themes_lead_to_the_texts_and_nothing_written_is_ever_run()
    {
        var cookies = await office.Furnished(browser);
        await office.Send(4, [.. Written.Select((text, at) => (object)new
        {
            type = "track", @event = "Review", userId = $"writer-{at}", messageId = $"w-{at}", properties = new { text, channel = "web" },
        })]);
        await office.Heard();
        await using var profile = await browser.Profile(office, "es-ES", 1280, false, cookies);
        IPage page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync("/listening");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Escucha");
        await Expect(page.Locator(".verbatims > li")).ToHaveCountAsync(4);
        await Expect(page.Locator("mark.blame", new() { HasTextString = "Pésimo" })).ToHaveCountAsync(1);
        await Expect(page.Locator("mark.praise", new() { HasTextString = "nada mal" })).ToHaveCountAsync(1);
        await Expect(page.Locator(".verbatims")).ToContainTextAsync("<script>document.title='taken'</script>");
        Assert.DoesNotContain("taken", await page.TitleAsync());
        await page.ClickAsync("table a:has-text('Espera')");
        await Expect(page.Locator(".verbatims > li")).ToHaveCountAsync(1);
        await page.SelectOptionAsync("#tone", "praise");
        await page.ClickAsync("form.find-form:has(#tone) button");
        await Expect(page.Locator(".verbatims > li")).ToHaveCountAsync(0);

        // A file of what is shown, and a quote to pass on: as text and as a picture, without who wrote it.
        await page.GotoAsync("/listening");
        var file = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href^='/listening.csv']"));
        Assert.Contains("Pésimo servicio", await File.ReadAllTextAsync(await file.PathAsync(), TestContext.Current.CancellationToken));
        await page.Locator(".verbatims > li", new() { HasTextString = "Pésimo" }).Locator("a.share").ClickAsync();
        await Expect(page.Locator("#quote-text")).ToContainTextAsync("Pésimo servicio");
        Assert.Equal(1200, await page.EvaluateAsync<int>("async () => { const card = document.querySelector('[data-card]'); await card.decode(); return card.naturalWidth; }"));
        var picture = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("[data-png]"));
        Assert.Equal("veinte-quote.png", picture.SuggestedFilename);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await File.ReadAllBytesAsync(await picture.PathAsync(), TestContext.Current.CancellationToken))[..4]);
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
        if (Environment.GetEnvironmentVariable("VEINTE_PICTURES") is { Length: > 0 } shots) await page.ScreenshotAsync(new() { Path = Path.Combine(shots, "quote.png"), FullPage = true });
        complaints.None();
        await Pictures(cookies);
    }

    // For people who want to look: set VEINTE_PICTURES to a folder.
    private async Task Pictures(string cookies)
    {
        if (Environment.GetEnvironmentVariable("VEINTE_PICTURES") is not { Length: > 0 } folder) return;
        foreach (var (width, dark, language) in new[] { (1280, false, "es-ES"), (390, true, "en-GB") })
        {
            await using var profile = await browser.Profile(office, language, width, dark, cookies);
            var page = await profile.NewPageAsync();
            await page.GotoAsync("/listening");
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"listening-{width}.png"), FullPage = true });
        }
    }
}
