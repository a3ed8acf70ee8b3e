using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>A firm asks and its customers answer: everything in one piece, as people do it.</summary>
public sealed class A_survey_from_its_making_to_the_books(Browser browser, Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task From_the_editor_to_a_poster_to_a_phone_to_the_statement_and_to_Now()
    {
        await using var profile = await browser.Profile(office);
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await Office.SetUp(page);

        // Made from a template, changed, looked at, undone, published.
        await page.GotoAsync("/surveys");
        await Expect(page.Locator("[data-empty] h2")).ToHaveTextAsync("Todavía no ha preguntado a nadie");
        await page.ClickAsync("[data-empty] a.button");
        await page.ClickAsync("button[name=template][value=at-the-counter]");
        await Expect(page.Locator("[data-preview] h1")).ToContainTextAsync("¿Qué le pareció la atención de hoy?");
        var title = page.Locator("[data-path='title.es']");
        await title.FillAsync("Dos preguntas y listo");
        await Expect(page.Locator("[data-preview] .survey-title")).ToHaveTextAsync("Dos preguntas y listo");
        await page.ClickAsync("[data-undo]");
        await Expect(page.Locator("[data-preview] .survey-title")).ToHaveTextAsync("¿Qué tal la atención?");
        await page.ClickAsync("[data-redo]");
        await page.Locator("[data-preview] button.point", new() { HasText = "4" }).ClickAsync();
        await Expect(page.Locator("[data-preview] h1")).ToContainTextAsync("¿Qué influyó más en su nota?");
        await page.ClickAsync("[data-publish] button");
        await page.WaitForURLAsync("**/deliver?said=published");

        // A poster for a counter, and what a camera reads on it.
        await page.FillAsync("#place", "Mostrador 3");
        await page.FillAsync("#place-staff", "Rubén");
        await page.ClickAsync("form[action$='/places'] button");
        await Expect(page.Locator(".place-list h3")).ToHaveTextAsync("Mostrador 3");
        var poster = await page.Locator(".place-list a", new() { HasText = "SVG" }).GetAttributeAsync("href");
        var sheet = await profile.NewPageAsync();
        await sheet.GotoAsync("/no-access");
        await sheet.EvaluateAsync("async source => { const drawn = new Image(); drawn.id = 'poster'; drawn.src = source; document.body.replaceChildren(drawn); await drawn.decode(); }", poster);
        var address = await Surveyor.Scan(await sheet.Locator("#poster").ScreenshotAsync());
        Assert.StartsWith($"{office.Address}/q/", address);
        await sheet.CloseAsync();
        var png = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".place-list [data-png]"));
        Assert.Equal(address, await Surveyor.Scan(await File.ReadAllBytesAsync(await png.PathAsync(), TestContext.Current.CancellationToken)));

        // Now is open while a customer answers on a phone.
        await page.GotoAsync("/");
        await Expect(page.Locator(".live-state.on")).ToBeVisibleAsync();
        await using var phone = await browser.Profile(office, width: 390);
        var asked = await phone.NewPageAsync();
        var onPhone = new Complaints(asked);
        await asked.GotoAsync(address);
        await Expect(asked.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await Expect(asked.Locator("h1")).ToHaveTextAsync("¿Qué le pareció la atención de hoy?");
        Assert.Empty(await asked.EvaluateAsync<string[]>(Reading.Faults));
        await asked.Locator("button.point", new() { HasText = "5" }).ClickAsync();
        await Expect(asked.Locator("h1")).ToContainTextAsync("¿Qué influyó más en su nota?");
        await asked.Locator("button.option", new() { HasText = "El trato" }).ClickAsync();
        await Expect(asked.Locator("h1")).ToHaveTextAsync("¡Gracias por contárnoslo!");
        Assert.Empty(await phone.CookiesAsync());

        // The posting is on Now by itself, and from there one comes to the statement and its reasons.
        var posted = page.Locator(".stream li", new() { HasText = "Mostrador" });
        await Expect(posted.Locator("b")).ToHaveTextAsync("+10,00");
        await posted.Locator("a[href^='/customers/']").First.ClickAsync();
        var line = page.Locator("ol.statement > li");
        await Expect(line).ToHaveCountAsync(1);
        await line.Locator("summary").First.ClickAsync();
        await Expect(line.Locator("table.reasons tfoot")).ToContainTextAsync("20");
        await Expect(line.Locator(".line-foot")).ToContainTextAsync("Rubén");

        await page.GotoAsync("/surveys");
        await page.ClickAsync(".surveys-list th a");
        await Expect(page.Locator(".result-figures .figure").First).ToHaveTextAsync("1");
        await Expect(page.Locator("#question-service .bars tr", new() { HasText = "5" }).Last.Locator(".number").First).ToHaveTextAsync("1");
        complaints.None();
        onPhone.None();
    }
}
