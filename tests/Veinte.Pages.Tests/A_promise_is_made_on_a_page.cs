using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>From the sentence in the form to the verdict on the page Now, as an analyst sees it.</summary>
public sealed partial class A_promise_is_made_on_a_page(Browser browser)
{
    [Fact]
    public async Task It_is_written_as_a_sentence_started_and_found_to_be_broken_while_one_watches()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        await using var profile = await browser.Profile(office);
        var page = await profile.NewPageAsync();
        await Office.SetUp(page);
        await office.Send(1, Waited(0, 100));

        await page.GotoAsync("/promises/new");
        await page.FillAsync("#question", "¿Atendemos a tiempo en recepción?");
        await page.SelectOptionAsync("#touchpoint", "Recepción");
        await page.FillAsync("#target", "101");
        await page.GetByRole(AriaRole.Button, new() { Name = "Comprobar" }).ClickAsync();
        await Expect(page.Locator("#target")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("fuera de la escala");
        await page.FillAsync("#target", "80");
        await page.GetByRole(AriaRole.Button, new() { Name = "Comprobar" }).ClickAsync();
        await Expect(page.Locator(".promise-sentence")).ToContainTextAsync("la espera prometida");
        await Expect(page.Locator(".promise-form")).ToContainTextAsync("observaciones");
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar y ponerla en marcha" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("¿Atendemos a tiempo en recepción?");

        await office.Send(60, [.. Enumerable.Range(1, 60).Select(number => Waited(number, 1_900))]);
        var verdict = page.Locator(".promise-top .pill");
        // The judge looks once a second; the page is read anew until he has.
        for (var look = 0; look < 60 && await verdict.TextContentAsync() != "Incumplida"; look++) await page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Expect(verdict).ToHaveTextAsync("Incumplida");
        await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Expect(page.Locator(".broken-promises")).ToContainTextAsync("¿Atendemos a tiempo en recepción?");
        await page.GotoAsync("/promises");
        await Expect(page.Locator(".promise-card")).ToContainTextAsync("Incumplida");
        await Expect(page).ToHaveTitleAsync(Title());
    }

    [Fact]
    public async Task What_the_form_has_no_change_for_stays_as_it_was_when_a_new_version_is_written()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        await using var profile = await browser.Profile(office, "en-GB", cookies: await office.Furnished(browser));
        await Strategist.Asks(office);
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/promises/filtered/edit");
        await page.FillAsync("#question", "Do guests of a trip abroad still find it easy?");
        await page.FillAsync("#having", "cabin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("write cabin=value");
        await page.FillAsync("#having", "cabin=economy; rows=12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Do guests of a trip abroad still find it easy?");
        await Expect(page.Locator(".promise-top")).ToContainTextAsync(
            "in the area Station Madrid or Station Sevilla, on the journey Trip or Trip abroad, with the intent to go or to buy, (cabin = economy), (rows = 12)");
    }

    private static object Waited(int number, int seconds) => new
    {
        type = "track",
        messageId = $"wait-{number}",
        userId = $"cliente-{number}",
        @event = "Recepción",
        properties = new { waitSeconds = seconds, promisedWaitSeconds = 900 },
    };

    [GeneratedRegex("^Promesas")]
    private static partial Regex Title();
}
