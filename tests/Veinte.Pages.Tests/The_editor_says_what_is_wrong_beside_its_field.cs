using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>A loop and a missing translation are told in words beside the jump and the text they are about, folded parts or not.</summary>
public sealed class The_editor_says_what_is_wrong_beside_its_field(Browser browser, Office office) : IClassFixture<Office>
{
    private const string Survey = """
        {"name":"Vuelta","languages":["es"],"title":{"es":"Su visita"},"records":{"touchpoint":"Mostrador"},"questions":[
          {"id":"first","type":"nps","required":true,"text":{"es":"¿Primera?"},"next":[{"when":"atMost","value":"3","go":"third"}]},
          {"id":"second","type":"text","text":{"es":"¿Segunda?"}},{"id":"third","type":"text","text":{"es":"¿Tercera?"}}]}
        """;

    [Fact]
    public async Task A_loop_and_a_missing_translation()
    {
        using var surveyor = new Surveyor(office);
        await using var profile = await browser.Profile(office, cookies: await office.Furnished(browser));
        var id = (await surveyor.Send(HttpMethod.Post, "/api/v1/surveys", Survey)).GetProperty("id").GetString();
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await page.GotoAsync($"/surveys/{id}");
        await Expect(page.Locator("[data-state]")).ToContainTextAsync("Todo en orden");

        // The question that is jumped to moves before the one that jumps.
        var third = page.Locator("[data-part='question-third']");
        await third.Locator("> summary").ClickAsync();
        for (var at = 2; at > 0; at--)
        {
            await third.Locator("button", new() { HasText = "Subir" }).ClickAsync();
            await Expect(third.Locator("> summary")).ToContainTextAsync($"{at}. ¿Tercera?");
        }
        var told = page.Locator("[data-part='question-first'] [data-error]:not([hidden])");
        await Expect(told).ToBeVisibleAsync();
        await Expect(told).ToContainTextAsync("Este salto vuelve de «first» a «third»");
        await Expect(page.Locator("[data-state]")).ToContainTextAsync("1 cosa por resolver");
        await Expect(page.Locator("[data-publish] button")).ToBeDisabledAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>(Reading.Faults));
        await page.ClickAsync("[data-undo]");
        await page.ClickAsync("[data-undo]");
        await Expect(page.Locator("[data-state]")).ToContainTextAsync("Todo en orden");

        // A language that is added lacks its texts.
        await page.FillAsync("[data-part='basics'] input >> nth=-1", "es, en");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-error='title.en']")).ToHaveTextAsync("Falta el texto en inglés.");
        await Expect(page.Locator("[data-path='title.en']")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("[data-part='question-second'].faulty")).ToHaveCountAsync(1);
        complaints.None();
    }
}
