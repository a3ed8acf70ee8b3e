using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>The first hour of a firm with Veinte, as its owner sees it.</summary>
public sealed class A_firm_opens_its_books(Browser browser, Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task From_an_empty_folder_to_a_disputed_posting_that_is_upheld()
    {
        await using var profile = await browser.Profile(office);
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);

        await Office.SetUp(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Los libros están abiertos y en blanco" })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-empty] a[href='/connect']")).ToBeVisibleAsync();
        await Expect(page.Locator(".live-state.on")).ToBeVisibleAsync();

        // The first interactions appear by themselves: the page is not loaded again.
        await page.EvaluateAsync("window.theSamePage = true");
        await office.Send(2, office.Rated("ana", "Mostrador", 5, "Rubén", "Tienda"), office.Rated("ana", "Espera", 1));
        await Expect(page.Locator(".stream li")).ToHaveCountAsync(2);
        await Expect(page.Locator(".stream li", new() { HasText = "Mostrador" }).Locator("b")).ToHaveTextAsync("+10,00");
        await Expect(page.Locator(".stream li", new() { HasText = "Espera" }).Locator("b")).ToHaveTextAsync("−10,00");
        await Expect(page.Locator("[data-empty]")).ToHaveCountAsync(0);
        Assert.True(await page.EvaluateAsync<bool>("window.theSamePage === true"));

        // With figures on the page, the next posting moves them.
        await page.GetByRole(AriaRole.Link, new() { Name = "Ver las cifras" }).ClickAsync();
        await Expect(page.Locator("[data-live-balance]")).ToHaveTextAsync("0,0");
        await Expect(page.Locator(".live-state.on")).ToBeVisibleAsync();
        await office.Send(1, office.Rated("ana", "Mostrador", 4, "Rubén", "Tienda"));
        await Expect(page.Locator("[data-live-balance]")).ToHaveTextAsync("+5,0");
        await Expect(page.Locator("[data-live-interactions]")).ToHaveTextAsync("3");

        // From the search to the reasons of one line.
        await page.FillAsync("#find", "ana");
        await page.PressAsync("#find", "Enter");
        await page.Locator("#results a", new() { HasText = "ana" }).First.ClickAsync();
        var lines = page.Locator("ol.statement > li");
        await Expect(lines).ToHaveCountAsync(3);
        var line = lines.Filter(new() { HasText = "Espera" });
        await line.Locator("summary").First.ClickAsync();
        await Expect(line.Locator("table.reasons tbody tr")).ToHaveCountAsync(1);
        await Expect(line.Locator("table.reasons tfoot")).ToContainTextAsync("0");
        await Expect(line.Locator(".equation")).ToContainTextAsync("= −10,000 puntos");

        // A dispute, and the decision on it.
        await line.Locator(".deed > summary", new() { HasText = "Disputar" }).ClickAsync();
        await line.Locator("form[action='/desk/dispute'] input[name=reason]").FillAsync("La cola era de otra tienda.");
        await line.Locator("form[action='/desk/dispute'] button").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Disputa abierta." })).ToBeVisibleAsync();
        await page.GotoAsync("/disputes");
        await Expect(page.Locator(".disputes blockquote")).ToHaveTextAsync("La cola era de otra tienda.");
        await page.Locator("form[action='/desk/resolve'] input[name=reason]").FillAsync("Tiene razón.");
        await page.Locator("form[action='/desk/resolve'] button[value=true]").ClickAsync();
        await Expect(page.Locator(".disputes .pill")).ToHaveTextAsync("disputa aceptada");
        await page.GotoAsync("/customers/ana");
        await Expect(page.Locator(".account-top .total")).ToHaveTextAsync("+15,0");
        await Expect(page.Locator("ol.statement > li")).ToHaveCountAsync(4);
        complaints.None();
    }
}
