using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>The page that brings a survey to customers: personal links, reminders, and nobody asked twice.</summary>
public sealed class Customers_are_asked_and_reminded_by_name(Browser browser, Office office) : IClassFixture<Office>
{
    private const string Survey = """
        {"name":"Tras la visita","languages":["es","en"],"title":{"es":"{{customer}}","en":"{{customer}}"},"records":{"touchpoint":"Visita"},
         "questions":[{"id":"visit","type":"rating","required":true,"text":{"es":"{{customer|Hola}}, ¿qué tal?","en":"{{customer|Hello}}, how was it?"}}]}
        """;

    [Fact]
    public async Task Links_are_made_on_the_page_answered_by_name_and_reminded_and_nobody_is_asked_twice()
    {
        using var surveyor = new Surveyor(office);
        var (id, _) = await surveyor.Live(Survey);
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var page = await profile.NewPageAsync();
        await page.GotoAsync($"/surveys/{id}/deliver");
        await Ask(page, $"ana-{id}; Ana Pérez\nluis-{id}; Luis Gil");
        await Expect(page.Locator("main")).ToContainTextAsync("2 enlaces creados");
        await Expect(page.Locator("table.invited tbody tr")).ToHaveCountAsync(2);

        var links = await Downloaded(page, "a[href$='links.csv']");
        Assert.Equal(3, links.Length);
        var link = links.Single(line => line.Contains("Ana Pérez")).Split(',').Single(cell => cell.Contains("/r/"));
        await page.GotoAsync(new Uri(link).AbsolutePath);
        await Expect(page.Locator("h1")).ToContainTextAsync("Ana Pérez, ¿qué tal?");
        await page.ClickAsync("button.point >> nth=4");
        await Expect(page.Locator("[data-finished]")).ToBeVisibleAsync();
        // Neither the page nor its title shows what was to be put in.
        await Expect(page.Locator(".survey-title")).ToHaveTextAsync("Ana Pérez");
        Assert.DoesNotContain("{{", await page.ContentAsync());

        await page.GotoAsync($"/surveys/{id}/deliver");
        Assert.DoesNotContain("{{", await page.Locator("#snippet-frame").TextContentAsync());
        await page.FillAsync("#after", "0");
        await page.ClickAsync("form[action$='/remind'] button");
        await Expect(page.Locator(".note.good")).ToContainTextAsync("1 recordatorio preparado");
        for (var again = 0; again < 2; again++)
            Assert.Contains("Luis Gil", Assert.Single((await Downloaded(page, "a[href$='reminders.csv']")).Skip(1)));
        await Expect(page.Locator("table.invited tbody tr", new() { HasText = "Luis Gil" }).Locator("td.number")).ToHaveTextAsync("1");
        await page.FillAsync("#after", "1");
        await page.ClickAsync("form[action$='/remind'] button");
        await Expect(page.Locator(".note.good")).ToContainTextAsync("Nadie a quien recordar ahora");

        await Ask(page, $"ana-{id}\nluis-{id}");
        await Expect(page.Locator("main")).ToContainTextAsync("0 enlaces creados. A 2 clientes no se les pregunta ahora");
    }

    private static async Task Ask(IPage page, string customers)
    {
        await page.FillAsync("#customers", customers);
        await page.ClickAsync("form[action$='/invite'] button");
    }

    private static async Task<string[]> Downloaded(IPage page, string click)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(click));
        return (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
